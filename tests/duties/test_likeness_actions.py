"""Evidence held against evidence: each content read once, each upload paired once."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from duties import likeness as pure
from duties import tasks
from duties.actions import evidence, likeness, records
from duties.models import Band, Evidence, Fingerprint, Likeness
from tests import files
from tests.alike import NOW, run
from tests.cast import ON

pytestmark = pytest.mark.django_db


def kinds():
    return sorted(Likeness.objects.values_list("kind", flat=True))


def test_the_same_file_on_two_records_is_a_pair(attached):
    one, two = attached(files.PDF), attached(files.PDF)
    assert run().found == 1
    pair = Likeness.objects.get()
    assert (pair.first, pair.second, pair.kind, pair.measure) == (one, two, "same", 100)
    assert Likeness.objects.records_alike([one.record_id, 0]) == {one.record_id}


def test_twice_on_one_record_is_none(attached):
    one = attached(files.PDF)
    attached(files.PDF, record=one.record)
    assert run().found == 0


def test_running_again_does_nothing(attached):
    attached(files.PDF), attached(files.PDF)
    run()
    assert run() == likeness.Summary()


def test_a_file_in_a_form_not_yet_saved_is_left_alone(attached):
    attached(files.PDF)
    attached(files.PDF, record=None)
    assert (run().found, Evidence.objects.filter(compared_at__isnull=True).count()) == (0, 1)


def test_known_content_attached_later_pairs_as_well(attached):
    attached(files.PDF)
    run()
    attached(files.PDF)
    assert run().found == 1
    assert Fingerprint.objects.count() == 1


def test_near_pictures_and_near_texts(attached):
    scene, text = files.scene(1), files.minutes(1)
    attached(files.photograph(scene)), attached(files.photograph(scene.resize((400, 300)), 50))
    attached(files.photograph(files.scene(2))), attached(files.minutes(2).encode(), name="a.txt")
    attached(text.encode(), name="a.txt"), attached(files.docx(text + "以上。"), name="b.docx")
    run()
    assert kinds() == ["picture", "text"]
    assert min(Likeness.objects.values_list("measure", flat=True)) >= 70


def test_the_same_file_is_not_also_a_near_copy(attached):
    attached(files.photograph(files.scene(1))), attached(files.photograph(files.scene(1)))
    run()
    assert kinds() == ["same"]


def test_unreadable_bytes_are_still_compared_as_bytes(attached):
    attached(files.PDF)
    assert (run().unreadable, run().unreadable) == (1, 0)
    assert Fingerprint.objects.get().state == "unreadable"
    attached(files.PDF)
    assert run().found == 1


def test_a_file_that_fails_three_times_is_given_up_and_blocks_nobody(attached, monkeypatch):
    bad, good = attached(b"bad", name="a.txt"), attached(b"good", name="b.txt")
    read = pure.fingerprint

    def fail(path, media_type):
        if path == bad.path:
            raise RuntimeError("a library choked")
        return read(path, media_type)

    monkeypatch.setattr(pure, "fingerprint", fail)
    state = Fingerprint.objects.filter(sha256=bad.sha256).values_list("state", "attempts")
    run()
    good.refresh_from_db()
    assert good.compared_at and state.get() == ("waiting", 1)
    assert run().did == 0, "not before the claim has run out"
    for number in (1, 2):
        run(at=NOW + number * timedelta(hours=1))
    assert state.get() == ("unreadable", 3)
    bad.refresh_from_db()
    assert bad.compared_at


def test_a_worker_that_was_killed_each_time_counts_as_well(attached):
    one = attached(b"kills", name="a.txt")
    Fingerprint.objects.create(sha256=one.sha256, attempts=3, claimed_until=NOW)
    run(at=NOW + timedelta(minutes=1))
    assert Fingerprint.objects.get().state == "unreadable"


def test_two_workers_never_take_the_same(attached):
    for number in range(6):
        attached(f"{number}".encode(), name="a.txt")
    likeness._enrol(10)
    first, second = likeness._claim(3, NOW), likeness._claim(10, NOW)
    assert [len(first), len(second)] == [3, 3]
    assert not {row.pk for row in first} & {row.pk for row in second}
    assert likeness._claim(10, NOW) == []
    assert len(likeness._claim(10, NOW + timedelta(hours=1))) == 6


def test_what_another_took_between_looking_and_updating_is_not_taken(attached, monkeypatch):
    """The second condition stands in the UPDATE itself."""
    one = attached(b"x", name="a.txt")
    row = Fingerprint.objects.create(sha256=one.sha256, claimed_until=NOW + timedelta(minutes=5))
    assert likeness._claim(10, NOW) == []
    row.refresh_from_db()
    assert row.attempts == 0


def test_removed_evidence_takes_its_pairs_along(attached, liaison, post):
    attached(files.PDF), attached(files.PDF)
    run()
    gone = Evidence.objects.last()
    evidence.remove(evidence=gone, unit=post.unit, by=liaison, on=ON)
    assert not Likeness.objects.exists()


def test_content_that_is_swept_is_forgotten(attached):
    one = attached(files.minutes(1).encode(), name="a.txt")
    run()
    Evidence.objects.filter(pk=one.pk).update(record=None)
    evidence.sweep(before=timezone.now() + timedelta(days=1))
    assert not Fingerprint.objects.exists() and not Band.objects.exists()


def test_a_file_used_everywhere_is_paired_with_some_first_of_its_own_unit(attached, monkeypatch):
    monkeypatch.setattr(likeness, "PAIRS_MAX", 2)
    for _ in range(5):
        attached(files.PDF)
    run()
    assert 4 <= Likeness.objects.count() <= 10


def test_task_and_command(attached, capsys):
    attached(files.PDF), attached(files.PDF)
    assert tasks.compare_evidence() == 1
    call_command("check_evidence", "--again")
    assert "1" in capsys.readouterr().out
    assert Likeness.objects.count() == 1


def test_the_pair_is_made_by_the_portals_own_upload(owed, liaison):
    for _ in range(2):
        token = uuid.uuid4()
        evidence.receive(
            file=files.pdf_upload(), token=token, unit=owed.unit, by=liaison, on=ON
        )  # fmt: skip
        records.log(
            post=owed.post, token=token, serves={owed: [{}]}, by=liaison, on=ON,
            held_on=ON, title="会议", account="研究。",
        )  # fmt: skip
    assert run().found == 1
