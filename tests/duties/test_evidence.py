"""Evidence: taken by content, served only through a check and never run in the browser."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from duties.actions import evidence, records
from duties.actions.errors import Conflict
from duties.models import Evidence
from tests import files
from tests.cast import ON


def take(post, by, name, content, token=None):
    return evidence.receive(
        file=files.upload(name, content), token=token or uuid.uuid4(), unit=post.unit, by=by, on=ON
    )


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("会议纪要.pdf", files.PDF, "application/pdf"),
        ("照片.PNG", files.png(), "image/png"),
        ("照片.jpg", files.jpeg(), "image/jpeg"),
        ("说明.txt", "文字".encode(), "text/plain"),
    ],
)
def test_what_is_allowed_is_kept_by_its_hash(post, liaison, name, content, media_type):
    row = take(post, liaison, name, content)
    assert (row.media_type, row.size, row.name) == (media_type, len(content), name)
    assert row.path.read_bytes() == content
    assert row.path.name == row.sha256


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("空.pdf", b"", "空文件"),
        ("木马.pdf", b"MZ\x90\x00", "类型不在允许范围"),
        ("网页.txt", b"<html><script>", "类型不在允许范围"),
        ("图.svg", b"<svg/>", "类型不在允许范围"),
        ("改名.docx", files.PDF, "与扩展名不符"),
        ("坏.docx", b"PK\x03\x04broken", "已损坏"),
        ("宏.docx", files.zipped("word/document.xml", "word/vbaProject.bin"), "含有宏"),
    ],
)
def test_what_is_not_allowed_is_refused_by_name(post, liaison, name, content, message):
    with pytest.raises(evidence.BadEvidence, match=message) as refused:
        take(post, liaison, name, content)
    assert name in str(refused.value)
    assert Evidence.objects.count() == 0


def test_too_large_is_refused(post, liaison, settings):
    settings.EVIDENCE_MAX_BYTES = 10
    with pytest.raises(evidence.BadEvidence, match="上限"):
        take(post, liaison, "大.pdf", files.PDF)


def test_the_same_file_of_the_same_form_is_one(post, liaison):
    token = uuid.uuid4()
    first = take(post, liaison, "纪要.pdf", files.PDF, token)
    assert take(post, liaison, "纪要.pdf", files.PDF, token) == first


def test_a_sealed_record_keeps_its_evidence(confirm, obligation, liaison):
    row = confirm(obligation).evidence.get()
    with pytest.raises(Conflict):
        evidence.remove(evidence=row, unit=obligation.unit, by=liaison, on=ON)


def test_a_download_does_nothing_in_the_browser(client, confirm, obligation, overseer):
    row = confirm(obligation).evidence.get()
    client.force_login(overseer)
    answer = client.get(row.get_absolute_url(), {"inline": "1"})
    assert b"".join(answer.streaming_content) == files.PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_a_picture_may_be_shown(client, post, liaison):
    row = take(post, liaison, "照片.png", files.png())
    client.force_login(liaison)
    answer = client.get(row.get_absolute_url(), {"inline": "1"})
    answer.close()
    assert answer["Content-Disposition"].startswith("inline")


def test_others_do_not_know_of_it(client, confirm, obligation, log, other_overseer, overseer):
    sealed, draft = confirm(obligation).evidence.get(), log(obligation).evidence.get()
    client.force_login(other_overseer)
    assert client.get(sealed.get_absolute_url()).status_code == 404
    client.force_login(overseer)
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_file_that_is_gone_is_said(client, post, liaison):
    row = take(post, liaison, "纪要.pdf", files.PDF)
    row.path.unlink()
    client.force_login(liaison)
    assert client.get(row.get_absolute_url()).status_code == 404


def test_a_file_can_be_taken_off_a_draft(client, log, obligation, liaison):
    record = log(obligation)
    client.force_login(liaison)
    client.post(reverse("duties:evidence_remove", args=[record.evidence.get().pk]))
    assert record.evidence.count() == 0


def test_what_was_never_saved_is_swept_after_a_week(obligation, liaison):
    """An abandoned upload goes with its bytes; what hangs on a record stays."""
    kept, dropped = uuid.uuid4(), uuid.uuid4()
    take(obligation.post, liaison, "甲.txt", b"a", kept)
    gone = take(obligation.post, liaison, "乙.txt", b"b", dropped)
    records.log(post=obligation.post, token=kept, serves={}, by=liaison, on=ON,
                held_on=ON, title="会议", account="研究。")  # fmt: skip
    assert evidence.sweep(before=timezone.now() + timedelta(days=1)) == 1
    assert not gone.path.exists()
    assert Evidence.objects.get().path.exists()
