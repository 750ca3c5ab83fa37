"""The words of what happens to a year-end report, in both languages, and who is told."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from assessments.models import AnnualReport
from duties.models import Notice, NoticeKind
from duties.notices import cut
from organizations.models import Appointment, Post, Unit, UnitPermission

_TURNS = {
    "submitted": ("述法报告已提交，待评议", "A year-end report was submitted"),
    "returned": ("述法报告被退回，请补充后重新提交", "The year-end report was sent back"),
    "evaluated": ("述法报告已评议", "The year-end report was evaluated"),
}
_STAGES = {
    "d30": ("年终述法报告30天内到期", "The year-end report is due within 30 days"),
    "d7": ("年终述法报告7天内到期", "The year-end report is due within 7 days"),
    "due": ("年终述法报告今日到期", "The year-end report is due today"),
    "overdue": ("年终述法报告已逾期未提交", "The year-end report is overdue"),
}


def about(report: AnnualReport, what: str, person: int, on: date, turn: int) -> Notice:
    """``turn`` tells one submission, return or evaluation from the next."""
    return _notice(
        report.appointment, report.year, _TURNS[what], person, on,
        f"report:{report.pk}:{what}:{turn}",
    )  # fmt: skip


def reminder(appointment: Appointment, year: int, stage: str, person: int, on: date) -> Notice:
    key = f"report-due:{appointment.pk}:{year}:{stage}"
    return _notice(appointment, year, _STAGES[stage], person, on, key)


def _notice(appointment, year, words, person, on, key) -> Notice:
    post = appointment.post
    zh, en = words
    url = AnnualReport(appointment=appointment, year=year).get_absolute_url()
    return Notice(
        recipient_id=person, key=key, kind=NoticeKind.REPORT, url=url, created_on=on,
        text_zh=cut(f"{zh}：{post.title_zh}（{year}年度）", 300),
        text_en=cut(f"{en}: {post.title_en or post.title_zh} ({year})", 500),
    )  # fmt: skip


def superiors(post: Post) -> set[int]:
    """Who oversees or assesses on the unit right above; at the root on the root."""
    above = Unit.objects.get_parent(post.unit) or post.unit
    return _granted(above.pk, "oversee", "assess")


def writers_of(report: AnnualReport, on: date) -> set[int]:
    """The official, wherever he sits now, and the liaison officers of the unit."""
    person = report.appointment.person
    own = {person.pk} if person.is_active else set()
    return own | _granted(report.post.unit_id, "log")


def liaison_of(units: Iterable[int]) -> dict[int, set[int]]:
    """Unit → its liaison officers; one query."""
    rows = UnitPermission.objects.filter(
        permission__codename="log", content_object__in=units, user__is_active=True
    )
    found = defaultdict(set)
    for unit, person in rows.values_list("content_object", "user"):
        found[unit].add(person)
    return found


def _granted(unit: int, *codes: str) -> set[int]:
    rows = UnitPermission.objects.filter(
        permission__codename__in=codes, content_object=unit, user__is_active=True
    )
    return set(rows.values_list("user", flat=True))
