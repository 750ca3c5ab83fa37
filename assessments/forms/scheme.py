"""The editor of a scheme: a table of indicators, the settings, each mistake at its field."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments import schemes
from assessments.forms.scope import tree_choices

#: Empty rows at the end of the table, so that one can add without any script.
SPARE = 3
ROWS_MAX = 120


def _said(sentence) -> str:
    return sentence.in_language(get_language())


def _choices(labels, empty: str):
    return [("", empty), *((str(code), _said(label)) for code, label in labels.items())]


class RowForm(forms.Form):
    """One indicator; what is wrong with it only the whole table can tell (``schemes.gather``)."""

    code = forms.CharField(label=_("编号"), required=False, max_length=90)
    title_zh = forms.CharField(label=_("名称"), required=False, max_length=80)
    title_en = forms.CharField(label=_("英文名称"), required=False, max_length=160)
    source = forms.ChoiceField(label=_("来源"), required=False)
    weight = forms.CharField(label=_("权重"), required=False, max_length=10)
    scope = forms.CharField(label=_("条款范围"), required=False, max_length=200)
    quantified = forms.ChoiceField(label=_("量化"), required=False)
    cap = forms.CharField(label=_("上限"), required=False, max_length=10)
    grade = forms.ChoiceField(label=_("最高等次"), required=False)
    remove = forms.BooleanField(label=_("删除"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = _choices(schemes.SOURCES, "")
        self.fields["quantified"].choices = [
            ("", _("全部事项")), ("yes", _("仅量化事项")), ("no", _("仅非量化事项")),
        ]  # fmt: skip
        self.fields["grade"].choices = _choices(schemes.GRADES, "")
        self.fields["weight"].widget.attrs["inputmode"] = "decimal"
        self.fields["cap"].widget.attrs["inputmode"] = "decimal"

    @property
    def flat(self) -> schemes.Flat:
        if self.cleaned_data.get("remove"):
            return schemes.Flat()
        return schemes.Flat(**{
            name: self.cleaned_data.get(name) or "" for name in schemes.COLUMNS
        })  # fmt: skip


RowFormSet = forms.formset_factory(
    RowForm, extra=SPARE, max_num=ROWS_MAX, validate_max=True, absolute_max=ROWS_MAX
)


class SettingsForm(forms.Form):
    """Title, reason and all that stands beside the tree."""

    title_zh = forms.CharField(label=_("名称"), max_length=80)
    title_en = forms.CharField(label=_("英文名称"), required=False, max_length=160)
    reason = forms.CharField(
        label=_("修改理由"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("该年度已有施行过的指标体系时必须写明。"),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in schemes.SETTINGS:
            self.fields[name] = forms.CharField(
                label=_said(schemes.LABELS[name]), required=False, max_length=10,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip

    def group(self, *prefixes: str) -> list:
        return [self[name] for name in schemes.SETTINGS if name.startswith(prefixes)]

    @property
    def general(self) -> list:
        return self.group("late_factor", "least_months")

    @property
    def inspecting(self) -> list:
        return self.group("inspections_")

    @property
    def reporting(self) -> list:
        return self.group("report_")

    @property
    def banding(self) -> list:
        grades = tuple(f"{grade}_" for grade in schemes.Grade)
        return self.group(*grades)


class SchemeEditor:
    """Both forms together: filled from a scheme or from what was posted."""

    def __init__(self, scheme: schemes.Scheme, reason: str, revision: int, posted=None):
        rows, settings = schemes.flatten(scheme)
        initial = {
            "title_zh": scheme.title.zh, "title_en": scheme.title.en, "reason": reason,
            "revision": revision, **settings,
        }  # fmt: skip
        self.settings = SettingsForm(posted, initial=initial)
        self.rows = RowFormSet(posted, initial=[vars(row) for row in rows], prefix="row")
        self.scheme: schemes.Scheme | None = None

    def is_valid(self) -> bool:
        """Gathers the scheme; every mistake is noted at its field."""
        fine = self.settings.is_valid() & self.rows.is_valid()
        fields = self.settings.cleaned_data
        title = (fields.get("title_zh") or "", fields.get("title_en") or "")
        flat = [form.flat for form in self.rows]
        self.scheme, spots = schemes.gather(title, flat, {
            name: fields.get(name) or "" for name in schemes.SETTINGS
        })  # fmt: skip
        for spot in spots:
            self._note(spot)
        return fine and self.scheme is not None and self.settings.is_valid()

    def _note(self, spot: schemes.Spot) -> None:
        message = _said(spot.sentence)
        if spot.row is not None:
            self.rows.forms[spot.row].add_error(spot.field, message)
        elif spot.field in self.settings.fields:
            self.settings.add_error(spot.field, message)
        else:
            self.settings.add_error(None, message)

    @property
    def sums(self) -> str:
        """The weights at the top as they are typed, for the foot of the table."""
        return str(sum(map(_number, self._top_weights())))

    def _top_weights(self):
        for form in self.rows:
            code, weight = form["code"].value() or "", form["weight"].value() or ""
            if code and "." not in code and not form["remove"].value():
                yield weight


def _number(text: str) -> float | int:
    try:
        number = float(text)
    except ValueError:
        return 0
    return int(number) if number == int(number) else round(number, 2)


class NewSchemeForm(forms.Form):
    """Where and for which year, and what to begin from."""

    unit = forms.TypedChoiceField(
        label=_("制定单位"), coerce=int, help_text=_("适用于该单位以下的全部职务。")
    )
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    begin = forms.ChoiceField(
        label=_("从哪里开始"),
        choices=[
            ("current", _("复制现在适用的指标体系")),
            ("default", _("系统自带的浙江省默认指标体系")),
            ("file", _("从文件导入（YAML 或者 Excel）")),
        ],
        initial="current", widget=forms.RadioSelect,
    )  # fmt: skip
    file = forms.FileField(label=_("文件"), required=False)
    reason = forms.CharField(
        label=_("修改理由"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("该年度已有施行过的指标体系时必须写明。"),
    )  # fmt: skip

    def __init__(self, *args, units, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = tree_choices(units)
        self.fields["year"].choices = [(year, year) for year in years]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("begin") == "file" and not cleaned.get("file"):
            self.add_error("file", _("请选择要导入的文件。"))
        return cleaned
