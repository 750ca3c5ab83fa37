from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.actions.findings import DAYS
from assessments.models import Severity
from duties.figures import article_label
from duties.forms.record import TOO_LONG
from duties.themes import theme_of


def _long(label, length: int, rows: int = 3, **kwargs) -> forms.CharField:
    messages = {"max_length": TOO_LONG} | kwargs.pop("error_messages", {})
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=length, widget=widget, error_messages=messages, **kwargs
    )


class FindingForm(forms.Form):
    """A finding in words; ``unit`` and ``key`` are only asked of a new one."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    unit = forms.ModelChoiceField(label=_("被督查单位"), queryset=None, empty_label=None)
    article = forms.TypedChoiceField(label=_("对应条款"), coerce=int)
    severity = forms.ChoiceField(
        label=_("严重程度"), choices=Severity.choices, initial=Severity.ORDINARY,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = _long(_("问题描述"), 1000, 4)
    days = forms.IntegerField(
        label=_("整改期限（天）"), min_value=1, max_value=365, initial=DAYS,
        help_text=_("自反馈或者通报之日起算。"),
    )  # fmt: skip

    def __init__(self, *args, articles, units=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["article"].choices = [
            (number, f"{article_label(number)} {theme_of(number)}") for number in articles
        ]
        if units is None:
            del self.fields["unit"], self.fields["key"]
        else:
            self.fields["unit"].queryset = units


class AnswerForm(forms.Form):
    """What the unit did about a finding."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    measures = _long(
        _("整改措施和结果"), 2000, 5, error_messages={"required": _("请写明整改措施和结果。")}
    )


class DecisionForm(forms.Form):
    """Accept, or send back with a reason; ``rectification`` is the answer that was read."""

    rectification = forms.UUIDField(widget=forms.HiddenInput)
    reason = _long(_("验收意见"), 500, 3, required=False, help_text=_("退回整改的必须写明原因。"))


class WithdrawForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = _long(_("取消原因"), 300, 2, error_messages={"required": _("请写明为什么取消。")})


class PraiseForm(forms.Form):
    text = _long(_("好的做法"), 1000, 3, required=False)
