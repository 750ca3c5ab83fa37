"""Forms for what people tell the scoring: results of units, bonus and deductions."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.actions import score_items
from assessments.models import ItemKind
from duties.wording import plain


class YearForm(forms.Form):
    """The filter of the result list; a wrong value falls back."""

    unit = forms.TypedChoiceField(label=_("地区（单位）"), coerce=int)
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(self, *args, units, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units
        self.fields["year"].choices = [(year, year) for year in years]


class ImportForm(forms.Form):
    """A workbook, or its cells pasted."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    file = forms.FileField(
        label=_("Excel 文件"),
        required=False,
        help_text=_("第一行是表头；四列：单位代码、单位名称、得分、备注。"),
    )
    pasted = forms.CharField(
        label=_("或者从 Excel 复制后粘贴在这里"), required=False, max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 5}), help_text=_("同样四列，不要表头。"), strip=False,
    )  # fmt: skip

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in years]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("file") and not (cleaned.get("pasted") or "").strip():
            self.add_error("file", _("请选择文件，或者粘贴内容。"))
        return cleaned


class ResultForm(forms.Form):
    points = forms.DecimalField(
        label=_("得分"), min_value=Decimal(0), max_value=Decimal(100), max_digits=5,
        decimal_places=2, error_messages=dict.fromkeys(
            ("min_value", "max_value"), _("得分应在0至100之间。")
        ),
    )  # fmt: skip
    note = forms.CharField(label=_("备注"), required=False, max_length=200)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ItemForm(forms.Form):
    """A bonus, deduction or veto under an indicator of the scheme that applies to the post."""

    code = forms.ChoiceField(label=_("指标"))
    holder = forms.TypedChoiceField(
        label=_("适用于"), coerce=lambda key: int(key) or None,
        help_text=_("该年度有多人任职：事项属于谁，只计入谁的得分。"),
        error_messages={"required": _("请选择适用于哪一位任职人。")},
    )  # fmt: skip
    points = forms.DecimalField(
        label=_("分值"), required=False, min_value=Decimal("0.01"), max_value=Decimal(100),
        max_digits=5, decimal_places=2, help_text=_("加分、扣分填写；否决不填。"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("事由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明事项、认定机关和文号；被考核人能够看到。"),
    )  # fmt: skip

    def __init__(self, *args, indicators, holders, **kwargs):
        super().__init__(*args, **kwargs)
        if len(holders) > 1:
            self.fields["holder"].choices = [
                ("", _("请选择")), *holders, (0, _("各任职人")),
            ]  # fmt: skip
        else:
            del self.fields["holder"]
        self.indicators = {each.code: each for each in indicators}
        self.fields["code"].choices = [(each.code, _named(each)) for each in indicators]

    def clean(self):
        cleaned = super().clean()
        indicator = self.indicators.get(cleaned.get("code", ""))
        if indicator is None:
            return cleaned
        cleaned["kind"] = str(indicator.source)
        cleaned["grade"] = indicator.params.grade
        if cleaned["kind"] == ItemKind.VETO:
            cleaned["points"] = Decimal(0)
        elif cleaned.get("points") is None and "points" not in self.errors:
            self.add_error("points", _("加分和扣分须填写分值。"))
        elif said := score_items.above_cap(indicator.params.cap, cleaned.get("points")):
            self.add_error("points", said)
        return cleaned


class DecideForm(forms.Form):
    note = forms.CharField(
        label=_("退回理由（退回时填写）"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "id": "decide-note"}),
    )  # fmt: skip


def _named(indicator) -> str:
    """Kind and name, the kind alone where the name says no more; and how much can count."""
    kind, name = str(ItemKind(indicator.source).label), str(indicator.title)
    named = name if kind in name else f"{kind} · {name}"
    cap = indicator.params.cap
    return (
        named
        if cap is None
        else _("%(named)s（计入上限%(cap)s分）") % {"named": named, "cap": plain(cap)}
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
