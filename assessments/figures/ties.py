"""Why places of a grade stay empty: equal points that do not all fit are never torn apart.

Read from grades as they are kept; the rule itself is ``scoring.with_quotas``, whose sentence
gives the number of places and not the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext as _

from assessments.figures.score_page import said
from assessments.models import Score
from assessments.schemes import GRADES, Grade

ORDER = [str(each) for each in Grade]


@dataclass(frozen=True)
class Squeezed:
    """So many with the same points whom a quota left less than they had earned."""

    earned: str
    grade: str
    total: Decimal
    number: int

    def lost(self, grade: str) -> bool:
        return ORDER.index(self.earned) <= ORDER.index(grade) < ORDER.index(self.grade)


@dataclass(frozen=True)
class Tie:
    """``tied`` have the same ``total``, more than the places of ``grade`` that were left."""

    grade: str
    room: int
    given: int
    tied: int
    total: Decimal

    @property
    def left(self) -> int:
        return self.room - self.given

    @property
    def sentence(self) -> str:
        return _(
            "“%(grade)s”名额%(room)s个，只定%(given)s人：%(tied)s人同为%(total)s分，余下的%(left)s个"
            "名额容纳不下，得分相同的不拆分，因此均定为下一等次，余下的名额不再递补。"
        ) % {
            "grade": said(GRADES[Grade(self.grade)]), "room": self.room, "given": self.given,
            "tied": self.tied, "total": self.total, "left": self.left,
        }  # fmt: skip


def squeezed_of(scores: QuerySet[Score]) -> list[Squeezed]:
    """One query for a league."""
    rows = scores.order_by().exclude(grade=F("earned")).exclude(grade="")
    counted = rows.values_list("earned", "grade", "total").annotate(number=Count("pk"))
    return [Squeezed(*each) for each in counted]


def tie_of(grade: str, room: int | None, given: int, squeezed: Iterable[Squeezed]) -> Tie | None:
    """None where the places are all given, or nobody had to go."""
    lost = [each for each in squeezed if each.lost(grade)]
    if room is None or given >= room or not lost:
        return None
    total = max(each.total for each in lost)
    tied = sum(each.number for each in lost if each.total == total)
    return Tie(grade, room, given, tied, total)
