"""The words of what a case tells people. A notice also goes out by mail, so it says only that
there is something to see: what it is about stands behind the log-in, for those who may know."""

from datetime import date

from django.urls import reverse

from accountability.models import Case
from duties.models import Notice, NoticeKind

_TOLD = {
    "assigned": ("有一项事项指定您办理，请登录查看", "A matter was assigned to you"),
    "recused": ("您办理的一项事项有承办人回避", "A colleague has withdrawn from a matter of yours"),
    "notified": (
        "有一项事项请您登录查看并在期限内陈述意见",
        "There is a matter for you to read and to state your view on in time",
    ),
    "stated": ("您办理的一项事项收到陈述意见", "A statement has come in on a matter of yours"),
    "claimed": ("您办理的一项事项有新的申请", "A claim was raised on a matter of yours"),
    "ruled": ("与您有关的一项事项有新的裁定", "There is a ruling on a matter of yours"),
    "decided": ("您办理的一项事项已登记决定", "A decision was recorded on a matter of yours"),
    "handed": ("您办理的一项事项已移交办理", "A matter of yours was handed over"),
    "measured": ("您办理的一项事项有新的办理结果", "A matter of yours has moved on"),
    "served": ("与您有关的一项事项已送达文书", "A document was served on a matter of yours"),
    "appealed": ("您办理的一项事项收到申诉", "An appeal has come in on a matter of yours"),
    "answered": ("与您有关的一项事项已答复申诉", "The appeal on a matter of yours was answered"),
    "annulled": (
        "与您有关的一项事项的决定已撤销",
        "The decision on a matter of yours was annulled",
    ),
    "ended": ("与您有关的一项事项已终结", "A matter of yours has ended"),
    "soon": ("您办理的一项事项期限将至", "A time limit on a matter of yours is near"),
    "due": ("您办理的一项事项今日到期", "A time limit on a matter of yours ends today"),
    "own_soon": ("与您有关的一项事项，您的期限将至", "Your time on a matter is running out"),
    "own_due": ("与您有关的一项事项，您的期限今日届满", "Your time on a matter ends today"),
    "over": ("您办理的一项事项已超过期限", "A time limit on a matter of yours has passed"),
}


def about(case: Case, what: str, person: int, on: date, turn: int | str = "") -> Notice:
    """``turn`` tells apart what happens more than once."""
    zh, en = _TOLD[what]
    return Notice(
        recipient_id=person,
        key=f"case:{case.pk.hex}:{what}:{turn}",
        kind=NoticeKind.CASE,
        text_zh=f"{zh}。",
        text_en=f"{en}.",
        url=case.get_absolute_url(),
        created_on=on,
    )


def members(case: Case, on: date) -> set[int]:
    """Whoever is on the case today and may still know of it."""
    return set(case.members.acting(on).values_list("person", flat=True))


def abandoned(case: Case, person: int, on: date) -> Notice:
    """To whoever may take it over: the list of cases shows it to him."""
    return Notice(
        recipient_id=person, key=f"case:{case.pk.hex}:abandoned:{case.version}",
        kind=NoticeKind.CASE, text_zh="有一项事项的承办人不能继续办理，请登录查看。",
        text_en="Nobody can go on with a matter of your office; please log in.",
        url=reverse("accountability:cases"), created_on=on,
    )  # fmt: skip
