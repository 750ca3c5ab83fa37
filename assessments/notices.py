"""The words of what an inspection or an assessment tells people, in both languages.

Nothing is ever said about an inspection that is not open: its team reads on the inspectors'
page what there is to do, because even the number of a notice would tell.
"""

from collections.abc import Collection
from datetime import date

from django.urls import reverse

from assessments import letterheads
from assessments.models import Assessment, Finding, Inspection, Objection
from duties.models import Notice, NoticeKind
from duties.notices import cut
from organizations.models import Appointment, UnitPermission

_STAGES = {
    "week": ("整改期限不足7天", "Rectification due within 7 days"),
    "due": ("整改今日到期", "Rectification due today"),
    "overdue": ("整改已逾期", "Rectification overdue"),
}
_RULINGS = {
    "upheld": ("采纳", "upheld"),
    "partly": ("部分采纳", "upheld in part"),
    "refused": ("不采纳", "not upheld"),
}
_CORRECTIONS = {
    None: ("征求意见", ""),
    True: ("更正后征求意见，您本人的得分和等次没有变动", "being corrected, your own figures unchanged, and "),
    False: ("更正后征求意见，您本人的得分或者等次有变动", "being corrected, your own figures changed, and "),
}  # fmt: skip
_TURNS = {
    "answered": ("整改情况待验收", "A rectification waits for acceptance"),
    "accepted": ("整改已验收，准予销号", "The rectification was accepted; the finding is closed"),
    "returned": ("整改被退回，请继续整改", "The rectification was sent back"),
}


def people_of(units: Collection[int], on: date) -> set[int]:
    """Incumbents and liaison officers of these units."""
    seated = Appointment.objects.in_force(on).filter(post__unit__in=units, person__is_active=True)
    liaison = UnitPermission.objects.filter(
        permission__codename="log", content_object__in=units, user__is_active=True
    )
    return set(seated.values_list("person", flat=True)) | set(
        liaison.values_list("user", flat=True)
    )


def ordered(inspection: Inspection, person: int, on: date) -> Notice:
    return _about(inspection, "ordered", person, on, "督查通知", "Notice of inspection")


def withdrawn(inspection: Inspection, person: int, on: date) -> Notice:
    return _about(inspection, "withdrawn", person, on, "督查已取消", "Inspection called off")


def fed_back(inspection: Inspection, person: int, on: date) -> Notice:
    return _about(inspection, "fed_back", person, on, "督查反馈，请按期整改",
                  "Findings of the inspection, to be rectified")  # fmt: skip


def published(inspection: Inspection, person: int, on: date) -> Notice:
    said = letterheads.number(inspection.number_year, inspection.number)
    return _about(inspection, "published", person, on,
                  said.zh, said.en)  # fmt: skip


def rectification(finding: Finding, what: str, person: int, on: date, key: str = "") -> Notice:
    """``what``: a stage of the deadline or a turn of the procedure; ``key`` tells turns apart."""
    zh, en = (_STAGES | _TURNS)[what]
    return Notice(
        recipient_id=person,
        key=f"finding:{finding.pk.hex}:{what}{key}",
        kind=NoticeKind.RECTIFY,
        text_zh=cut(f"{zh}：{finding.unit.name_zh}“{finding.text}”", 300),
        text_en=cut(f"{en}: {finding.unit.name_en or finding.unit.name_zh}: {finding.text}", 500),
        url=finding.get_absolute_url(),
        created_on=on,
    )


def _about(inspection, what, person, on, zh, en) -> Notice:
    return Notice(
        recipient_id=person,
        key=f"inspection:{inspection.pk.hex}:{what}",
        kind=NoticeKind.INSPECTION,
        text_zh=cut(f"{zh}：{inspection.title}", 300),
        text_en=cut(f"{en}: {inspection.title}", 500),
        url=inspection.get_absolute_url(),
        created_on=on,
    )


def assessors_of(unit: int) -> list[int]:
    """Who was granted to assess on the unit itself."""
    granted = UnitPermission.objects.filter(
        permission__codename="assess", content_object=unit, user__is_active=True
    )
    return list(granted.order_by("user").values_list("user", flat=True))


def submitted_assessment(row: Assessment, person: int, on: date) -> Notice:
    """To the second person: it is his turn."""
    unit = row.unit
    return Notice(
        recipient_id=person, key=f"assessment:{row.pk.hex}:submitted:{row.edition}",
        kind=NoticeKind.ASSESSMENT, created_on=on,
        text_zh=cut(f"{unit.name_zh}{row.year}年度考核结果已报批，请您审批", 300),
        text_en=cut(
            f"The {row.year} assessment of {unit.name_en or unit.name_zh} waits for your approval",
            500,
        ),
        url=reverse("assessments:assessment_approve", args=[row.pk]),
    )  # fmt: skip


def comment_opened(
    row: Assessment, post: int, person: int, on: date, kept: bool | None = None
) -> Notice:
    """``kept``: of a correction, whether his own figures are as they were published."""
    until = row.comment_until
    zh, en = _CORRECTIONS[kept]
    return _assessed(
        row, post, f"opened:{row.edition}", person, on,
        f"{row.year}年度考核{zh}，如有异议请于{until.month}月{until.day}日（含当日）前提出",
        f"Your assessment for {row.year} is {en}open for comment until {until.isoformat()} (included)",
    )  # fmt: skip


def figures_moved(row: Assessment, post: int, person: int, on: date) -> Notice:
    """Nothing of how much: the page says it, and each sees his own."""
    until = row.comment_until
    if on <= until:
        zh = f"在征求意见期间有变动，请重新核对，如有异议请于{until.month}月{until.day}日（含当日）前提出"
        en = f"has changed; look at it again and comment until {until.isoformat()} (included)"
    else:
        zh, en = "在征求意见后有变动", "has changed since comments were due"
    return _assessed(
        row, post, f"moved:{row.edition}", person, on, f"{row.year}年度考核：您的得分或者等次{zh}",
        f"Your assessment for {row.year}: your score or grade {en}",
    )  # fmt: skip


def published_assessment(row: Assessment, post: int, person: int, on: date) -> Notice:
    again, version = ("（更正）", f" (version {row.version})") if row.version > 1 else ("", "")
    return _assessed(
        row, post, "published", person, on, f"{row.year}年度考核结果已公布{again}",
        f"Your assessment for {row.year} has been published{version}",
    )  # fmt: skip


def objection_raised(row: Objection, person: int, on: date) -> Notice:
    post = row.score.post
    return _objection(
        row, "raised", person, on, f"收到异议：{post.title_zh}",
        f"An objection was raised: {post.title_en or post.title_zh}",
    )  # fmt: skip


def objection_answered(row: Objection, on: date) -> Notice:
    return _objection(
        row, "answered", row.raised_by_id, on, f"异议已答复：{_RULINGS[row.ruling][0]}",
        f"Your objection has been answered: {_RULINGS[row.ruling][1]}",
    )  # fmt: skip


def _objection(row: Objection, what: str, person: int, on: date, zh: str, en: str) -> Notice:
    return Notice(
        recipient_id=person, key=f"objection:{row.pk.hex}:{what}", kind=NoticeKind.ASSESSMENT,
        text_zh=cut(zh, 300), text_en=cut(en, 500), url=row.get_absolute_url(), created_on=on,
    )  # fmt: skip


def _assessed(row, post: int, what: str, person: int, on: date, zh: str, en: str) -> Notice:
    return Notice(
        recipient_id=person, key=f"assessment:{row.pk.hex}:{post}:{what}",
        kind=NoticeKind.ASSESSMENT, text_zh=zh, text_en=en,
        url=reverse("assessments:assessed", args=[row.pk, post]), created_on=on,
    )  # fmt: skip
