from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.scope import tree_choices
from duties.forms.record import TOO_LONG
from organizations.models import Unit


class RelationForm(forms.Form):
    """A unit where the inspector should not be sent, and why in a few words."""

    unit = forms.ModelChoiceField(label=_("涉及单位"), queryset=Unit.objects.none())
    note = forms.CharField(
        label=_("情况说明"), max_length=200, error_messages={"max_length": TOO_LONG},
        help_text=_("例如：近亲属在该单位任职。只用于回避，不对外显示。"),
    )  # fmt: skip

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].choices = [("", "–"), *tree_choices(units)]
