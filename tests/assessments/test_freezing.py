"""Handing in against writing at the same moment: what is frozen is what stood there, or nothing.

Writers race against the freezing, round after round; a barrier opens the window.
The last test takes the guard away and must catch the mistake, or the others prove nothing.
"""

from datetime import date

import pytest
from django.db import transaction

from assessments.actions import reports
from assessments.models import AnnualReport, FrozenReport, ReportState
from duties.actions import obligations
from tests.cast import ON, make_requirement
from tests.handing_in import draft, made
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, WRITERS = 40, 3


@pytest.fixture
def seat(post, official, liaison):
    make_requirement("15.2/1")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    return post.appointments.select_related("person", "post__unit").get()


def test_no_word_is_written_after_the_freezing_and_none_is_lost_before(seat, official, liaison):
    for number in range(ROUNDS):
        report = draft(seat, official, plans=f"第{number}轮")
        ready = made(report)

        def freeze(report=report, ready=ready):
            return reports.keep(report=report, made=ready, by=official, on=ON)

        def write(edition=report.edition, text=f"改写{number}"):
            said = {"plans": text}
            return reports.write(appointment=seat, year=2026, edition=edition, said=said,
                                 by=liaison, on=ON)  # fmt: skip

        told = at_once(freeze, *[write] * WRITERS)
        now = AnnualReport.objects.get()
        frozen = [done for name, done in told if name == "freeze" and done]
        if frozen:
            assert frozen[0].narrative == now.narrative == {"plans": f"第{number}轮"}
            assert now.state == ReportState.SUBMITTED
            reports.correct(report=now, edition=now.edition, reason="再来", by=official, on=ON)
        else:
            assert now.narrative == {"plans": f"改写{number}"}
            assert now.is_editable
    numbers = list(FrozenReport.objects.order_by("version").values_list("version", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_two_submissions_at_once_make_one_version(seat, official):
    report = draft(seat, official)
    first, second = made(report), made(report)
    at_once(
        lambda: reports.keep(report=report, made=first, by=official, on=ON),
        lambda: reports.keep(report=AnnualReport.objects.get(), made=second, by=official, on=ON),
    )
    assert FrozenReport.objects.count() == 1


def test_without_the_guard_the_mistake_happens(seat, official, liaison):
    """The control: freezing that does not look again freezes what is no longer written."""
    report = draft(seat, official, plans="原来")
    ready = made(report)
    reports.write(appointment=seat, year=2026, edition=1, said={"plans": "改写"}, by=liaison, on=ON)
    with transaction.atomic():
        AnnualReport.objects.update(state=ReportState.SUBMITTED, submitted_on=ON)
        frozen = reports._frozen(report, ready, "", official, ON)
    assert frozen.narrative != AnnualReport.objects.get().narrative
