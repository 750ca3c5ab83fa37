"""What reviewers and inspectors are told of evidence that is alike or dated too late.

A hint is told only to those who judge the record, and only where they may read the other
side as well: that a file turns up elsewhere says nothing about a unit they may not see.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from duties.models import DateKind, Evidence, Fingerprint, Likeness, LikenessKind, Record
from organizations import access

#: Who judges what others logged.
CODES = tuple(code for code in access.CONTENT if code != "log")
SIDES = tuple(
    f"{side}__{rest}"
    for side in ("first", "second")
    for rest in ("uploaded_by", "record__post__unit", "record__logged_by")
)


@dataclass(frozen=True)
class Hint:
    """``other`` is missing where the file contradicts its own record."""

    kind: str
    evidence: Evidence
    other: Evidence | None
    said: str
    url: str


def told_of(user) -> QuerySet[Record]:
    """Records whose hints are for this user; whether he may see them is asked besides."""
    return Record.objects.filter(access.reach(user, CODES, "post__unit__"))


def pairs_for(user, on: date) -> QuerySet[Likeness]:
    """Pairs with both sides before his eyes, of which at least one is his to judge."""
    visible = Evidence.objects.visible_to(user, on).filter(record__isnull=False).values("pk")
    told = told_of(user).values("pk")
    pairs = Likeness.objects.filter(first__in=visible, second__in=visible)
    return pairs.filter(Q(first__record__in=told) | Q(second__record__in=told))


def hints_for(records: Iterable[Record], user, on: date) -> dict[int, list[Hint]]:
    """By record; the number of queries does not grow with the records."""
    keys = {record.pk for record in records}
    told = set(told_of(user).filter(pk__in=keys).values_list("pk", flat=True))
    found: dict[int, list[Hint]] = defaultdict(list)
    if not told:
        return {}
    sides = Q(first__record__in=told) | Q(second__record__in=told)
    for pair in pairs_for(user, on).filter(sides).select_related(*SIDES).order_by("-measure", "pk"):
        for mine, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if mine.record_id in told:
                found[mine.record_id].append(_alike(pair, mine, other))
    files = list(Evidence.objects.filter(record__in=told).select_related("record"))
    read = dated([file.sha256 for file in files])
    for file in files:
        if hint := _too_late(file, read.get(file.sha256)):
            found[file.record_id].append(hint)
    return dict(found)


def dated(contents: Iterable[str]) -> dict[str, Fingerprint]:
    """What is known of these contents, by SHA-256."""
    return {row.sha256: row for row in Fingerprint.objects.filter(sha256__in=set(contents))}


def said_of(kind: str, measure: int) -> str:
    """How two files are alike, in words."""
    match kind:
        case LikenessKind.SAME:
            return _("同一文件（SHA-256 一致）")
        case LikenessKind.PICTURE:
            return _("图片近似，感知哈希%(measure)d%%一致") % {"measure": measure}
        case _:
            return _("文字近似，约%(measure)d%%的片段相同") % {"measure": measure}


def contradiction(file: Evidence, read: Fingerprint | None) -> str:
    """What the file's own date says against the claim, or nothing."""
    if read is None or read.made_on is None:
        return ""
    said = {"made": read.made_on, "claimed": file.record.held_on}
    if read.date_kind == DateKind.TAKEN:
        late = read.made_on > file.record.held_on
        return _("照片拍摄于%(made)s，晚于履职日期%(claimed)s") % said if late else ""
    said["claimed"] = localdate(file.record.logged_at)
    late = read.made_on > said["claimed"]
    return _("文件生成于%(made)s，晚于填报日期%(claimed)s") % said if late else ""


def _alike(pair: Likeness, mine: Evidence, other: Evidence) -> Hint:
    url = reverse("duties:evidence_beside", args=[mine.pk, other.pk])
    return Hint(pair.kind, mine, other, said_of(pair.kind, pair.measure), url)


def _too_late(file: Evidence, read: Fingerprint | None) -> Hint | None:
    said = contradiction(file, read)
    return Hint("dated", file, None, said, file.get_absolute_url()) if said else None
