"""What each kind of rule asks of a record: one small form per obligation served.

Every form answers ``parts()``: the rows of RecordItem that the record gives to it. Nothing
filled in is ``EMPTY``, which a draft may keep and a submission may not.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duties.models import Obligation, RecordItem

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
