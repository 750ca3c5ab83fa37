"""Rates and registers: how many there were, how many of them as they should be, or none."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duties.forms.parts_base import BOTH, EMPTY, Part, PartsForm
from duties.wording import plain


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
