"""The life of a case as its people live it: each verb does one step and gives the case back."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from accountability import tolerance
from accountability.actions import appeals, claims, closing, deciding, hearing, leads, parties
from accountability.models import Case, Lead, ToleranceClaim
from organizations.models import Post, User
from tests.cast import ON


@dataclass
class Story:
    post: Post
    official: User
    handler: User
    second_handler: User
    office: User
    organizer: User
    on: date = ON

    def lead(self, key: UUID | None = None, **fields) -> Lead:
        fields = {
            "subject": "leader", "post": self.post, "about_unit": self.post.unit,
            "text": "全年未听取依法行政情况汇报。", "found_on": self.on,
        } | fields  # fmt: skip
        return leads.enter(key=key or uuid4(), by=self.handler, on=self.on, **fields)

    def taken_up(self, **fields) -> Case:
        lead = self.lead(**fields)
        case = leads.take_up(
            lead=lead, version=lead.version, title="核实履职问题", by=self.handler, on=self.on
        )
        for person, role in (
            (self.second_handler, "handler"), (self.office, "office"), (self.organizer, "organizer"),
        ):  # fmt: skip
            parties.assign(
                case=case, version=case.version, person=person, role=role, by=self.handler,
                on=self.on,
            )  # fmt: skip
        return case

    def notified(self, **fields) -> Case:
        return self.notify(self.taken_up(**fields))

    def notify(self, case: Case) -> Case:
        self.do(hearing.account, case, text="经核对会议记录，情况属实。")
        return self.do(hearing.notify, case, charge="全年未听取依法行政情况汇报。")

    def heard(self, **fields) -> Case:
        case = self.notified(**fields)
        hearing.state(case=case, key=uuid4(), text="因机构改革延误。", by=self.official, on=self.on)
        return self.fresh(case)

    def decided(self, forms=("admonition",), **fields) -> Case:
        case = self.heard(**fields)
        self.do(
            deciding.decide, case, by=self.office, document="浙委〔2026〕12号",
            decided_on=self.on, forms=list(forms), text="给予诫勉。",
        )  # fmt: skip
        return self.fresh(case)

    def measured(self, **fields) -> Case:
        case = self.decided(**fields)
        self.do(deciding.hand_over, case, by=self.office)
        self.do(
            deciding.measure, case, form="admonition", document="浙纪〔2026〕3号", text="诫勉谈话。",
            starts_on=self.on, months=6,
        )  # fmt: skip
        return self.fresh(case)

    def served(self, **fields) -> Case:
        case = self.measured(**fields)
        self.do(deciding.serve, case, served_on=self.on, manner="当面送达")
        return self.fresh(case)

    def done(self, case: Case) -> Case:
        """From the hearing to the close, without an appeal."""
        said = {"document": "浙委〔2026〕12号", "decided_on": self.on, "text": "给予诫勉。"}
        self.do(deciding.decide, case, by=self.office, forms=["admonition"], **said)
        self.do(deciding.hand_over, case, by=self.office)
        said = {"document": "浙纪〔2026〕3号", "text": "诫勉谈话。", "starts_on": self.on}
        self.do(deciding.measure, case, form="admonition", months=6, **said)
        self.do(deciding.serve, case, served_on=self.on, manner="当面送达")
        self.later(31)
        return self.do(closing.close, case, text="决定已执行完毕。")

    def appealed(self, **fields) -> Case:
        case = self.served(**fields)
        appeals.appeal(case=case, key=uuid4(), text="处理过重。", by=self.official, on=self.on)
        return self.fresh(case)

    def answered(self, result="upheld", forms=(), **fields) -> Case:
        case = self.appealed(**fields)
        self.do(
            appeals.answer, case, by=self.office, result=result, document="浙委〔2026〕20号",
            text="经复核作出答复。", forms=list(forms),
        )  # fmt: skip
        return self.fresh(case)

    def closed(self, **fields) -> Case:
        return self.do(closing.close, self.answered(**fields), text="决定已执行完毕。")

    def claim(self, case: Case, by: User | None = None) -> ToleranceClaim:
        made = claims.claim(
            case=case, key=uuid4(), text="属于先行先试。", by=by or self.official, on=self.on
        )
        case.refresh_from_db()
        return made

    def tested(self, claim: ToleranceClaim, *failing: str) -> ToleranceClaim:
        claims.test(
            claim=claim, version=self.fresh(claim.case).version, tested=answered_with(*failing),
            by=self.handler, on=self.on,
        )  # fmt: skip
        return claim

    def ruled(self, claim: ToleranceClaim, effect: str) -> ToleranceClaim:
        return claims.rule(
            claim=claim, version=self.fresh(claim.case).version,
            effect=tolerance.Effect(effect), document="浙委〔2026〕11号", reason="逐项审核后裁定。",
            by=self.office, on=self.on,
        )  # fmt: skip

    def do(self, action, case: Case, by: User | None = None, **said) -> Case:
        action(
            case=case, version=self.fresh(case).version, by=by or self.handler, on=self.on, **said
        )
        return self.fresh(case)

    @staticmethod
    def fresh(case: Case) -> Case:
        case.refresh_from_db()
        return case

    def later(self, days: int) -> date:
        self.on += timedelta(days=days)
        return self.on


def answered_with(*failing: str) -> list[tolerance.Tested]:
    return [
        tolerance.Tested(each, each not in failing, f"关于“{each}”的审核理由")
        for each in tolerance.Condition
    ]
