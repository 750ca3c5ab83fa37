import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.models.interference import (
    InterferenceEntry,
    InterferenceHandling,
    seats_of,
)
from duties.models import Record
from duties.periods import Period
from organizations import access
from organizations.bilingual import speaks_english
from organizations.constraints import choices_constraint
from organizations.models import Unit
from organizations.models.unit import Kind


class QuarterQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """The political-legal committee of the level and of the level above, to which it goes."""
        units = Unit.objects.all()
        own = access.granted(user, ["collate"], units)
        below = Q(pk__in=[])
        for unit in own:
            below |= Q(unit__path__startswith=unit.path, unit__depth=unit.depth + 1)
        return self.filter(below | Q(unit__in=own.values("pk")))


class RegisterQuarter(models.Model):
    """The register of a quarter as reported upward: with its entries, or as a nil return. Named
    by ``key``: the numbers of its rows would tell how many there are elsewhere."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period_key = models.CharField(_("季度"), max_length=6)
    #: How many entries it reports; 0 is a nil return 零报告.
    count = models.PositiveIntegerField(_("登记件数"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField(_("报送时间"))
    reported_on = models.DateField(_("报送日期"))

    objects = QuarterQuerySet.as_manager()

    class Meta:
        verbose_name = _("季度报告")
        verbose_name_plural = _("季度报告")
        default_permissions = ()
        ordering = ["-period_key", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "period_key"], name="registerquarter_once")
        ]

    def __str__(self):
        return f"{self.unit} {self.period_key}"

    def get_absolute_url(self):
        return reverse("accountability:quarter", args=[self.key])

    @property
    def period(self) -> Period:
        return Period.parse(self.period_key)

    @property
    def period_label(self) -> str:
        return self.period.label.in_language("en" if speaks_english() else "zh")

    @property
    def is_nil(self) -> bool:
        return self.count == 0


class QuarterEntry(models.Model):
    """An entry is reported in one quarter: the first one closed after it was recorded."""

    quarter = models.ForeignKey(RegisterQuarter, on_delete=models.PROTECT, related_name="entries")
    entry = models.OneToOneField(
        InterferenceEntry, on_delete=models.PROTECT, related_name="reported"
    )

    class Meta:
        default_permissions = ()
        ordering = ["pk"]


class QuarterRecord(models.Model):
    """The record by which a quarter counts for the duty of Art. 8(4): written once, never asked."""

    quarter = models.OneToOneField(
        RegisterQuarter, on_delete=models.PROTECT, related_name="fulfilment"
    )
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()


class RegisterDocumentKind(models.TextChoices):
    QUARTER = "quarter", _("季度报告")
    CIRCULAR = "circular", _("通报")


class RegisterDocumentQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """A quarter's report goes with its quarter, save for whoever it tells of. A circular is read by those who keep the
        register of its level and of the level below, and by whoever sits on a post there."""
        units = Unit.objects.all()
        keepers = access.granted(user, access.JUSTICE, units)
        paths = list(keepers.values_list("path", flat=True))
        step = Unit.steplen
        near = Q(path__in=[*paths, *(path[:-step] for path in paths)])
        seated = Q(pk__in=Unit.held_by(user, on))
        about_him = QuarterEntry.objects.filter(entry__post__in=seats_of(user))
        quarters = RegisterQuarter.objects.visible_to(user, on).exclude(
            pk__in=about_him.values("quarter")
        )
        entries = InterferenceEntry.objects.visible_to(user, on)
        return self.filter(
            Q(quarter__in=quarters.values("pk"))
            | Q(handling__entry__unit__in=units.filter(near | seated).values("pk"))
            | Q(handling__entry__in=entries.values("pk"))
        )

    def circulars(self):
        return self.filter(kind=RegisterDocumentKind.CIRCULAR)


class RegisterDocument(models.Model):
    """A quarter's report or a circular as it was sent out: the bytes, for ever."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=RegisterDocumentKind)
    quarter = models.ForeignKey(
        RegisterQuarter, null=True, on_delete=models.PROTECT, related_name="documents"
    )
    handling = models.ForeignKey(
        InterferenceHandling, null=True, on_delete=models.PROTECT, related_name="documents"
    )
    language = models.CharField(max_length=7)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_with = models.JSONField()
    issued_at = models.DateTimeField(_("印发时间"))

    objects = RegisterDocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["kind", "-language"]
        constraints = [
            choices_constraint("registerdocument", "kind", RegisterDocumentKind),
            models.UniqueConstraint(
                fields=["quarter", "language"], condition=Q(quarter__isnull=False),
                name="registerdocument_quarter_once",
            ),
            models.UniqueConstraint(
                fields=["handling", "language"], condition=Q(handling__isnull=False),
                name="registerdocument_circular_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="quarter", quarter__isnull=False, handling__isnull=True)
                | Q(kind="circular", quarter__isnull=True, handling__isnull=False),
                name="registerdocument_of_its_kind",
            ),
        ]  # fmt: skip

    def get_absolute_url(self):
        return reverse("accountability:register_document", args=[self.key])


def regions():
    """Units that keep a register: regions, each with its political-legal committee."""
    return Unit.objects.filter(kind=Kind.REGION)
