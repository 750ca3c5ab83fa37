"""A year lived through by passing dates: statuses, warnings, history."""

from datetime import date

import pytest
from django.core import mail

from duties.actions import checks, inbox, obligations, proof
from duties.models import Notice, Obligation, RecordItem, StatusChange
from organizations.actions import units
from tests.cast import ON, make_person, make_post, make_requirement

NEW_YEAR = date(2027, 1, 1)


def statuses():
    rows = Obligation.objects.order_by("due_on", "pk")
    return [f"{row.period_key} {row.status}" for row in rows]


def test_opening_twice_changes_nothing(post):
    make_requirement("15.2/1", cadence="half_year")
    first = obligations.open_year(year=2026, on=date(2026, 1, 1))
    again = obligations.open_year(year=2026, on=date(2026, 1, 1))
    assert (first.obligations, again.obligations) == (2, 0)
    assert statuses() == ["2026H1 open", "2026H2 open"]


def test_only_the_track_of_the_post_is_bound(city):
    make_post(city, "party")
    make_requirement("5.1/1")
    make_requirement("15.1/1")
    obligations.open_year(year=2026, on=ON)
    assert Obligation.objects.get().requirement.code == "5.1/1"


def test_a_year_passes(post, confirm):
    """First half done in June; nothing in the second half: missed on 1 January."""
    make_requirement("15.2/1", cadence="half_year")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    confirm(Obligation.objects.get(period_key="2026H1"), date(2026, 6, 30), on=date(2026, 7, 3))
    checks.run_due(on=date(2026, 12, 31))
    assert statuses() == ["2026H1 met", "2026H2 open"]
    checks.run_due(on=NEW_YEAR)
    assert statuses() == ["2026H1 met", "2026H2 missed"]


def test_confirmed_after_the_date_but_done_in_time_is_met(obligation, confirm):
    checks.run_due(on=NEW_YEAR)
    confirm(obligation, date(2026, 12, 31), on=date(2027, 1, 9))
    obligation.refresh_from_db()
    assert obligation.status == "met"
    assert list(StatusChange.objects.values_list("after", flat=True)) == ["met", "missed"]


def test_warnings_come_once_each_however_often_the_check_runs(obligation, official):
    days = [(11, 1), (11, 1), (12, 1), (12, 2), (12, 24), (12, 31), (12, 31)]
    for month, day in days:
        checks.run_due(on=date(2026, month, day))
    checks.run_due(on=NEW_YEAR)
    proof.run_full(on=NEW_YEAR)
    kinds = Notice.objects.filter(recipient=official).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["d60", "d30", "d7", "due", "overdue"]


def test_a_late_check_tells_only_the_latest(obligation, official):
    checks.run_due(on=date(2026, 12, 28))
    assert [notice.kind for notice in official.notices.all()] == ["d7"]


def test_done_in_time_warns_nobody(obligation, confirm, official):
    confirm(obligation, on=date(2026, 6, 1))
    checks.run_due(on=NEW_YEAR)
    assert official.notices.filter(key__startswith="obligation").count() == 0


def test_mail_goes_out_once_in_one_digest(obligation, official):
    checks.run_due(on=NEW_YEAR)
    assert (inbox.send(), inbox.send()) == (1, 0)
    assert [message.to for message in mail.outbox] == [["official@portal.invalid"]]
    assert "逾期" in mail.outbox[0].body
    assert "Overdue" in mail.outbox[0].body


def test_a_full_check_on_a_consistent_database_changes_nothing(obligation, confirm):
    confirm(obligation)
    summary = proof.run_full(on=ON)
    assert (summary.looked, summary.written, summary.changes) == (0, 0, [])


def test_a_full_check_repairs_what_went_stale(obligation, confirm):
    confirm(obligation)
    Obligation.objects.update(status="open", done=0, facts={})
    summary = proof.run_full(on=ON)
    assert [change.after for change in summary.changes] == ["met"]


def test_one_bad_row_does_not_stop_the_others(obligation, caplog):
    make_requirement("15.3/1")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    requirement = obligation.requirement
    type(requirement).objects.filter(pk=requirement.pk).update(params={})
    summary = checks.run_due(on=NEW_YEAR)
    assert summary.failed == [obligation.pk]
    assert sorted(statuses()) == ["2026 missed", "2026 open"]
    assert "could not be judged" in caplog.text


def test_a_document_in_force_is_not_asked_for_twice(post, confirm):
    params = {"documents": ["公职律师制度"]}
    make_requirement("16.2/1", kind="standing", params=params)
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    part = {"name": "公职律师制度", "valid_from": date(2026, 3, 1)}
    confirm(Obligation.objects.get(), date(2026, 3, 1), [part])
    obligations.open_year(year=2027, on=NEW_YEAR)
    assert statuses() == ["2026 met", "2027 met"]
    assert RecordItem.objects.count() == 2


def test_a_document_that_runs_out_is_noticed_on_the_day(post, confirm):
    params = {"documents": ["公职律师制度"]}
    make_requirement("16.2/1", kind="standing", params=params)
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    row = Obligation.objects.get()
    part = {
        "name": "公职律师制度",
        "valid_from": date(2026, 1, 5),
        "valid_until": date(2026, 8, 31),
    }
    confirm(row, date(2026, 1, 5), [part], on=date(2026, 1, 6))
    row.refresh_from_db()
    assert (row.status, row.look_on) == ("met", date(2026, 9, 1))
    checks.run_due(on=date(2026, 9, 1))
    assert statuses() == ["2026 open"]


@pytest.mark.parametrize(
    ("established", "abolished", "owed"),
    [
        (None, None, ["2026H1 open", "2026H2 open"]),
        (date(2026, 7, 1), None, ["2026H2 open"]),
        (None, date(2026, 7, 1), ["2026H1 open"]),
        (date(2026, 2, 1), date(2026, 5, 1), []),
    ],
)
def test_a_post_owes_the_periods_at_whose_end_it_stands(city, established, abolished, owed):
    post = make_post(city, established_on=established)
    if abolished:
        units.abolish_post(post=post, by=None, on=ON, abolished_on=abolished)
    make_requirement("15.2/1", cadence="half_year")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    assert statuses() == owed


def test_who_is_warned_follows_the_post_not_the_person(obligation, official, liaison, city):
    """Incumbent and liaison officer of that day, no one else's; not the switched off."""
    gone = make_person("gone", ("log", city))
    gone.is_active = False
    gone.save()
    checks.run_due(on=NEW_YEAR)
    told = Notice.objects.values_list("recipient__username", flat=True)
    assert sorted(told) == ["liaison", "official"]
