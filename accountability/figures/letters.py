"""What the documents of a case say, as plain frozen values in the language that is active."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accountability import stages
from accountability.models import (
    Case,
    CaseFile,
    ClaimState,
    Decision,
    Measure,
    Statement,
    StatementKind,
    ToleranceClaim,
)


@dataclass(frozen=True)
class Section:
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """One document: to whom, what, by whom and when. ``addressee`` is empty on a record."""

    language: str
    title: str
    number: str
    addressee: str
    opening: str
    sections: tuple[Section, ...]
    issuer: str
    day: date


def committee(case: Case) -> str:
    """The Party committee of the managing level, by its full name."""
    return _("中共%(region)s委员会") % {"region": case.unit.label}


def organ(case: Case) -> str:
    """Its discipline organ."""
    return _("中共%(region)s纪律检查委员会") % {"region": case.unit.label}


def notice(case: Case, charge: str, until: date, on: date) -> Letter:
    """What he is told when the case is opened: the matter, his rights, his time."""
    rights = [
        _("请于%(day)s（含当日）前提交书面陈述申辩，可以附佐证材料；也可以书面表示放弃。") % {"day": _day(until)},
        _("党委作出决定前，可以依照《实施办法》第二十五条提出容错免责申请。"),
        _("承办人与本事项有利害关系的，可以申请其回避。"),
    ]  # fmt: skip
    return _letter(
        case, _("问责事项立案告知书"), on,
        opening=_("经初步核实，现就履行推进法治建设第一责任人职责的有关问题，依照《浙江省党政主要负责人履行推进法治建设第一责任人职责实施办法》（以下简称《实施办法》）第二十四条予以立案。"),
        sections=[
            _section(_("一、告知事项"), charge),
            Section(_("二、权利和期限"), tuple(rights)),
            Section(_("三、有关要求"), (_("本告知书只供被告知人使用，请勿扩大知悉范围。"),)),
        ],
    )  # fmt: skip


def statement(case: Case, said: Statement, files: Iterable[CaseFile], on: date) -> Letter:
    """The record of what was said, with the SHA-256 of every file handed in with it."""
    listed = tuple(f"{file.name}（SHA-256 {_grouped(file.sha256)}）" for file in files)
    own = said.kind != StatementKind.LAPSED
    how = _("由当事人本人登录平台提交，提交后不能修改") if own else _("由承办人记录")
    sections = [
        Section(
            _("一、基本情况"),
            (
                _("当事人：%(who)s") % {"who": case.about},
                _("类别：%(kind)s") % {"kind": said.get_kind_display()},
                _("日期：%(day)s") % {"day": _day(said.made_on)},
                _("方式：%(how)s") % {"how": how},
            ),
        ),
        _section(_("二、陈述申辩内容"), said.text),
    ]
    if listed:
        sections.append(Section(_("三、所附材料"), listed))
    return _letter(case, _("陈述申辩笔录"), on, addressee="", opening="", sections=sections)


def decision(case: Case, made: Decision, number: int, until: date, on: date) -> Letter:
    """What is served: the matter, the decision with its number, the measures, the appeal."""
    measures = [measure(row) for row in made.measures.all()]
    appeal = _(
        "如有不服，可以在收到本决定书之日起一个月内（截至%(day)s）向%(who)s提出申诉。申诉期间不停止决定的执行。"
    ) % {"day": _day(until), "who": committee(case)}
    heard = _(
        "本事项已依照规定听取陈述申辩，现依照《浙江省党政主要负责人履行推进法治建设第一责任人职责实施办法》第二十四条决定如下。"
    )
    decided = _("%(who)s于%(day)s决定（%(number)s）：") % {
        "who": committee(case), "day": _day(made.decided_on), "number": made.document,
    }  # fmt: skip
    return _letter(
        case, _("问责决定书"), on, issuer=committee(case), opening=heard,
        number=f"问责〔{case.number_year or on.year}〕{number}号",
        sections=[
            _section(_("一、有关事项"), case.charge),
            Section(_("二、决定"), (*_ruled(case), decided, *lines(made.text))),
            Section(_("三、处理"), tuple(measures)),
            Section(_("四、申诉"), (appeal,)),
        ],
    )  # fmt: skip


def _ruled(case: Case) -> list[str]:
    """What had been ruled on tolerance before, one line for each claim."""
    return [
        _("容错申请经%(who)s裁定（%(number)s）：%(effect)s。") % {
            "who": committee(case), "number": claim.document, "effect": claim.get_state_display(),
        }
        for claim in case.claims.exclude(state=ClaimState.OPEN).order_by("raised_on", "pk")
    ]  # fmt: skip


def closing(case: Case, verb: stages.Verb, text: str, on: date) -> Letter:
    withdrawn = verb == stages.Verb.WITHDRAW
    title = _("撤案通知书") if withdrawn else _("办结通知书")
    opening = (
        _("关于“%(title)s”一事，现已撤案。") if withdrawn else _("关于“%(title)s”一事，现已办结。")
    )
    return _letter(
        case, title, on, opening=opening % {"title": case.title},
        number=case.number_label,
        sections=[_section(_("一、办理结果"), text)],
    )  # fmt: skip


def ruling(
    case: Case, claim: ToleranceClaim, effect: str, document: str, reason: str, on: date
) -> Letter:
    """What the committee ruled on a claim for tolerance, condition by condition."""
    raised = _("当事人提出") if claim.by_concerned else _("组织提出")
    ruled = _("%(who)s裁定（%(number)s）：%(effect)s。") % {
        "who": committee(case), "number": document, "effect": ClaimState(effect).label,
    }  # fmt: skip
    return _letter(
        case, _("容错裁定书"), on, issuer=committee(case),
        opening=_("关于“%(title)s”一事的容错申请，已依照《浙江省党政主要负责人履行推进法治建设第一责任人职责实施办法》第二十五条逐项审核。") % {"title": case.title},
        sections=[
            Section(_("一、申请"), (f"{raised}，{_day(claim.raised_on)}。", *lines(claim.text))),
            Section(_("二、逐项审核"), tuple(tested(claim))),
            Section(_("三、裁定"), (ruled, *lines(reason))),
        ],
    )  # fmt: skip


def tested(claim: ToleranceClaim) -> list[str]:
    """Each condition with its reason."""
    return [
        _("%(condition)s：%(result)s。%(reason)s") % {
            "condition": row.get_condition_display(),
            "result": _("具备") if row.holds else _("不具备"), "reason": row.reason,
        }
        for row in claim.tests.all()
    ]  # fmt: skip


def measure(row: Measure) -> str:
    """One form as it was carried out, with its period of effect."""
    until = _("，影响期至%(day)s") % {"day": _day(row.ends_on)} if row.ends_on else ""
    return _("%(form)s：%(text)s（自%(day)s起%(until)s）") % {
        "form": row.get_form_display(), "text": row.text, "day": _day(row.starts_on),
        "until": until,
    }  # fmt: skip


def annulment(case: Case, document: str, decided_on: date, text: str, on: date) -> Letter:
    """To whoever was called to account by a decision that is now taken back."""
    decided = _("%(who)s于%(day)s决定（%(number)s）：") % {
        "who": committee(case), "day": _day(decided_on), "number": document,
    }  # fmt: skip
    return _letter(
        case, _("撤销决定通知书"), on, issuer=committee(case), number=case.number_label,
        opening=_("关于“%(title)s”一事的问责决定，现已撤销。") % {"title": case.title},
        sections=[
            Section(_("一、决定"), (decided, *lines(text))),
            Section(_("二、效力"), (_("原处理自本日起终止，不再计入考核结果。"),)),
        ],
    )  # fmt: skip


def _letter(case: Case, title: str, on: date, *, issuer: str = "", **fields) -> Letter:
    """By the discipline organ, where it is not the committee that speaks."""
    fields = {"addressee": case.about, "number": "", "opening": ""} | fields
    fields["sections"] = tuple(fields["sections"])
    issuer = issuer or organ(case)
    return Letter(language=get_language(), title=title, issuer=issuer, day=on, **fields)


def _section(heading: str, text: str) -> Section:
    return Section(heading, lines(text))


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _grouped(digest: str) -> str:
    """Eight by eight, so that it can be read aloud and breaks where a line ends."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def contents() -> str:
    return _("案卷目录")
