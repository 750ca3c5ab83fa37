"""The form of each kind of rule: subjects and steps to tick, documents in force, figures."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duties.choices import Kind
from duties.forms.parts_base import BOTH, EMPTY, NIL, SAY_DATE, Part, PartsForm, date_input
from duties.forms.parts_figures import EntriesForm, FiguresForm
from duties.models import Obligation, RecordItem


class NamesForm(PartsForm):
    """Coverage and checklist: tick the subjects heard or the steps taken."""

    names = forms.MultipleChoiceField(label="", required=False, widget=forms.CheckboxSelectMultiple)

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
