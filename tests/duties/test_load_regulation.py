"""Loading a regulation: insert, put right, begin anew, end; and nothing twice."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from duties import catalogue
from duties.actions import regulations
from duties.models import Clause, Obligation, Regulation, Requirement
from organizations.actions import units
from organizations.models import JournalEntry, Post
from tests.duties.test_catalogue import SMALL, ZHEJIANG

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)
LATER = date(2026, 7, 1)


def load(text, on=DAY, **options):
    changes = regulations.load(data=catalogue.parse(text), by=None, on=on, **options)
    return [(change.verb, change.code) for change in changes]


def owe(code):
    """An obligation laid on somebody by the requirement."""
    unit = units.create(
        parent=None, by=None, on=DAY, name_zh="试点市", kind="region", level="city", code="990100"
    )
    post = Post.objects.create(unit=unit, track="party", title_zh="中共试点市委书记")
    requirement = Requirement.objects.get(code=code)
    return Obligation.objects.create(
        requirement=requirement, post=post, year=2026, period_key="2026",
        starts_on=date(2026, 1, 1), due_on=date(2026, 12, 31),
    )  # fmt: skip


def versions(code):
    rows = Requirement.objects.filter(code=code).order_by("valid_from")
    return [(row.cadence, row.valid_from, row.valid_until) for row in rows]


def test_first_load_inserts_everything_and_is_in_the_journal():
    assert load(SMALL) == [
        ("insert", "small-2020"),
        ("insert", "8.2"), ("insert", "8.2/1"), ("insert", "8.2/2"),
        ("insert", "15.0"), ("insert", "15.0/1"),
    ]  # fmt: skip
    entry = JournalEntry.objects.get()
    assert (entry.action, len(entry.detail["changes"])) == ("regulations.load", 6)
    assert entry.detail["sha256"] == Regulation.objects.get().source_sha256


def test_what_was_loaded_equals_the_file():
    data = catalogue.parse(ZHEJIANG.read_bytes())
    regulations.load(data=data, by=None, on=DAY)
    loaded = {
        row.code: (row.kind, row.params, row.cadence, row.quantified, row.statement_zh,
                   row.statement_en, row.evidence_hint, row.names_en, row.position)
        for row in Requirement.objects.all()
    }  # fmt: skip
    assert loaded == {
        one.code: (one.kind, one.params, one.cadence, one.quantified, one.statement.zh,
                   one.statement.en, list(one.evidence), one.names_en, one.position)
        for one in data.requirements
    }  # fmt: skip
    assert Clause.objects.count() == len(data.clauses)


def test_an_unchanged_file_changes_nothing():
    load(SMALL)
    assert load(SMALL, on=LATER) == []
    assert load(f"# a remark\n{SMALL}", on=LATER) == []
    assert JournalEntry.objects.count() == 1


def test_a_dry_run_tells_and_writes_nothing():
    assert len(load(SMALL, dry_run=True)) == 6
    assert not Regulation.objects.exists()
    assert not JournalEntry.objects.exists()


def test_words_are_put_right_in_place_even_where_they_are_owed():
    load(SMALL)
    owe("8.2/1")
    assert load(SMALL.replace("Each is heard", "Every one is heard"), on=LATER) == [
        ("update", "8.2/1")
    ]
    assert Requirement.objects.get(code="8.2/1").statement_en == "Every one is heard"


def test_a_rule_nobody_owes_is_changed_in_place():
    load(SMALL)
    load(SMALL.replace("cadence: year", "cadence: quarter"), on=LATER)
    assert versions("8.2/1") == [("quarter", date(2020, 1, 1), None)]


def test_a_rule_that_is_owed_begins_anew_on_the_day_and_stays_so():
    load(SMALL)
    obligation = owe("8.2/1")
    changed = SMALL.replace("cadence: year", "cadence: quarter")
    assert load(changed, on=LATER) == [("end", "8.2/1"), ("insert", "8.2/1")]
    assert versions("8.2/1") == [("year", date(2020, 1, 1), LATER), ("quarter", LATER, None)]
    obligation.refresh_from_db()
    assert obligation.requirement.cadence == "year"
    assert load(changed, on=date(2026, 8, 1)) == []


def test_an_amendment_begins_on_the_day_the_file_gives():
    load(SMALL)
    owe("8.2/1")
    changed = SMALL.replace("cadence: year", "cadence: quarter\n        valid_from: 2027-01-01")
    load(changed, on=LATER)
    begins = date(2027, 1, 1)
    assert versions("8.2/1") == [("year", date(2020, 1, 1), begins), ("quarter", begins, None)]
    assert load(changed, on=begins) == []


def test_a_change_of_track_takes_its_requirements_along():
    load(SMALL)
    owe("8.2/1")
    changed = SMALL.replace("track: party", "track: government")
    load(changed, on=LATER)
    new = Clause.objects.get(article=8, valid_until=None)
    assert (new.track, new.valid_from) == ("government", LATER)
    assert [row.code for row in new.requirements.all()] == ["8.2/1", "8.2/2"]
    assert set(Requirement.objects.filter(clause__track="party").values_list("valid_until")) == {
        (LATER,)
    }
    assert load(changed, on=LATER) == []


def test_what_the_file_drops_ends_and_may_come_back():
    load(SMALL)
    shorter = SMALL.partition('  - clause: "15.0"')[0]
    assert load(shorter, on=LATER) == [("end", "15.0"), ("end", "15.0/1")]
    assert load(shorter, on=LATER) == []
    back = date(2026, 9, 1)
    assert load(SMALL, on=back) == [("insert", "15.0"), ("insert", "15.0/1")]
    assert versions("15.0/1") == [
        ("quarter", date(2020, 1, 1), LATER),
        ("quarter", back, None),
    ]


def test_added_and_dropped_on_one_day_leaves_a_valid_span():
    shorter = SMALL.partition('  - clause: "15.0"')[0]
    load(shorter)
    load(SMALL.replace("valid_from: 2020-01-01", "valid_from: 2026-03-02"))
    load(shorter.replace("valid_from: 2020-01-01", "valid_from: 2026-03-02"))
    assert versions("15.0/1") == [("quarter", DAY, date(2026, 3, 3))]
    assert load(shorter.replace("valid_from: 2020-01-01", "valid_from: 2026-03-02")) == []


def test_an_end_given_by_the_file_is_kept():
    load(SMALL)
    text = SMALL.replace("at_least: 1", "at_least: 1\n        valid_until: 2026-06-30")
    assert load(text) == [("update", "15.0/1")]
    assert load(text, on=LATER) == []
    assert versions("15.0/1") == [("quarter", date(2020, 1, 1), date(2026, 6, 30))]


def run(path: Path, *options) -> str:
    out = StringIO()
    call_command("load_regulation", path, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_the_command_shows_and_writes(file):
    assert "8.2/1" in run(file, "--dry-run")
    assert not Regulation.objects.exists()
    assert "8.2/1" in run(file)
    assert Regulation.objects.get().code == "small-2020"


def test_the_command_asks_before_it_changes(file, monkeypatch):
    run(file)
    file.write_text(SMALL.replace("Hear reports", "Hear them"), encoding="utf-8")
    monkeypatch.setattr("builtins.input", lambda _: "n")
    with pytest.raises(CommandError):
        run(file)
    assert Clause.objects.get(article=8).title_en == "Hear reports"
    run(file, "--yes")
    assert Clause.objects.get(article=8).title_en == "Hear them"
    run(file)  # Nothing to change, nothing to ask.


def test_the_command_names_every_bad_line(file):
    file.write_text(SMALL.replace("party", "x").replace("0.95", "9"), encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        run(file)
    assert refusal.value.returncode == 1
    assert [line.split("：")[0] for line in str(refusal.value).splitlines()[1:]] == [
        "第7行", "第26行"
    ]  # fmt: skip


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(CommandError, match="nowhere.yaml"):
        run(tmp_path / "nowhere.yaml")
