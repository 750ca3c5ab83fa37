"""THE form: one record, all the obligations it serves, what each of them asks for."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from duties.choices import Kind
from duties.forms.parts import form_for
from duties.forms.parts_base import SAY_DATE, PartsForm, date_input
from duties.models import Obligation, Record
from duties.models.obligation import UNMET
from duties.periods import grace_until
from duties.rules import GRACE_DAYS
from organizations.models import Post

TOO_LONG = _("不能超过%(limit_value)d字，现有%(show_value)d字，请精简后再保存。")
FIELDS = ("held_on", "title", "account", "place", "participants")
PART_FIELDS = ("name", "numerator", "denominator", "valid_from", "valid_until", "nil")
BLANK = {"name": "", "nil": False}


@dataclass
class Card:
    """One obligation on offer; ``parts`` is there once it is chosen."""

    obligation: Obligation
    parts: PartsForm | None
    is_first: bool
    is_late: bool

    @property
    def is_open(self) -> bool:
        return self.parts is not None or self.obligation.is_unmet

    @property
    def article(self) -> int:
        return self.obligation.requirement.clause.article


def _text(label, limit: int, *, required: bool = False, missing="", **attrs) -> forms.CharField:
    widget = forms.Textarea(attrs=attrs) if "rows" in attrs else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label, max_length=limit, required=required, widget=widget,
        error_messages={"required": missing, "max_length": TOO_LONG},
    )  # fmt: skip


class RecordForm(forms.Form):
    held_on = forms.DateField(
        label=_("日期"), widget=date_input(),
        error_messages={"required": _("请填写开展日期。"), "invalid": SAY_DATE},
    )  # fmt: skip
    title = _text(_("事项名称"), 120, required=True, missing=_("请填写事项名称，例如会议名称。"))
    account = _text(_("履职情况"), 4000, rows=5)
    place = _text(_("地点"), 120)
    participants = _text(_("参加人员"), 500)
    token = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, post: Post, on: date, record: Record | None = None, **state):
        self.post, self.on, self.record = post, on, record
        self.submitting = state.pop("submitting", False)
        self.has_evidence = state.pop("has_evidence", False)
        self.chosen = _numbers(data.getlist("serves") if data is not None else state.pop("chosen"))
        self.first = _numbers(data.getlist("first")) if data is not None else self.chosen
        super().__init__(data, initial=state.pop("initial", None))
        self.fields["account"].required = self.submitting
        self.fields["account"].error_messages["required"] = _("提交核实前请写明履职情况。")
        #: What the page was shown with; a form without one is the one that made the record.
        self.shown_version = (
            self.data.get("version", "") if self.is_bound else record and record.version
        )
        self.cards = self._cards(_day(data, self.initial, on))

    def _cards(self, day: date) -> list[Card]:
        overdue = Q(status__in=UNMET, due_on__lt=day, due_on__gte=day - timedelta(days=GRACE_DAYS))
        on_offer = Q(starts_on__lte=day, due_on__gte=day) | overdue | Q(pk__in=self.chosen)
        rows = self.post.obligations.filter(on_offer).with_law().in_legal_order()
        saved = defaultdict(list)
        if self.record is not None and not self.is_bound:
            for item in self.record.items.all():
                saved[item.obligation_id].append(item)
        return [self._card(row, saved[row.pk], day) for row in rows]

    def _card(self, row: Obligation, items: list, day: date) -> Card:
        data = self.data if self.is_bound else None
        parts = form_for(row, data, items) if row.pk in self.chosen else None
        return Card(row, parts, row.pk in self.first, day > row.due_on)

    @property
    def first_cards(self) -> list[Card]:
        """Those the page was opened for; they stand on top."""
        return [card for card in self.cards if card.is_first]

    @property
    def open_cards(self) -> list[tuple[int, list[Card]]]:
        """The rest by article, what is still owed: the same record may serve it too."""
        return self._by_article(is_open=True)

    @property
    def met_cards(self) -> list[tuple[int, list[Card]]]:
        """What is fulfilled already and may still get another record."""
        return self._by_article(is_open=False)

    def _by_article(self, *, is_open: bool) -> list[tuple[int, list[Card]]]:
        rest = [card for card in self.cards if not card.is_first and card.is_open == is_open]
        return [(number, list(cards)) for number, cards in groupby(rest, lambda c: c.article)]

    @property
    def others_chosen(self) -> int:
        return sum(card.parts is not None and not card.is_first for card in self.cards)

    @property
    def chosen_cards(self) -> list[Card]:
        return [card for card in self.cards if card.parts is not None]

    @property
    def evidence_hints(self) -> list[str]:
        """What usually proves the chosen ones, each named once."""
        cards = self.chosen_cards
        names = (n for card in cards for n in card.obligation.requirement.evidence_names)
        return list(dict.fromkeys(names))

    @property
    def parts_failed(self) -> bool:
        return self.is_bound and any(card.parts.errors for card in self.chosen_cards)

    def keep_quiet(self) -> None:
        """Show again what was typed, without finding fault with what is not finished."""
        for form in [self, *(card.parts for card in self.chosen_cards)]:
            form._errors = ErrorDict()

    def is_valid(self) -> bool:
        whole = super().is_valid()
        return all([card.parts.is_valid() for card in self.chosen_cards]) and whole

    def clean_held_on(self) -> date:
        day = self.cleaned_data["held_on"]
        if day > self.on:
            raise forms.ValidationError(
                _("日期不能晚于今天（%(today)s），请填写实际开展的日期。"),
                params={"today": self.on.isoformat()},
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if day := data.get("held_on"):
            for card in self.chosen_cards:
                self._check_day(card.obligation, day)
        if self.submitting:
            self._check_whole()
        return data

    def _check_day(self, row: Obligation, day: date) -> None:
        """Within the period, or late within the grace; a document may be older than both."""
        said = {"what": row.requirement.statement, "start": row.starts_on.isoformat(),
                "due": row.due_on.isoformat(), "days": GRACE_DAYS}  # fmt: skip
        if day < row.starts_on and row.requirement.kind != Kind.STANDING:
            self.add_error(
                "held_on",
                _("“%(what)s”的周期从%(start)s开始，请更正日期，或者取消勾选该事项。") % said,
            )
        elif day > grace_until(row.period, GRACE_DAYS):
            self.add_error(
                "held_on",
                _("“%(what)s”已于%(due)s截止，超过%(days)d天不能补报，请取消勾选该事项。") % said,
            )

    def _check_whole(self) -> None:
        if not self.chosen_cards:
            self.add_error(None, _("请至少勾选一项本记录服务的履职事项。"))
        if not self.has_evidence:
            self.add_error(None, _("提交核实前请上传至少一份佐证材料；也可以先保存草稿。"))
        for card in self.chosen_cards:
            if card.parts.is_valid() and card.parts.has_gap():
                card.parts.add_error(None, card.parts.gap)

    @property
    def record_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def serves(self) -> dict[Obligation, list[dict[str, Any]]]:
        return {card.obligation: card.parts.parts() for card in self.chosen_cards}

    def late_ones(self) -> list[Obligation]:
        day = self.cleaned_data["held_on"]
        return [card.obligation for card in self.chosen_cards if day > card.obligation.due_on]

    def says_the_same_as(self, record: Record) -> bool:
        """The same form sent twice."""
        if any(getattr(record, name) != self.cleaned_data[name] for name in FIELDS):
            return False
        typed = {
            (row.pk, *(part.get(name, BLANK.get(name)) for name in PART_FIELDS))
            for row, parts in self.serves.items()
            for part in parts
        }
        return typed == set(record.items.values_list("obligation", *PART_FIELDS))

    @staticmethod
    def initial_of(record: Record) -> dict[str, Any]:
        return {name: getattr(record, name) for name in (*FIELDS, "token")}


def _numbers(texts) -> set[int]:
    return {int(text) for text in texts if str(text).isdecimal() and len(str(text)) < 19}


def _day(data, initial: dict, on: date) -> date:
    """The date typed so far decides what is on offer, even while it is not yet right."""
    if data is None:
        return initial.get("held_on") or on
    try:
        return min(date.fromisoformat(data.get("held_on", "").strip()), on)
    except ValueError:
        return on
