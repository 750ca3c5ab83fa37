"""One form for each step that a case can take."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability import measures, tolerance
from accountability.actions import claims, deciding, parties
from accountability.figures.facts import current_decision, facts_of
from accountability.forms.fields import Acting, Keyed, day, document, long, short
from accountability.models import AppealResult, ClaimState, Condition, Form, Role
from organizations.models import User

_RULINGS = {
    tolerance.Effect.EXEMPT: ClaimState.EXEMPT.label,
    tolerance.Effect.MITIGATE: ClaimState.MITIGATE.label,
    tolerance.Effect.REFUSE: ClaimState.REFUSE.label,
}


class AccountForm(Acting):
    text = long(_("初步核实情况"), 4000, 8, help_text=_("只供承办人和作决定的机关查看。"))

    def prepare(self):
        self.fields["text"].initial = self.case.account


class NotifyForm(Acting):
    charge = long(
        _("告知事项"), 4000, 8,
        help_text=_("写入立案告知书，当事人看得到。提交后不能修改，只能补充更正。"),
    )  # fmt: skip

    def prepare(self):
        self.fields["charge"].initial = self.case.charge


class AnnulForm(Acting):
    """The committee takes a decision back after the case was closed."""

    document = document()
    decided_on = day(_("决定日期"))
    text = long(_("撤销的理由和内容"), 4000, 6, help_text=_("写入通知书，当事人看得到。"))

    def prepare(self):
        self.fields["decided_on"].initial = self.on


class ReasonForm(Acting):
    text = long(_("理由"), 2000, 4)


class ClosingForm(Acting):
    text = long(_("办理结果"), 2000, 4, help_text=_("写入通知书，当事人看得到。"))


class LapseForm(Keyed):
    text = long(_("情况记录"), 2000, 3, help_text=_("写明告知和催办的情况。"))


class StatementForm(Keyed):
    text = long(
        _("陈述申辩内容"), 8000, 8, error_messages={"required": _("请写明您的意见。")},
        help_text=_("请写明事实、理由和您的意见。提交后不能修改，可以再次补充。"),
    )  # fmt: skip


class WaiverForm(Keyed):
    text = long(_("说明"), 500, 2, initial=_("本人已知悉有关权利，放弃陈述申辩。"))


class ClaimForm(Keyed):
    text = long(
        _("申请理由"), 4000, 6,
        help_text=_("请对照容错条件逐项写明事实：改革方向、有无明令禁止、决策程序、有无私利、损失挽回、后果。"),
    )  # fmt: skip


class AppealForm(Keyed):
    text = long(_("申诉理由"), 8000, 8, error_messages={"required": _("请写明申诉理由。")})


class NothingForm(Acting):
    """Only the version: the step needs no words."""


class AssignForm(Acting):
    """Only those who may: in charge at this level, without a conflict."""

    person = forms.ChoiceField(label=_("人员"))

    def prepare(self):
        groups = []
        self.people: dict[str, tuple[User, str]] = {}
        for role in Role:
            found = parties.free(role, case=self.case, on=self.on)
            keys = [(f"{role}:{person.pk}", person.label) for person in found]
            self.people |= {
                f"{role}:{person.pk}": (person, str(role)) for person in found
            }  # fmt: skip
            if keys:
                groups.append((role.label, keys))
        self.fields["person"].choices = groups

    def clean(self):
        said = super().clean()
        if said.get("person"):
            said["person"], said["role"] = self.people[said["person"]]
        return said


class RecuseForm(Acting):
    reason = short(_("回避事由"), 300, help_text=_("提交后您不再承办本事项，也不能再查看。"))


class CorrectForm(Acting):
    text = long(_("更正说明"), 1000, 3, help_text=_("写明原记载、更正后的内容和依据；原记载保留。"))


class TestForm(Acting):
    """Each condition yes or no, each with its reason."""

    def prepare(self):
        claim = self.case.claims.filter(state=ClaimState.OPEN).first()
        known = {row.condition: row for row in claim.tests.all()} if claim else {}
        for condition in Condition:
            row = known.get(condition)
            self.fields[f"{condition}_holds"] = forms.TypedChoiceField(
                label=condition.label, choices=[("yes", _("具备")), ("no", _("不具备"))],
                coerce=lambda value: value == "yes", widget=forms.RadioSelect,
                initial=None if row is None else "yes" if row.holds else "no",
                help_text=_("只作参考，不单独决定结果。")
                if tolerance.Condition(condition) in tolerance.CIRCUMSTANCES else "",
            )  # fmt: skip
            self.fields[f"{condition}_reason"] = short(
                _("审核理由"), 500, initial=row.reason if row else ""
            )

    def clean(self):
        said = super().clean()
        if not self.errors:
            tested = [
                tolerance.Tested(
                    tolerance.Condition(each), said[f"{each}_holds"], said[f"{each}_reason"]
                )
                for each in Condition
            ]
            return {"version": said["version"], "tested": tested}
        return said


class RulingForm(Acting):
    """Only what the tests leave open."""

    effect = forms.TypedChoiceField(
        label=_("裁定"), coerce=tolerance.Effect, widget=forms.RadioSelect
    )
    document = document()
    reason = long(_("裁定理由"), 2000, 4)

    def prepare(self):
        claim = self.case.claims.filter(state=ClaimState.OPEN).first()
        effects = claims.finding_of(claim).effects if claim else ()
        self.fields["effect"].choices = [(each, _RULINGS[each]) for each in effects]
        if len(effects) == 1:
            self.fields["effect"].initial = effects[0]


def _forms(case) -> list[tuple[str, str]]:
    return [(each, Form(each).label) for each in measures.FORMS[measures.Subject(case.subject)]]


#: Chosen by name: nobody is cleared because somebody forgot to tick a box.
NONE = "none"


class DecisionForm(Acting):
    document = document()
    decided_on = day(_("决定日期"))
    forms = forms.MultipleChoiceField(
        label=_("问责方式"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择问责方式；决定不予问责的，请选择“不予问责”。")},
        help_text=_("问责方式可以单独使用，也可以合并使用。"),
    )  # fmt: skip
    text = long(_("决定内容"), 4000, 6)

    def prepare(self):
        self.fields["forms"].choices = [*_forms(self.case), (NONE, _("不予问责"))]
        self.fields["decided_on"].initial = self.on

    def clean_forms(self):
        chosen = self.cleaned_data["forms"]
        if NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("“不予问责”不能与问责方式同时选择。"))
        return [each for each in chosen if each != NONE]


class MeasureForm(Acting):
    form = forms.ChoiceField(label=_("问责方式"), widget=forms.RadioSelect)
    document = document()
    text = long(_("处理内容"), 2000, 4)
    starts_on = day(_("生效日期"))
    months = forms.IntegerField(
        label=_("影响期（月）"), min_value=0, max_value=60, help_text=_("没有影响期的填 0。")
    )

    def prepare(self):
        facts = facts_of(self.case, self.on)
        left = [each for each in facts.forms if each not in facts.measured]
        self.fields["form"].choices = [each for each in _forms(self.case) if each[0] in left]
        self.fields["starts_on"].initial = self.on
        if len(left) == 1:
            self.fields["form"].initial = left[0]
            self.fields["months"].initial = deciding.effect_months(left[0])


class ServiceForm(Acting):
    served_on = day(_("送达日期"))
    manner = short(_("送达方式"), 200, help_text=_("例如：当面送达并由本人签收。"))

    def prepare(self):
        self.fields["served_on"].initial = self.on


class AnswerForm(Acting):
    result = forms.ChoiceField(
        label=_("答复"), choices=AppealResult.choices, widget=forms.RadioSelect
    )
    document = document()
    text = long(_("答复内容"), 4000, 6)
    forms = forms.MultipleChoiceField(
        label=_("变更后的问责方式"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("只在变更原决定时选择。"),
    )  # fmt: skip

    def prepare(self):
        self.fields["forms"].choices = _forms(self.case)
        decision = current_decision(self.case)
        self.fields["forms"].initial = decision.forms if decision else []
