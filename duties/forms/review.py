from django import forms
from django.utils.translation import gettext_lazy as _

from duties.forms.record import TOO_LONG


class ReasonForm(forms.Form):
    """Why a record is returned or struck out; the one who logged it reads this."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明原因，填报人将据此补正。"), "max_length": TOO_LONG},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
