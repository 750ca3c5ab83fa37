"""The filters of the oversight pages; a wrong value falls back to the widest view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.figures.scope import Scope
from duties.figures import article_label
from duties.themes import theme_of
from organizations.models import Unit
from organizations.models.post import Track

#: One full-width space a level, so that a flat list reads as a tree.
INDENT = "\u3000"


class ScopeForm(forms.Form):
    """Region, track, article and year as GET parameters."""

    unit = forms.TypedChoiceField(label=_("地区（单位）"), coerce=int)
    track = forms.ChoiceField(label=_("职责序列"), required=False)
    article = forms.TypedChoiceField(label=_("条款"), required=False, coerce=int, empty_value=None)
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(self, *args, units, years, articles, hidden=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = tree_choices(units)
        self.fields["track"].choices = [("", _("全部序列")), *Track.choices]
        self.fields["article"].choices = [("", _("全部条款")), *map(_article_choice, articles)]
        self.fields["year"].choices = [(year, year) for year in years]
        for name in hidden:
            del self.fields[name]


def scope_form(scope: Scope, *, units, years, articles, hidden=()) -> ScopeForm:
    """The form showing ``scope``, whatever was asked for."""
    shown = {
        "unit": scope.unit.pk, "track": scope.track,
        "article": scope.article or "", "year": scope.year,
    }  # fmt: skip
    return ScopeForm(initial=shown, units=units, years=years, articles=articles, hidden=hidden)


def tree_choices(units) -> list[tuple[int, str]]:
    units: list[Unit] = list(units)
    top = min((unit.depth for unit in units), default=1)
    return [(unit.pk, INDENT * (unit.depth - top) + unit.label) for unit in units]


def _article_choice(number: int) -> tuple[int, str]:
    return number, f"{article_label(number)} {theme_of(number)}"
