"""What each kind of rule asks of a record: one small form per obligation served.

Every form answers ``parts()``: the rows of RecordItem that the record gives to it. Nothing
filled in is ``EMPTY``, which a draft may keep and a submission may not.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duties.choices import Kind
from duties.models import Obligation, RecordItem
from duties.wording import plain

Part = dict[str, Any]
EMPTY: list[Part] = [{}]
NIL: list[Part] = [{"nil": True}]
SAY_DATE = _("日期不存在或者格式不对，请写成“2026-03-15”的样子（2月29日只在闰年有）。")
BOTH = _("不能既填写内容又勾选“无此类事项”，请只保留一种。")


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PartsForm(forms.Form):
    """The forms below differ in their fields; this one asks nothing (count, statement)."""

    def __init__(self, *args, obligation: Obligation, **kwargs):
        self.obligation = obligation
        self.requirement = obligation.requirement
        kwargs.setdefault("prefix", f"o{obligation.pk}")
        super().__init__(*args, **kwargs)
        self.ask()

    def ask(self) -> None:
        """Add the fields that this requirement calls for."""

    def parts(self) -> list[Part]:
        return EMPTY

    def has_gap(self) -> bool:
        """Would a submission lack something?"""
        return False

    @property
    def gap(self) -> str:
        return ""

    @staticmethod
    def initial_of(items: Iterable[RecordItem], names: tuple[str, ...]) -> dict[str, Any]:
        return {}


class NamesForm(PartsForm):
    """Coverage and checklist: tick the subjects heard or the steps taken."""

    names = forms.MultipleChoiceField(
        label="", required=False, widget=forms.CheckboxSelectMultiple
    )

    def ask(self) -> None:
        covered = self.obligation.facts.get("total", ())
        field = self.fields["names"]
        field.label = self.question
        field.choices = [
            (name, self._label(name, name in covered)) for name in self.requirement.rule.parts
        ]

    @property
    def question(self):
        return _("本次涉及的对象（勾选）")

    def _label(self, name: str, is_covered: bool) -> str:
        label = self.requirement.name_of(name)
        return _("%(name)s（此前已完成）") % {"name": label} if is_covered else label

    def parts(self) -> list[Part]:
        return [{"name": name} for name in self.cleaned_data["names"]] or EMPTY

    def has_gap(self) -> bool:
        return self.parts() == EMPTY

    @property
    def gap(self) -> str:
        return _("请至少勾选一个本次涉及的对象。")

    @staticmethod
    def initial_of(items, names):
        return {"names": [item.name for item in items if item.name]}


class StepsForm(NamesForm):
    nil = forms.BooleanField(label=_("本期无此类事项（零报告）"), required=False)

    @property
    def question(self):
        return _("已完成的步骤（勾选；以记录标题作为事项名称，同名记录合并计算）")

    def clean(self):
        data = super().clean()
        if data.get("nil") and data.get("names"):
            self.add_error("nil", BOTH)
        return data

    def parts(self) -> list[Part]:
        return NIL if self.cleaned_data["nil"] else super().parts()

    @property
    def gap(self) -> str:
        return _("请勾选已完成的步骤；本期没有这类事项的，勾选“零报告”。")

    @staticmethod
    def initial_of(items, names):
        found = [item.name for item in items if item.name]
        return {"names": found, "nil": any(item.nil for item in items)}


class FiguresForm(PartsForm):
    """Rate: numerator and denominator of each metric, or nil."""

    def ask(self) -> None:
        for number, name in enumerate(self.requirement.rule.parts):
            self.fields |= _figures(number, _("达到要求数"), _("总数"))
            self.fields[f"nil_{number}"].label = _("%(name)s：本期无此类事项") % {
                "name": self.requirement.name_of(name)
            }

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "name": self.requirement.name_of(name),
                "numerator": self[f"numerator_{number}"],
                "denominator": self[f"denominator_{number}"],
                "nil": self[f"nil_{number}"],
            }
            for number, name in enumerate(self.names)
        ]

    @property
    def names(self) -> tuple[str, ...]:
        return self.requirement.rule.parts

    def clean(self):
        data = super().clean()
        for number, _name in enumerate(self.names):
            _check_figures(self, data, number)
        return data

    def parts(self) -> list[Part]:
        rows = (self._part(number, name) for number, name in enumerate(self.names))
        return [row for row in rows if row] or EMPTY

    def _part(self, number: int, name: str) -> Part:
        if self.cleaned_data.get(f"nil_{number}"):
            return {"name": name, "nil": True}
        denominator = self.cleaned_data.get(f"denominator_{number}")
        if denominator is None:
            return {}
        numerator = self.cleaned_data.get(f"numerator_{number}")
        return {"name": name, "numerator": numerator, "denominator": denominator}

    def has_gap(self) -> bool:
        return self.parts() == EMPTY

    @property
    def gap(self) -> str:
        return _("请填写数字；本期没有这类事项的，勾选“本期无此类事项”。")

    @staticmethod
    def initial_of(items, names):
        initial = {}
        for item in items:
            if item.name in names and (item.nil or item.denominator is not None):
                number = names.index(item.name)
                initial[f"nil_{number}"] = item.nil
                initial[f"numerator_{number}"] = _said(item.numerator)
                initial[f"denominator_{number}"] = _said(item.denominator)
        return initial


class EntriesForm(FiguresForm):
    """Register: how many entries, how many of them handled, or a nil return."""

    def ask(self) -> None:
        self.fields |= _figures(0, _("已处理件数"), _("登记件数"))
        self.fields["nil_0"].label = _("本期无此类情况（零报告）")

    @property
    def names(self) -> tuple[str, ...]:
        return ("",)

    @property
    def gap(self) -> str:
        return _("请填写登记和处理件数；本期没有的，勾选“零报告”。")

    def _part(self, number: int, name: str) -> Part:
        part = super()._part(number, name)
        part.pop("name", None)
        return part

    @staticmethod
    def initial_of(items, names):
        return FiguresForm.initial_of(items, ("",))


class DocumentsForm(PartsForm):
    """Standing: which documents are in force, from when until when."""

    def ask(self) -> None:
        for number, name in enumerate(self.requirement.rule.parts):
            self.fields[f"has_{number}"] = forms.BooleanField(
                label=self.requirement.name_of(name), required=False
            )
            for stem, label in (("from", _("生效日期")), ("until", _("失效日期"))):
                self.fields[f"{stem}_{number}"] = forms.DateField(
                    label=label, required=False, widget=date_input(),
                    error_messages={"invalid": SAY_DATE},
                )  # fmt: skip

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "has": self[f"has_{number}"],
                "starts": self[f"from_{number}"],
                "ends": self[f"until_{number}"],
            }
            for number, _name in enumerate(self.requirement.rule.parts)
        ]

    def clean(self):
        data = super().clean()
        for number, _name in enumerate(self.requirement.rule.parts):
            starts, ends = data.get(f"from_{number}"), data.get(f"until_{number}")
            if (starts or ends) and not data.get(f"has_{number}"):
                self.add_error(f"has_{number}", _("填写了日期，请同时勾选该文件。"))
            if data.get(f"has_{number}") and ends and not starts:
                self.add_error(f"from_{number}", _("填写了失效日期，请同时填写生效日期。"))
            if starts and ends and ends < starts:
                self.add_error(f"until_{number}", _("失效日期不能早于生效日期，请更正。"))
        return data

    def parts(self) -> list[Part]:
        return [
            {
                "name": name,
                "valid_from": self.cleaned_data.get(f"from_{number}"),
                "valid_until": self.cleaned_data.get(f"until_{number}"),
            }
            for number, name in enumerate(self.requirement.rule.parts)
            if self.cleaned_data.get(f"has_{number}")
        ] or EMPTY

    def has_gap(self) -> bool:
        parts = self.parts()
        return parts == EMPTY or any(part["valid_from"] is None for part in parts)

    @property
    def gap(self) -> str:
        return _("请勾选在用的制度文件，并填写生效日期（长期有效的，失效日期留空）。")

    @staticmethod
    def initial_of(items, names):
        initial = {}
        for item in items:
            if item.name in names:
                number = names.index(item.name)
                initial |= {
                    f"has_{number}": True,
                    f"from_{number}": item.valid_from,
                    f"until_{number}": item.valid_until,
                }
        return initial


FORMS: dict[str, type[PartsForm]] = {
    Kind.COUNT: PartsForm,
    Kind.STATEMENT: PartsForm,
    Kind.COVERAGE: NamesForm,
    Kind.CHECKLIST: StepsForm,
    Kind.RATE: FiguresForm,
    Kind.REGISTER: EntriesForm,
    Kind.STANDING: DocumentsForm,
}


def form_for(obligation: Obligation, data=None, items: Iterable[RecordItem] = ()) -> PartsForm:
    """The form of the obligation's kind, filled from ``data`` or from what was saved."""
    form_class = FORMS[obligation.requirement.kind]
    initial = form_class.initial_of(list(items), obligation.requirement.rule.parts)
    return form_class(data, obligation=obligation, initial=initial)


def _figures(number: int, numerator: str, denominator: str) -> dict[str, forms.Field]:
    def figure(label):
        return forms.DecimalField(
            label=label, required=False, min_value=0, max_digits=12, decimal_places=2,
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
            error_messages={"invalid": _("请填写数字。"), "min_value": _("不能小于0，请更正。")},
        )  # fmt: skip

    return {
        f"denominator_{number}": figure(denominator),
        f"numerator_{number}": figure(numerator),
        f"nil_{number}": forms.BooleanField(required=False),
    }


def _check_figures(form: FiguresForm, data: dict, number: int) -> None:
    """One clear sentence for each way in which two figures can go wrong."""
    above, below = f"numerator_{number}", f"denominator_{number}"
    if above in form.errors or below in form.errors:
        return
    numerator, denominator = data.get(above), data.get(below)
    labels = {"part": form.fields[above].label, "whole": form.fields[below].label}
    if data.get(f"nil_{number}"):
        if numerator or denominator:
            form.add_error(f"nil_{number}", BOTH)
    elif numerator is not None and denominator is None:
        form.add_error(below, _("请同时填写“%(whole)s”。") % labels)
    elif denominator is not None and numerator is None:
        form.add_error(above, _("请同时填写“%(part)s”，没有的填0。") % labels)
    elif denominator == 0:
        form.add_error(below, _("“%(whole)s”为0时，请清空数字并勾选“本期无此类事项”。") % labels)
    elif denominator is not None and numerator > denominator:
        form.add_error(above, _("“%(part)s”不能大于“%(whole)s”，请核对后更正。") % labels)



def _said(number: Decimal | None) -> str:
    return "" if number is None else plain(number)
