"""What is asked of those who write a report, hand it in, and judge it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments import narrative
from assessments.models import ReportGrade
from organizations.forms.units import date_field
from organizations.models import Unit

TOO_LONG = _("最多%(limit_value)d字，当前%(show_value)d字。")


def _text(label, *, rows: int, required: bool = True, longest: int = 500, help_text=""):
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": TOO_LONG, "required": _("请填写。")},
    )  # fmt: skip


class NarrativeForm(forms.Form):
    """One free place each; which there are depends on the duties of the post."""

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, places: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        for place, label in places.items():
            self.fields[place] = _text(label, rows=4, required=False, longest=narrative.LONGEST)

    @property
    def said(self) -> dict[str, str]:
        """What was typed, good or bad, without the edition."""
        return {name: self.data.get(name, "") for name in self.fields if name != "edition"}


class ReopenForm(forms.Form):
    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = _text(_("理由"), rows=3)


class EvaluationForm(forms.Form):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    grade = forms.ChoiceField(
        label=_("评议等次"), choices=ReportGrade.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择评议等次。"), "invalid_choice": _("请选择评议等次。")},
    )  # fmt: skip
    note = _text(_("评议意见"), rows=3, required=False)


class TermForm(forms.Form):
    """From when and until when the reports below a unit are handed in; again is a change."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位（对其下级单位的职务生效）"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2999)
    opens_on = date_field(_("开始提交日期"))
    due_on = date_field(_("提交截止日期"))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].label_from_instance = lambda unit: unit.label

    def clean(self):
        said = super().clean()
        if {"opens_on", "due_on"} <= said.keys() and said["due_on"] < said["opens_on"]:
            self.add_error("due_on", _("截止日期不得早于开始提交日期。"))
        return said


class ReportFilter(forms.Form):
    STATES = (
        ("", _("全部")),
        ("missing", _("未提交")),
        ("submitted", _("已提交")),
        ("returned", _("退回补充")),
        ("unjudged", _("待评议")),
        ("evaluated", _("已评议")),
    )
    q = forms.CharField(label=_("单位或职务"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)


class VerifyForm(forms.Form):
    mark = forms.CharField(
        label=_("核验码或者文件SHA-256值"), max_length=200,
        error_messages={"required": _("请输入核验码或者文件SHA-256值。"),
                        "max_length": _("输入内容过长，请核对后重新输入。")},
    )  # fmt: skip
