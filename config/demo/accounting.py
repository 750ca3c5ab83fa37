"""Accountability in the demo: leads that wait, a case in which the mayor is to be heard, and one
that was tolerated. Officials are named by their post, as everywhere here."""

from datetime import date, timedelta
from uuid import uuid4

from accountability import tolerance
from accountability.actions import claims, hearing, leads, parties, proposing
from accountability.models import Case, Role, Subject
from config.demo import people
from organizations.models import Post, User

REASONS = {
    tolerance.Condition.DIRECTION: "属于“放管服”改革中的流程再造，符合省里部署。",
    tolerance.Condition.NO_BAN: "当时没有明令禁止的规定。",
    tolerance.Condition.PROCEDURE: "经过专家论证、合法性审查和集体讨论，材料齐全。",
    tolerance.Condition.NO_GAIN: "核查资金和审批，没有发现谋取私利。",
    tolerance.Condition.MADE_GOOD: "发现后五日内停止执行并纠正，没有造成损失。",
    tolerance.Condition.NOT_GRAVE: "首次发生，没有造成严重后果。",
    tolerance.Condition.CORRECTED: "主动报告并纠正。",
    tolerance.Condition.FIRST: "省内没有先例。",
}


def run(cast: dict[str, User], on: date) -> None:
    """By the real actions, some days back."""
    proposing.propose(on=on)
    began = on - timedelta(days=12)
    mayor = Post.objects.get(unit__code=people.CITY, track="government")
    _open(cast, mayor, began, on - timedelta(days=4))
    _tolerated(cast, Post.objects.get(unit__code=people.OTHER_CITY, track="government"), began)
    _enter(
        cast, Post.objects.get(unit__code=people.CITY, track="party"), on,
        "群众来信反映：市委全面依法治市委员会会议纪要与实际参会人员不一致，附照片两张，待核实。",
    )  # fmt: skip


def _open(cast: dict[str, User], post: Post, began: date, told: date) -> None:
    case = _take_up(
        cast, post, began, "督查发现：两次听取依法行政情况汇报的会议记录系事后补写。",
        f"核实{post.title_zh}听取依法行政情况汇报的问题",
    )  # fmt: skip
    hearing.account(
        case=case, version=case.version, by=cast["discipline"], on=told,
        text="调阅会议原始记录、签到表并与三名参会人员谈话：两次会议均已召开，但纪要系年底补写，日期与签到表不符。",
    )  # fmt: skip
    hearing.notify(
        case=case, version=case.version, by=cast["discipline"], on=told,
        charge="本年度两次听取依法行政情况汇报的会议纪要系事后补写，记载的日期与签到表不符，作为第一责任人督促不力。",
    )  # fmt: skip


def _tolerated(cast: dict[str, User], post: Post, on: date) -> None:
    case = _take_up(
        cast, post, on, "在开发区试行容缺受理时，两件审批先办后补材料。",
        f"核实{post.title_zh}容缺受理改革中的程序问题",
    )  # fmt: skip
    claim = claims.claim(
        case=case, key=uuid4(), by=cast["discipline"], on=on,
        text="该事项属于审批制度改革的先行先试，决策程序完备，发现问题后主动纠正，建议按照实施办法第二十五条容错免责。",
    )  # fmt: skip
    case.refresh_from_db()
    tested = [tolerance.Tested(each, True, REASONS[each]) for each in tolerance.Condition]
    claims.test(claim=claim, version=case.version, tested=tested, by=cast["discipline"], on=on)
    claim.case.refresh_from_db()
    claims.rule(
        claim=claim, version=claim.case.version, effect=tolerance.Effect.EXEMPT, by=cast["office"],
        document=f"浙委办〔{on.year}〕36号", on=on,
        reason="各项条件均具备，属于改革探索中的失误，予以免责，不作为本人负面评价。",
    )  # fmt: skip


def _take_up(cast: dict[str, User], post: Post, on: date, text: str, title: str) -> Case:
    lead = _enter(cast, post, on, text)
    case = leads.take_up(lead=lead, version=lead.version, title=title, by=cast["discipline"], on=on)
    helpers = ((cast["discipline2"], Role.HANDLER), (cast["office"], Role.OFFICE))
    for person, role in helpers:
        parties.assign(
            case=case, version=case.version, person=person, role=role, by=cast["discipline"], on=on
        )
    return case


def _enter(cast: dict[str, User], post: Post, on: date, text: str):
    return leads.enter(
        key=uuid4(), subject=Subject.LEADER, post=post, about_unit=post.unit, text=text,
        found_on=on, by=cast["discipline"], on=on,
    )  # fmt: skip
