from datetime import date
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability.models import Answer, InterferenceKind, Way
from duties.forms.parts_base import SAY_DATE, date_input
from duties.forms.record import TOO_LONG
from organizations.models import Post, Unit


def _long(label, length: int, rows: int = 4, **kwargs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=length, widget=widget, error_messages={"max_length": TOO_LONG},
        **kwargs,
    )  # fmt: skip


def hide_the_only(form: forms.Form, name: str, choices) -> None:
    """Nobody is asked to choose where there is nothing to choose from."""
    found = list(choices)
    if len(found) == 1:
        form.fields[name].widget = forms.HiddenInput()
        form.fields[name].initial = found[0]


class EntryForm(forms.Form):
    """One interference, in full. Names of persons are not asked for: leaders are named by office."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    unit = forms.ModelChoiceField(label=_("登记单位"), queryset=None, empty_label=None)
    happened_on = forms.DateField(
        label=_("发生日期"), widget=date_input(), error_messages={"invalid": SAY_DATE}
    )
    kind = forms.ChoiceField(
        label=_("情形"), choices=InterferenceKind.choices, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label=_("方式"), choices=Way.choices)
    post = forms.ModelChoiceField(
        label=_("涉及职务"), queryset=None, required=False, empty_label=_("不在其中")
    )
    office = forms.CharField(
        label=_("其他领导职务"), max_length=80, required=False,
        help_text=_("上面没有的，写明单位和职务，不写姓名。"),
    )  # fmt: skip
    matter = forms.CharField(
        label=_("涉及案件"), max_length=160, help_text=_("案号或者案由、所处环节。")
    )
    account = _long(_("经过情况"), 4000, 6, help_text=_("全面、如实记录，做到全程留痕、有据可查。"))

    def __init__(self, *args, units, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["unit"].queryset = units
        hide_the_only(self, "unit", units)
        self.fields["post"].queryset = near(units, on)
        self.fields["post"].label_from_instance = lambda post: post.full_title

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day > self.on:
            raise forms.ValidationError(_("发生日期不能晚于今天。"))
        return day

    def clean(self):
        data = super().clean()
        data["office"] = data.get("office", "").strip()
        if "post" in data and bool(data["post"]) == bool(data["office"]):
            self.add_error("office", _("请选择涉及职务，或者写明其他领导职务，二者取一。"))
        return data


def near(units, on: date):
    """Posts of these units, of what stands above them and of what lies directly below."""
    found = Q(pk__in=[])
    for unit in units:
        above = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
        found |= Q(unit__path__in=above)
        found |= Q(unit__path__startswith=unit.path, unit__depth=unit.depth + 1)
    rows = Post.objects.in_force(on).filter(found)
    return rows.select_related("unit").order_by("unit__path", "-track")


class AdditionForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = _long(_("补充或者更正"), 2000, 3)


class HandlingForm(forms.Form):
    answer = forms.ChoiceField(label=_("处理"), choices=Answer.choices, widget=forms.RadioSelect)
    note = _long(_("处理说明"), 500, 3, help_text=_("通报时为通报正文，不得写明或者暗示记录人。"))
    number = forms.CharField(
        label=_("文号"), max_length=40, required=False, help_text=_("通报的必须写明文号。")
    )

    def __init__(self, *args, entry, **kwargs):
        super().__init__(*args, **kwargs)
        given = set(entry.handlings.values_list("answer", flat=True))
        if not entry.post_id:
            given.add(Answer.REFERRED)
        self.fields["answer"].choices = [
            (value, label) for value, label in Answer.choices if value not in given
        ]

    def clean(self):
        data = super().clean()
        if data.get("answer") == Answer.CIRCULATED and not data.get("number"):
            self.add_error("number", _("通报须写明文号。"))
        if data.get("answer") != Answer.CIRCULATED:
            data["number"] = ""
        return data


class RevealForm(forms.Form):
    reason = forms.CharField(label=_("查看理由"), max_length=200)


class RegisterFilter(forms.Form):
    kind = forms.ChoiceField(
        label=_("情形"), required=False, choices=[("", _("全部")), *InterferenceKind.choices]
    )
    state = forms.ChoiceField(
        label=_("处理"), required=False,
        choices=[("", _("全部")), ("open", _("待处理")), ("handled", _("已处理"))],
    )  # fmt: skip

    def apply(self, rows):
        if not self.is_valid():
            return rows
        asked = self.cleaned_data
        if asked["kind"]:
            rows = rows.filter(kind=asked["kind"])
        return rows.filter(is_handled=asked["state"] == "handled") if asked["state"] else rows


class QuarterForm(forms.Form):
    """Which register, which quarter."""

    unit = forms.ModelChoiceField(label=_("登记单位"), queryset=None, empty_label=None)
    period = forms.ChoiceField(label=_("季度"))

    def __init__(self, *args, units, periods, english: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        code = "en" if english else "zh"
        self.fields["period"].choices = [
            (each.key, each.label.in_language(code)) for each in periods
        ]
        hide_the_only(self, "unit", units)
        hide_the_only(self, "period", [each.key for each in periods])
