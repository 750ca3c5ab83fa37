from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.scope import tree_choices
from assessments.models.report_batch import Language


class BatchForm(forms.Form):
    """Whose reports, of which year, in which language. ``key`` makes the form count once."""

    unit = forms.TypedChoiceField(
        label=_("范围"), coerce=int, help_text=_("包含所选单位及其全部下级中您有权查看的职务。")
    )
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    language = forms.ChoiceField(label=_("语言"), choices=Language.choices)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, units, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = tree_choices(units)
        self.fields["year"].choices = [(year, year) for year in years]
