"""Forms of the assessment: begin it, ask for comments, object, answer."""

from datetime import timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.actions.assessing import COMMENT_DAYS, LONGEST_COMMENT
from assessments.forms.scope import tree_choices
from assessments.models import Ruling
from duties.forms.record import TOO_LONG


def _long(label, length: int, rows: int = 3, **kwargs) -> forms.CharField:
    messages = {"max_length": TOO_LONG} | kwargs.pop("error_messages", {})
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=length, widget=widget, error_messages=messages, **kwargs
    )


class AssessmentForm(forms.Form):
    """``tops`` are the units in which this person assesses. Only where something has been
    published there is anything to correct, and a reason to be asked for."""

    unit = forms.TypedChoiceField(label=_("组织考核的单位"), coerce=int)
    year = forms.TypedChoiceField(label=_("考核年度"), coerce=int)
    reason = _long(
        _("更正理由"), 500, 2, required=False,
        help_text=_("该年度已有公布的结果时必填：更正另立新版本，原结果保留可查。"),
    )  # fmt: skip

    def __init__(self, *args, tops, years, published, **kwargs):
        super().__init__(*args, **kwargs)
        if not published:
            del self.fields["reason"]
        self.fields["unit"].choices = tree_choices(tops)
        self.fields["year"].choices = [(year, year) for year in years]


class OpenForm(forms.Form):
    edition = forms.IntegerField(widget=forms.HiddenInput)
    until = forms.DateField(
        label=_("意见截止日期"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["until"].initial = on + timedelta(days=COMMENT_DAYS)

    def clean_until(self):
        until = self.cleaned_data["until"]
        if not self.on < until <= self.on + LONGEST_COMMENT:
            raise forms.ValidationError(_("意见截止日期最早为明天，最晚为60天之后。"))
        return until


class BackForm(forms.Form):
    edition = forms.IntegerField(widget=forms.HiddenInput)
    reason = _long(_("退回理由"), 500, 2, error_messages={"required": _("请写明为什么退回草案。")})


class ObjectionForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    code = forms.ChoiceField(label=_("针对的指标"), required=False)
    text = _long(
        _("异议内容"), 2000, 5, error_messages={"required": _("请写明对哪一项有异议、理由是什么。")}
    )

    def __init__(self, *args, indicators=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("得分整体")), *indicators]


class RulingForm(forms.Form):
    ruling = forms.ChoiceField(
        label=_("处理结果"), choices=Ruling.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择处理结果。")},
    )  # fmt: skip
    text = _long(_("答复"), 2000, 4, error_messages={"required": _("请写明答复。")})
