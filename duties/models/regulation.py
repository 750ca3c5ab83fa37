from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from duties import rules
from duties.choices import Cadence, Kind
from organizations.bilingual import Bilingual, speaks_english
from organizations.constraints import choices_constraint
from organizations.models import Track


class InForceQuerySet(models.QuerySet):
    """Law has dates: rows valid from–until, ``valid_until`` being the first day without."""

    def in_force(self, on):
        return self.during(on, on)

    def during(self, starts_on, ends_on):
        """Valid on at least one day of the span."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=starts_on), valid_from__lte=ends_on
        )


def _valid_span(table: str):
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
        name=f"{table}_valid_span",
    )


class Regulation(models.Model):
    """A regulation as data; its clauses carry their own dates of validity."""

    code = models.SlugField(_("编号"), unique=True)
    title_zh = models.CharField(_("名称"), max_length=200)
    title_en = models.CharField(_("英文名称"), max_length=300)
    issued_by_zh = models.CharField(_("印发机关"), max_length=120)
    issued_by_en = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(_("施行日期"))
    valid_until = models.DateField(_("失效日期"), null=True, blank=True)
    #: SHA-256 of the file it was loaded from: an unchanged file changes nothing.
    source_sha256 = models.CharField(max_length=64, blank=True)

    title = Bilingual("title")
    issued_by = Bilingual("issued_by")
    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("制度")
        verbose_name_plural = _("制度")
        default_permissions = ()
        constraints = [_valid_span("regulation")]

    def __str__(self):
        return self.title


class Clause(models.Model):
    """One item of an article; item 0 is the article's opening sentence."""

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="clauses")
    article = models.PositiveSmallIntegerField(_("条"))
    item = models.PositiveSmallIntegerField(_("项"))
    track = models.CharField(_("职责序列"), max_length=12, choices=Track)
    title_zh = models.CharField(_("标题"), max_length=120)
    title_en = models.CharField(_("英文标题"), max_length=240)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    title = Bilingual("title")
    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("条款")
        verbose_name_plural = _("条款")
        default_permissions = ()
        ordering = ["article", "item"]
        constraints = [
            choices_constraint("clause", "track", Track),
            _valid_span("clause"),
            models.UniqueConstraint(
                fields=["regulation", "article", "item", "valid_from"], name="clause_once"
            ),
        ]

    def __str__(self):
        return f"{self.citation} {self.title}"

    @property
    def citation(self) -> str:
        """第八条第（二）项 / Art. 8(2)."""
        if speaks_english():
            return f"Art. {self.article}({self.item})" if self.item else f"Art. {self.article}"
        item = f"第（{chinese_numeral(self.item)}）项" if self.item else ""
        return f"第{chinese_numeral(self.article)}条{item}"


class Requirement(models.Model):
    """One checkable demand of a clause: statement, rule, cadence.

    ``params`` is the rule's data (``rules.rule_from``); names in it are Chinese and are
    what record items refer to, ``names_en`` says them in English.
    """

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="requirements")
    position = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(_("编号"), max_length=20)
    kind = models.CharField(_("判定方式"), max_length=10, choices=Kind)
    params = models.JSONField(default=dict, blank=True)
    cadence = models.CharField(_("周期"), max_length=10, choices=Cadence)
    quantified = models.BooleanField(_("制度明确量化"))
    statement_zh = models.CharField(_("要求"), max_length=200)
    statement_en = models.CharField(_("英文要求"), max_length=300)
    evidence_hint = models.JSONField(_("常用佐证"), default=list, blank=True)
    names_en = models.JSONField(default=dict, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    statement = Bilingual("statement")
    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("要求")
        verbose_name_plural = _("要求")
        default_permissions = ()
        ordering = ["clause__article", "clause__item", "position"]
        constraints = [
            choices_constraint("requirement", "kind", Kind),
            choices_constraint("requirement", "cadence", Cadence),
            _valid_span("requirement"),
            models.UniqueConstraint(
                fields=["clause", "position", "valid_from"], name="requirement_once"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.statement}"

    @cached_property
    def rule(self):
        return rules.rule_from(self.kind, self.params)

    def stands_on(self, day) -> bool:
        ended = self.valid_until is not None and self.valid_until <= day
        return self.valid_from <= day and not ended

    @cached_property
    def mark(self) -> int:
        """Changes as soon as obligations have to be judged anew."""
        return rules.rule_mark(self.pk, self.kind, self.params, self.names_en)

    def name_of(self, name: str) -> str:
        """A subject, document, step or metric in the reader's language."""
        return self.names_en.get(name, name) if speaks_english() else name

    @property
    def evidence_names(self) -> list[str]:
        return [self.name_of(name) for name in self.evidence_hint]


def chinese_numeral(number: int) -> str:
    """1–99 in Chinese numerals, as articles are cited: 8 → 八, 12 → 十二, 20 → 二十."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    head = "" if tens == 1 else digits[tens]
    return f"{head}十{digits[ones] if ones else ''}"


def numeral(number: int) -> str:
    """The number of a heading in the reader's language: 三 or 3."""
    return str(number) if speaks_english() else chinese_numeral(number)
