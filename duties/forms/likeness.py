from django import forms
from django.utils.translation import gettext_lazy as _

from duties.models import LikenessKind


class KindForm(forms.Form):
    """Which pairs are listed; what makes no sense lists all."""

    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部")), *LikenessKind.choices]
    )

    @property
    def asked(self) -> str:
        return self.cleaned_data.get("kind", "") if self.is_valid() else ""
