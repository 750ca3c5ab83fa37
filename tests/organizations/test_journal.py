"""The journal only grows, its chain holds, and it is read by auditors alone."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from organizations import guards
from organizations.actions import journal, units
from organizations.models import JournalEntry
from tests.cast import ON, make_person

TABLE = "organizations_journalentry"


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [f"UPDATE {TABLE} SET action = 'x'", f"DELETE FROM {TABLE}"],
)
def test_the_database_refuses_to_change_it(city, sql):
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)


def test_rows_cannot_be_replaced_or_truncated(city):
    """The holes that row triggers leave: REPLACE on SQLite, TRUNCATE on PostgreSQL."""
    if connection.vendor == "sqlite":
        columns = ", ".join(field.column for field in JournalEntry._meta.fields)
        sql = f"INSERT OR REPLACE INTO {TABLE} ({columns}) SELECT {columns} FROM {TABLE}"
    else:
        sql = f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {TABLE}"
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)


def test_the_model_refuses_too(city):
    entry = JournalEntry.objects.first()
    for change in (entry.save, entry.delete, JournalEntry.objects.all().delete):
        with pytest.raises(TypeError):
            change()


def test_the_chain_is_whole(city, county):
    assert journal.first_broken() is None


@pytest.mark.parametrize(
    "change", ["action = 'units.change'", "hash = repeat_of", "actor_id = {pk}"]
)
def test_a_row_changed_behind_the_triggers_is_found(city, county, change):
    """A superuser can lift the triggers; the chain names the first row that does not fit."""
    entry = JournalEntry.objects.order_by("pk")[1]
    stranger = make_person("stranger")
    guards.remove(connection)
    text = change.format(pk=stranger.pk).replace("repeat_of", "'" + "a" * 64 + "'")
    run(f"UPDATE {TABLE} SET {text} WHERE id = {entry.pk}")
    guards.install(connection)
    assert journal.first_broken() == entry
    with pytest.raises(CommandError, match=str(entry.pk)):
        call_command("verify_journal")


def test_a_row_cut_out_is_found(city, county):
    _first, second, third = JournalEntry.objects.order_by("pk")[:3]
    guards.remove(connection)
    run(f"DELETE FROM {TABLE} WHERE id = {second.pk}")
    guards.install(connection)
    assert journal.first_broken() == third


def test_an_entry_needs_the_transaction_of_its_change(transactional_db):
    with pytest.raises(RuntimeError):
        journal.record(action="units.create", by=None)


def test_what_fails_leaves_no_entry(city):
    before = JournalEntry.objects.count()
    with pytest.raises(ZeroDivisionError):
        change_and_fail(city)
    assert JournalEntry.objects.count() == before


@transaction.atomic
def change_and_fail(city):
    units.change(unit=city, by=None, on=ON, name_zh="杭州")
    raise ZeroDivisionError


def test_an_auditor_reads_his_subtree_only(city, other_city, county):
    auditor = make_person("city_auditor", ("audit", city))
    seen = JournalEntry.objects.visible_to(auditor).values_list("unit__code", flat=True)
    assert set(seen) == {"330100", "330102"}


def test_what_belongs_to_no_unit_is_read_at_the_top(province, city, auditor, client):
    below = make_person("city_auditor", ("audit", city))
    client.post("/login/", {"username": "unknown", "password": "x"})
    lost = JournalEntry.objects.filter(unit__isnull=True, action="sessions.refuse")
    assert lost.count() == 1
    assert set(lost) <= set(JournalEntry.objects.visible_to(auditor))
    assert not set(lost) & set(JournalEntry.objects.visible_to(below))
