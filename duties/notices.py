"""The words of every notice, in both languages; who gets them is the actions' affair."""

from datetime import date

from duties.models import Notice, Obligation, Record, Waiver

_DAYS = {"d60": 60, "d30": 30, "d7": 7}


def warning(obligation: Obligation, stage: str, person: int, on: date) -> Notice:
    """The warning of one stage (``d60``, ``d30``, ``d7``, ``due``, ``overdue``)."""
    zh, en = _when(obligation, stage)
    requirement, post = obligation.requirement, obligation.post
    return Notice(
        recipient_id=person,
        key=f"obligation:{obligation.pk}:{stage}",
        kind=stage,
        text_zh=cut(f"{zh}：{post.title_zh}“{requirement.statement_zh}”", 300),
        text_en=cut(f"{en}: {requirement.statement_en} ({post.title_en or post.title_zh})", 500),
        url=obligation.get_absolute_url(),
        created_on=on,
    )


def about_record(record: Record, kind: str, person: int, on: date, why: str = "") -> Notice:
    """A record was submitted, confirmed, returned or struck; ``why`` is the reviewer's word."""
    zh, en = {
        "submitted": ("待核实", "Waiting for review"),
        "confirmed": ("已核实", "Confirmed"),
        "returned": ("已退回，请补正", "Returned for correction"),
        "struck": ("已撤销", "Struck out"),
    }[kind]
    tail = f"（{why}）" if why else ""
    tail_en = f" ({why})" if why else ""
    return Notice(
        recipient_id=person,
        key=f"record:{record.pk}:{record.version}:{kind}",
        kind=kind,
        text_zh=cut(f"{zh}：{record.title}{tail}", 300),
        text_en=cut(f"{en}: {record.title}{tail_en}", 500),
        url=record.get_absolute_url(),
        created_on=on,
    )


def about_waiver(waiver: Waiver, what: str, person: int, on: date, why: str) -> Notice:
    """Duties were waived (``what`` is ``waived``) or one is owed again (``reinstated:<key>``)."""
    kind = what.partition(":")[0]
    zh, en = {
        "waived": ("已免除部分履职事项", "Some duties were waived"),
        "reinstated": ("已免除的履职事项恢复履行", "A waived duty is owed again"),
    }[kind]
    post = waiver.post
    return Notice(
        recipient_id=person,
        key=f"waiver:{waiver.pk}:{what}",
        kind=kind,
        text_zh=cut(f"{zh}：{post.title_zh}（{why}）", 300),
        text_en=cut(f"{en}: {post.title_en or post.title_zh} ({why})", 500),
        url=waiver.get_absolute_url(),
        created_on=on,
    )


def digest(rows: list[Notice], portal: str, base_url: str) -> tuple[str, str]:
    """Subject and body of one mail with all new notices of one person, in both languages."""
    count = len(rows)
    subject = f"【{portal}】{count}条新提醒 / {count} new notices"
    lines = []
    for row in rows:
        lines += [row.text_zh, row.text_en, f"{base_url}{row.url}", ""]
    return subject, "\n".join(lines)


def _when(obligation: Obligation, stage: str) -> tuple[str, str]:
    due = obligation.due_on
    day = f"{due.year}年{due.month}月{due.day}日"
    if stage in _DAYS:
        days = _DAYS[stage]
        return f"距截止日期（{day}）不足{days}天", f"Due within {days} days ({due.isoformat()})"
    if stage == "due":
        return f"今日（{day}）到期", f"Due today ({due.isoformat()})"
    return f"已逾期（截止{day}）", f"Overdue since {due.isoformat()}"


def cut(text: str, length: int) -> str:
    """At most ``length`` signs, the last an ellipsis where something is missing."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
