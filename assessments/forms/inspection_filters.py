"""Filters of the lists; a wrong value shows everything."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import FindingState, InspectionKind, Severity, Stage
from duties.figures import article_label
from duties.themes import theme_of

ALL = ("", _("全部"))
DELIVERED = [choice for choice in FindingState.choices if choice[0] != FindingState.DRAFT]


class InspectionFilter(forms.Form):
    kind = forms.ChoiceField(
        label=_("类型"), required=False, choices=[ALL, *InspectionKind.choices]
    )
    stage = forms.ChoiceField(label=_("阶段"), required=False, choices=[ALL, *Stage.choices])

    def apply(self, rows):
        said = self.cleaned_data if self.is_valid() else {}
        wanted = {name: said[name] for name in ("kind", "stage") if said.get(name)}
        return rows.filter(**wanted)


class FindingFilter(forms.Form):
    """``unit`` comes from a cell of the table of units; it takes all below with it."""

    article = forms.TypedChoiceField(label=_("条款"), required=False, coerce=int)
    severity = forms.ChoiceField(
        label=_("严重程度"), required=False, choices=[ALL, *Severity.choices]
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *DELIVERED])
    overdue = forms.BooleanField(label=_("只看逾期"), required=False)
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**31)
    year = forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=2000, max_value=2999
    )

    def __init__(self, *args, articles, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(n, f"{article_label(n)} {theme_of(n)}") for n in articles]
        self.fields["article"].choices = [ALL, *named]

    def apply(self, rows, units, on):
        """``rows`` narrowed; ``units`` are those that can be asked for."""
        said = self.cleaned_data if self.is_valid() else {}
        wanted = {name: said[name] for name in ("article", "severity", "state") if said.get(name)}
        rows = rows.filter(**wanted)
        if said.get("overdue"):
            rows = rows.overdue(on)
        if said.get("year"):
            rows = rows.filter(inspection__delivered_at__year=said["year"])
        unit = units.filter(pk=said["unit"]).first() if said.get("unit") else None
        return rows.filter(unit__path__startswith=unit.path) if unit else rows
