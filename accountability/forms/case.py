from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.models import Stage

ALL = ("", _("全部"))
RUNNING = ("running", _("办理中"))


class CaseFilter(forms.Form):
    stage = forms.ChoiceField(
        label=_("阶段"), required=False, choices=[ALL, RUNNING, *Stage.choices]
    )

    def apply(self, rows):
        wanted = self.cleaned_data["stage"] if self.is_valid() else ""
        if wanted == RUNNING[0]:
            return rows.running()
        return rows.filter(stage=wanted) if wanted else rows
