"""The demo's incentives: one published, one just proposed."""

from datetime import date, timedelta
from uuid import uuid4

from accountability.actions import good_results, incentives
from config.demo import people
from organizations.models import Post, Track, Unit, User


def run(cast: dict[str, User], on: date) -> None:
    """Ningbo's for a year of court appearances; Hangzhou's from the praise of an inspection."""
    post = Post.objects.get(unit__code=people.OTHER_CITY, track=Track.GOVERNMENT)
    row = incentives.propose(
        key=uuid4(), post=post, year=on.year, form="praise", by=cast["organizer"],
        on=on - timedelta(days=25),
        reason="推动行政机关负责人出庭应诉，出庭、出声、出彩，行政争议实质性化解成效明显。",
    )  # fmt: skip
    incentives.review(
        incentive=row, version=row.version, opinion="经核对履职记录，情况属实，同意提请研究。",
        by=cast["assessor"], on=on - timedelta(days=20),
    )  # fmt: skip
    decided = on - timedelta(days=12)
    incentives.decide(
        incentive=row, version=row.version, document=f"浙委〔{on.year}〕58号",
        decided_on=decided, by=cast["office"], on=decided,
    )  # fmt: skip
    incentives.handle(
        incentive=row, version=row.version, handling="已在全省范围内通报表扬。",
        by=cast["organizer"], on=on - timedelta(days=6),
    )  # fmt: skip
    incentives.publish(
        incentive=row, version=row.version, by=cast["organizer"], on=on - timedelta(days=5)
    )
    unit = Unit.objects.get(code=people.PROVINCE)
    good_results.propose(unit=unit, year=on.year, by=cast["organizer"], on=on)
