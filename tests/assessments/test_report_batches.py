"""All reports in one archive: ordered once, made by leases, whole whatever happens on the way."""

import hashlib
import io
import uuid
from datetime import date, timedelta
from zipfile import ZipFile

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from python_calamine import CalamineWorkbook

from assessments import pdf
from assessments.actions import report_archives, report_batches
from assessments.models import ReportBatch, ReportBatchItem
from duties.actions.errors import Conflict
from organizations.actions import grants, people
from organizations.errors import Refused
from organizations.models import JournalEntry
from tests.batching import order, work
from tests.cast import ON, make_person
from tests.handing_in import hand_in, set_term

pytestmark = pytest.mark.django_db


def states(batch):
    return list(batch.items.values_list("state", flat=True))


def archive(batch):
    content = batch.path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == batch.sha256
    return ZipFile(io.BytesIO(content))


def index(batch):
    inside = archive(batch)
    book = CalamineWorkbook.from_filelike(io.BytesIO(inside.read(inside.namelist()[0])))
    return book.get_sheet_by_index(0).to_python()[1:]


def actions_of_journal():
    rows = JournalEntry.objects.filter(action__startswith="report_batches.").order_by("pk")
    return [row.action.removeprefix("report_batches.") for row in rows]


def test_one_archive_holds_an_index_and_every_report(posts, overseer, city):
    batch = order(overseer, city)
    assert (batch.state, states(batch)) == ("queued", ["waiting", "waiting"])
    assert work(batch) == 2
    assert (batch.state, states(batch), batch.kept_until) == (
        "done", ["done", "done"], ON + timedelta(14),
    )  # fmt: skip
    inside = archive(batch)
    assert inside.namelist() == [
        "目录.xlsx",
        "0001 杭州市市长2026年度述法报告（进度稿）.pdf",
        "0002 上城区区长2026年度述法报告（进度稿）.pdf",
    ]
    listed = [(row[1], row[2], row[3], row[4], row[6]) for row in index(batch)]
    assert listed == [
        ("杭州市", "杭州市市长", "未提交（进度稿）", name, hashlib.sha256(inside.read(name)).hexdigest())
        if place == 0 else
        ("上城区", "上城区区长", "未提交（进度稿）", name, hashlib.sha256(inside.read(name)).hexdigest())
        for place, name in enumerate(inside.namelist()[1:])
    ]  # fmt: skip
    assert inside.read(inside.namelist()[1]).startswith(b"%PDF")
    assert actions_of_journal() == ["order", "finish"]
    assert [path.name for path in batch.folder.iterdir()] == [f"{batch.sha256}.zip"]


def test_the_english_archive_is_english(posts, quick, overseer, city):
    batch = order(overseer, city, language="en")
    work(batch)
    assert archive(batch).namelist()[0] == "Index.xlsx"
    assert index(batch)[0][1:4] == [
        "Hangzhou City",
        "government head",
        "Not submitted (progress report)",
    ]
    assert batch.name == "Hangzhou City – Reports of 2026.zip"


def test_the_same_form_and_the_same_order_make_one_batch(posts, overseer, city):
    key = uuid.uuid4()
    first = order(overseer, city, key=key)
    assert order(overseer, city, key=key) == first
    assert order(overseer, city) == first
    assert order(overseer, city, language="en") != first
    assert ReportBatchItem.objects.filter(batch=first).count() == 2


def test_the_form_of_another_is_no_key(posts, overseer, inspector, city):
    first = order(overseer, city)
    with pytest.raises(Refused):
        order(inspector, city, key=first.pk)


def test_only_what_one_reaches_is_ordered(posts, reviewer, other_overseer, liaison, city, county):
    assert [row.post for row in order(reviewer, city).items.all()] == [posts[0]]
    for person, unit in ((other_overseer, city), (liaison, city), (reviewer, county)):
        with pytest.raises(PermissionDenied):
            order(person, unit)
    with pytest.raises(Refused, match="没有可以生成的报告"):
        order(reviewer, city, year=2030)


def poison(monkeypatch, title):
    """One report cannot be set."""

    def set_type(facts):
        if facts.signatory == title:
            raise ValueError("poison")
        return f"{facts.signatory} {facts.year}".encode()

    monkeypatch.setattr(pdf, "annual_report", set_type)


def test_a_bad_report_is_set_aside_and_the_others_go_on(
    posts, overseer, city, monkeypatch, caplog
):  # fmt: skip
    batch = order(overseer, city)
    poison(monkeypatch, "杭州市市长")
    assert work(batch) == 4
    assert (batch.state, states(batch)) == ("done", ["quarantined", "done"])
    assert archive(batch).namelist()[1:] == ["0002 上城区区长2026年度述法报告（进度稿）.pdf"]
    assert index(batch)[0][1:] == [
        "杭州市", "杭州市市长", "未收入", "", "", "", "未能生成：排版时出错（ValueError）",
    ]  # fmt: skip
    assert actions_of_journal() == ["order", "quarantine", "finish"]
    assert caplog.messages.count(f"report 1 of batch {batch.pk} failed") == 3
    caplog.clear()


def test_what_was_set_aside_can_be_tried_again(posts, overseer, city, monkeypatch, caplog):
    batch = order(overseer, city)
    with monkeypatch.context() as bad:
        poison(bad, "杭州市市长")
        work(batch)
    caplog.clear()
    poison(monkeypatch, "nobody")
    report_batches.resume(batch=batch, by=overseer, on=ON)
    assert (batch.state, batch.sha256, states(batch)) == ("queued", "", ["waiting", "done"])
    work(batch)
    work(batch)
    assert (batch.state, len(archive(batch).namelist())) == ("done", 3)
    caplog.clear()


def test_stopped_it_keeps_what_is_made_and_goes_on_from_there(posts, quick, overseer, city):
    batch = order(overseer, city)
    work(batch, at_most=1)
    report_batches.cancel(batch=batch, by=overseer, on=ON)
    report_batches.cancel(batch=batch, by=overseer, on=ON)
    assert (batch.state, states(batch), work(batch)) == ("cancelled", ["done", "waiting"], 0)
    report_batches.resume(batch=batch, by=overseer, on=ON)
    report_batches.resume(batch=batch, by=overseer, on=ON)
    assert work(batch) == 1
    assert (batch.state, len(archive(batch).namelist())) == ("done", 3)
    assert actions_of_journal() == ["order", "cancel", "resume", "finish"]
    for verb in (report_batches.cancel, report_batches.resume):
        with pytest.raises(Conflict):
            verb(batch=batch, by=overseer, on=ON)


def test_it_cannot_go_on_beside_its_like(posts, overseer, city):
    first = order(overseer, city)
    report_batches.cancel(batch=first, by=overseer, on=ON)
    order(overseer, city)
    with pytest.raises(Conflict, match="另一批"):
        report_batches.resume(batch=first, by=overseer, on=ON)


def test_rights_lost_meanwhile_leave_out_the_report(posts, quick, overseer, city):
    """Both ways: not yet made, and made but not yet packed."""
    batch = order(overseer, city)
    work(batch, at_most=1)
    people.change(person=overseer, is_active=False, by=None, on=ON)
    work(batch)
    assert states(batch) == ["left_out", "left_out"]
    assert index(batch)[0] == [1, "", "", "未收入", "", "", "", "生成时下达人已无权查看"]
    assert archive(batch).namelist() == ["目录.xlsx"]


def test_who_lost_rights_takes_nothing_away(posts, quick, city, county):
    both = make_person("both", ("oversee", county), ("confirm", city))
    batch = order(both, city)
    other = order(both, county)
    work(batch)
    work(other)
    grants.withdraw(person=both, code="confirm", unit=city, by=None, on=ON)
    assert list(ReportBatch.objects.visible_to(both, ON)) == [other]
    with pytest.raises(Conflict, match="权限已有变化"):
        report_batches.hand_out(batch=batch, by=both, on=ON)
    report_batches.hand_out(batch=other, by=both, on=ON)
    assert actions_of_journal()[-1] == "hand_out"


def test_a_spoilt_file_is_made_again(posts, quick, overseer, city, caplog):
    batch = order(overseer, city)
    work(batch, at_most=1)
    batch.items.get(position=1).path.unlink()
    work(batch)
    assert states(batch) == ["waiting", "done"]
    work(batch)
    assert (batch.state, len(archive(batch).namelist())) == ("done", 3)
    caplog.clear()


def test_a_full_disk_stops_the_batch_and_nothing_is_lost(
    posts, quick, overseer, city, monkeypatch, caplog
):
    batch = order(overseer, city)
    with monkeypatch.context() as full:
        full.setattr("os.fsync", out_of_space)
        work(batch)
    assert (batch.state, batch.error) == ("failed", "存储空间不足或者无法写入")
    assert (states(batch), list(batch.items.values_list("attempts", flat=True))) == (
        ["waiting", "waiting"], [0, 0],
    )  # fmt: skip
    assert list(batch.folder.iterdir()) == []
    report_batches.resume(batch=batch, by=overseer, on=ON)
    work(batch)
    assert batch.state == "done"
    caplog.clear()


def out_of_space(_handle):
    raise OSError(28, "No space left on device")


def test_archives_and_parts_are_swept_after_their_time(posts, quick, overseer, city):
    batch = order(overseer, city)
    work(batch)
    (batch.folder / ".part-x").write_bytes(b"half")
    report_archives.sweep(on=ON)
    assert [path.suffix for path in batch.folder.iterdir()] == [".zip"]
    report_archives.sweep(on=ON + timedelta(14))
    assert batch.path.exists()
    report_archives.sweep(on=ON + timedelta(15))
    batch.refresh_from_db()
    assert (batch.is_ready, batch.folder.exists()) == (False, False)
    assert actions_of_journal()[-1] == "drop"


def test_the_same_batch_gives_the_same_bytes(posts, quick, overseer, city):
    hashes = set()
    for _ in range(2):
        batch = order(overseer, city)
        work(batch)
        hashes.add(batch.sha256)
    assert len(hashes) == 1


def test_a_report_of_a_closed_year_that_nobody_handed_in_says_so(posts, overseer, city):
    """On its first page, in its name and in the index; nobody's signature stands under it."""
    closed = date(2027, 2, 1)
    batch = order(overseer, city, on=closed)
    work(batch, on=closed)
    inside = archive(batch)
    assert inside.namelist()[1] == "0001 杭州市市长2026年度述法报告（未提交，进度稿）.pdf"
    assert index(batch)[0][3:5] == ["未提交（进度稿）", inside.namelist()[1]]
    content = inside.read(inside.namelist()[1])
    assert b"/ByteRange" not in content  # no signature of the portal's either
    pages = [
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)
    ]  # fmt: skip
    assert "（进度稿）" in pages[0] and "本稿未经述职人提交" in pages[0]
    text = "".join("".join(pages).split())
    assert ("（进度稿，未经述职人签署）" in text, text.count("杭州市市长")) == (True, 1)


def test_what_was_handed_in_goes_in_byte_for_byte(posts, quick, official, overseer, city):
    """Handed in before the order, and between the order and the making."""
    set_term(city, overseer)
    seat = posts[0].appointments.get()
    early = order(overseer, city)
    content = bytes(hand_in(seat).files.get(language="zh-hans").content)
    work(early)
    inside = archive(early)
    assert inside.read("0001 杭州市市长2026年度述法报告.pdf") == content
    assert [row[3] for row in index(early)] == ["已提交", "未提交（进度稿）"]
    again = order(overseer, city)
    assert list(again.items.values_list("appointment", flat=True)) == [seat.pk, None]
    work(again)
    assert again.sha256 == early.sha256
