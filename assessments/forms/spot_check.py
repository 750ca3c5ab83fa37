from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from assessments.forms.scope import tree_choices
from assessments.models import LookVerdict

LARGEST = 50


class DrawForm(forms.Form):
    """Where, which year and how many; the seed is not for anyone to choose."""

    unit = forms.TypedChoiceField(
        label=_("抽查范围"), coerce=int, help_text=_("包含所选单位及其全部下级。")
    )
    year = forms.TypedChoiceField(label=_("年度"), coerce=int, help_text=_("按履职日期所在年度。"))
    size = forms.IntegerField(
        label=_("抽取数量"),
        min_value=1,
        max_value=LARGEST,
        initial=10,
        help_text=f"1–{LARGEST}",
    )

    def __init__(self, *args, units, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = tree_choices(units)
        self.fields["year"].choices = [(year, year) for year in years]


class LookForm(forms.Form):
    """The verdict on one drawn record. ``seen`` tells what the page showed when it was opened."""

    verdict = forms.ChoiceField(
        label=_("结论"),
        choices=LookVerdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择结论。")},
    )
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("结论为“不符”的必须写明情况；最多500字。"),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self):
        text = self.cleaned_data["seen"]
        try:
            seen = parse_datetime(text) if text else None
        except ValueError:
            seen = None
        if text and (seen is None or seen.tzinfo is None):
            raise forms.ValidationError(_("页面已失效，请刷新后重试。"))
        return seen

    def clean(self):
        cleaned = super().clean()
        note = (cleaned.get("note") or "").strip()
        if cleaned.get("verdict") == LookVerdict.DISCREPANCY and not note:
            if "note" not in self.errors:
                self.add_error("note", _("结论为“不符”的，请写明情况。"))
        return cleaned
