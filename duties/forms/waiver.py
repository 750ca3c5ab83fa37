"""Choosing what cannot apply, and saying why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duties.forms.record import TOO_LONG
from duties.models import Obligation


class ChoiceOfObligations(forms.ModelMultipleChoiceField):
    """Each named by clause, demand, period and due date, as it stands on the list."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row: Obligation) -> str:
        due = _("%(day)s截止") % {"day": row.due_on.isoformat()}
        law = row.requirement.clause.citation
        return f"{law} {row.requirement.statement}（{row.period_label}，{due}）"


class WaiverForm(forms.Form):
    obligations = ChoiceOfObligations(
        label=_("不能适用的履职事项"), queryset=Obligation.objects.none(),
        error_messages={
            "required": _("请至少勾选一项要免除的履职事项。"),
            "invalid_choice": _("所选事项已完成、已免除或者不属于该职务，请重新勾选。"),
            "invalid_pk_value": _("所选事项已完成、已免除或者不属于该职务，请重新勾选。"),
        },
    )  # fmt: skip
    reason = forms.CharField(
        label=_("免除理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：本年度没有发生复议、应诉案件；该职务已撤销。"),
        error_messages={"required": _("请写明为什么不能适用。"), "max_length": TOO_LONG},
    )  # fmt: skip
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, post, year, **kwargs):
        super().__init__(*args, **kwargs)
        rows = post.obligations.of_year(year).unmet().with_law().in_legal_order()
        self.fields["obligations"].queryset = rows


class ReinstateForm(forms.Form):
    reason = forms.CharField(
        label=_("恢复理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明为什么恢复履行。"), "max_length": TOO_LONG},
    )  # fmt: skip
