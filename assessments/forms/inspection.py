"""Planning an inspection on one page: what, where, who, when; by choice or by lot."""

from datetime import date, timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.actions import teams
from assessments.actions.inspections import SMALLEST_TEAM, Choice
from assessments.forms.scope import tree_choices
from assessments.models import InspectionKind, Weighting
from assessments.models.inspection import office_of
from duties.figures import article_label
from duties.forms.record import TOO_LONG
from duties.themes import theme_of
from organizations.models import Level, Unit

CHOSEN, DRAWN = "chosen", "drawn"
HOW = [(CHOSEN, _("指定")), (DRAWN, _("随机抽取"))]
LARGEST = 100
#: From the ordering unit so many levels down are named one by one; the lot reaches them all.
LEVELS_DOWN = 2


class InspectionForm(forms.Form):
    """``tops`` are the units in which the planner oversees; one of them orders."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    unit = forms.TypedChoiceField(label=_("组织督查的单位"), coerce=int)
    kind = forms.ChoiceField(
        label=_("类型"), choices=InspectionKind.choices, widget=forms.RadioSelect,
        initial=InspectionKind.SPECIAL,
        help_text=_("实地暗访不发通知，通报前只有督查组和下达人知道，须由两人共同下达。"),
    )  # fmt: skip
    second = forms.ModelChoiceField(
        label=_("另一名下达人"), queryset=None, required=False,
        help_text=_("由其在系统中下达，暗访才能开始。"),
    )  # fmt: skip
    title = forms.CharField(
        label=_("督查名称"), max_length=80, error_messages={"max_length": TOO_LONG}
    )
    issuer = forms.CharField(
        label=_("发文机关"), max_length=40, required=False, error_messages={"max_length": TOO_LONG},
        help_text=_("印在通知和通报的版头和落款。"),
    )  # fmt: skip
    year = forms.TypedChoiceField(label=_("履职年度"), coerce=int)
    starts_on = forms.DateField(
        label=_("开始日期"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("结束日期"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    articles = forms.TypedMultipleChoiceField(
        label=_("督查主题（条款）"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("不勾选即为全部条款。"),
    )  # fmt: skip
    units_how = forms.ChoiceField(
        label=_("督查对象"), choices=HOW, widget=forms.RadioSelect, initial=CHOSEN
    )
    units = forms.ModelMultipleChoiceField(
        label=_("被督查单位"), queryset=Unit.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("随机抽取时，从所勾选的单位中抽取；都不勾选即从全部下级单位中抽取。"),
    )  # fmt: skip
    units_drawn = forms.IntegerField(
        label=_("抽取单位数"), min_value=1, max_value=LARGEST, required=False, initial=3
    )
    units_level = forms.ChoiceField(
        label=_("抽取层级"), required=False, choices=[("", _("不限层级")), *Level.choices]
    )
    team_how = forms.ChoiceField(
        label=_("督查人员"), choices=HOW, widget=forms.RadioSelect, initial=CHOSEN
    )
    team = forms.ModelMultipleChoiceField(
        label=_("督查组成员"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("与被督查单位有回避情形的自动排除，并记明原因；组长为名单第一人。"),
    )  # fmt: skip
    team_drawn = forms.IntegerField(
        label=_("抽取人数"), min_value=SMALLEST_TEAM, max_value=20, required=False,
        initial=SMALLEST_TEAM,
    )  # fmt: skip
    size = forms.IntegerField(
        label=_("抽查记录数"), min_value=1, max_value=LARGEST, initial=20,
        help_text=_("按单位分层、不重复抽取；记录不足时全部核查。"),
    )  # fmt: skip
    weighting = forms.ChoiceField(
        label=_("抽取方式"), choices=Weighting.choices, widget=forms.RadioSelect,
        initial=Weighting.RISK,
    )  # fmt: skip

    def __init__(self, *args, tops, unit, by, years, articles, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        people = teams.pool(unit).select_related("unit")
        below = Unit.objects.below(unit).in_force(on).filter(posts__abolished_on=None).distinct()
        self.subtree = below
        self.fields["unit"].choices = tree_choices(tops)
        self.fields["second"].queryset = teams.seconds(unit, by)
        self.fields["units"].queryset = below.filter(depth__lte=unit.depth + LEVELS_DOWN)
        self.fields["units"].label_from_instance = lambda row: row.label
        self.fields["team"].queryset = people
        self.fields["team"].label_from_instance = _named
        self.fields["second"].label_from_instance = _named
        self.fields["year"].choices = [(year, year) for year in years]
        self.fields["articles"].choices = [
            (number, f"{article_label(number)} {theme_of(number)}") for number in articles
        ]

    @staticmethod
    def blank(unit, on: date) -> dict:
        return {
            "key": uuid4(), "unit": unit.pk, "issuer": office_of(unit).zh, "year": on.year, "starts_on": on + timedelta(days=3),
            "ends_on": on + timedelta(days=10),
        }  # fmt: skip

    def clean(self):
        said = super().clean()
        starts, ends = said.get("starts_on"), said.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("结束日期不得早于开始日期。"))
        if said.get("kind") == InspectionKind.UNANNOUNCED and not said.get("second"):
            self.add_error("second", _("实地暗访须由两人共同下达，请选择另一名下达人。"))
        if said.get("units_how") == CHOSEN and not said.get("units"):
            self.add_error("units", _("请至少选择一个被督查单位。"))
        if said.get("team_how") == CHOSEN and not said.get("team"):
            self.add_error("team", _("请选择督查组成员，或者改为随机抽取。"))
        for how, number in (("units_how", "units_drawn"), ("team_how", "team_drawn")):
            if said.get(how) == DRAWN and number in said and not said[number]:
                self.add_error(number, _("请填写抽取数量。"))
        return said

    def arguments(self) -> dict:
        """What ``inspections.plan`` takes, units and team by choice or by lot."""
        said = self.cleaned_data
        plain = ("key", "kind", "second", "title", "issuer", "year", "starts_on", "ends_on",
                 "articles", "size", "weighting")  # fmt: skip
        return {name: said[name] for name in plain} | {"units": self._units(), "team": self._team()}

    def _units(self) -> Choice:
        said = self.cleaned_data
        if said["units_how"] == CHOSEN:
            return Choice(list(said["units"]))
        rows = said["units"] or self.subtree
        if said["units_level"]:
            rows = rows.filter(level=said["units_level"])
        return Choice(list(rows), said["units_drawn"])

    def _team(self) -> Choice:
        said = self.cleaned_data
        if said["team_how"] == CHOSEN:
            return Choice(list(said["team"]))
        return Choice(list(said["team"] or self.fields["team"].queryset), said["team_drawn"])


def _named(person) -> str:
    return f"{person.label}（{person.unit.label}）" if person.unit_id else person.label
