"""What the superior's pages may be narrowed by; unknown values narrow nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duties.figures import article_label
from organizations.models import Track


class Narrowing(forms.Form):
    """Year, track and article for the dashboard; the unit is kept while they change."""

    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    track = forms.ChoiceField(
        label=_("职责序列"), required=False, choices=[("", _("全部")), *Track.choices]
    )
    article = forms.TypedChoiceField(
        label=_("条款"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, data, *, years, articles, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["year"].choices = [(year, year) for year in years]
        self.fields["article"].choices = [
            ("", _("全部")),
            *((number, article_label(number)) for number in articles),
        ]

    def asked(self, name: str):
        """The cleaned value, or None."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class OverdueNarrowing(Narrowing):
    """The overdue list is narrowed by city too, and covers all years unless told."""

    unit = forms.TypedChoiceField(
        label=_("单位"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, data, *, units, years, **kwargs):
        super().__init__(data, years=years, **kwargs)
        self.fields["year"].choices = [("", _("全部")), *self.fields["year"].choices]
        self.fields["unit"].choices = [
            ("", _("全部")),
            *((unit.pk, unit.label) for unit in units),
        ]
