"""Reading files and holding them against each other, without a portal around."""

import io
import struct
import zipfile
from datetime import date

import pytest
from PIL import Image

from duties import filetypes, likeness
from duties.likeness import dates, pictures, texts
from tests import files


@pytest.fixture
def read(tmp_path):
    """``read(bytes, media type)``: the fingerprint."""

    def read(content: bytes, media_type: str = "image/jpeg"):
        path = tmp_path / "file"
        path.write_bytes(content)
        return likeness.fingerprint(path, media_type)

    return read


def alike(one, other) -> bool:
    """Found among many, and judged alike."""
    found = likeness.bands(one) & likeness.probes(other)
    return bool(found) and likeness.near_pictures(one, other) > 0


@pytest.mark.parametrize("seed", range(5))
def test_a_picture_is_known_again_saved_resized_and_cropped(read, seed):
    scene = files.scene(seed)
    first = read(files.photograph(scene))
    for copy in (
        files.photograph(scene, quality=40),
        files.photograph(scene.resize((320, 240))),
        files.photograph(scene.crop((16, 12, 624, 468))),
    ):
        assert alike(first, read(copy)) and alike(read(copy), first)


def test_other_pictures_are_not_alike(read):
    read_ = [read(files.photograph(files.scene(seed))) for seed in range(12)]
    near = [likeness.near_pictures(a, b) for i, a in enumerate(read_) for b in read_[:i]]
    assert max(near) == 0


def test_a_picture_that_lies_on_its_side_in_the_camera_is_turned_upright(read):
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = files.photograph(files.scene(1).rotate(90, expand=True), exif=exif)
    assert likeness.near_pictures(read(turned), read(files.photograph(files.scene(1)))) > 0.9


def test_what_is_empty_says_nothing(read):
    assert read(files.png((400, 400)), "image/png").pictures == ()
    assert read(files.png(), "image/png").pictures == ()


def test_transparent_pictures_stand_on_white(read):
    out = io.BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(out, "PNG")
    assert read(out.getvalue(), "image/png").pictures == ()


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0", b"not a picture"])
def test_broken_pictures_are_unreadable(read, content):
    with pytest.raises(likeness.Unreadable):
        read(content)


def test_half_a_picture_is_unreadable(read):
    with pytest.raises(likeness.Unreadable):
        read(files.photograph(files.scene(1))[:4000])


def test_a_picture_of_too_many_pixels_is_not_opened(read):
    content = bytearray(files.png())
    content[16:24] = struct.pack(">II", 10_000, pictures.PIXELS_MAX // 10_000 + 1)
    with pytest.raises(likeness.Unreadable):
        read(bytes(content), "image/png")


def test_texts_are_known_again_across_formats(read):
    text = files.minutes(1)
    plain = read(text.encode("gb18030"), "text/plain")
    word = read(files.docx(text.replace("。", "， ")), filetypes.DOCX)
    assert likeness.near_texts(plain, word) > 0.95
    assert likeness.bands(plain) & likeness.probes(word)
    assert word.excerpt.startswith(text[:15])


def test_a_few_words_changed_are_still_the_same_text(read):
    text = files.minutes(1)
    changed = text[:100] + "甲乙丙丁" + text[104:]
    one, other = (read(each.encode(), "text/plain") for each in (text, changed))
    assert likeness.near_texts(one, other) >= likeness.TEXTS_ALIKE


def test_other_texts_are_not_alike_and_short_ones_not_compared(read):
    one, other = (read(files.minutes(seed).encode(), "text/plain") for seed in (1, 2))
    assert likeness.near_texts(one, other) < 0.3
    short = read("签到表".encode(), "text/plain")
    assert (short.signature, short.words) == (None, 0)
    assert likeness.near_texts(short, short) == 0


def test_blanks_width_and_case_make_no_difference():
    assert texts.normalised("Ａ，b  c\n。") == "abc"


def pdf(*scans: Image.Image) -> bytes:
    out = io.BytesIO()
    scans[0].save(out, "PDF", save_all=True, append_images=scans[1:])
    return out.getvalue()


def test_pages_without_text_are_looked_at(read):
    scanned = read(pdf(files.scene(1), files.scene(2)), "application/pdf")
    assert len(scanned.pictures) == 2
    assert alike(scanned, read(files.photograph(files.scene(2))))
    assert scanned.date_kind == "created" and scanned.made_on


def test_only_so_many_pages(read):
    assert len(read(pdf(*[files.scene(1, (64, 64))] * 12), "application/pdf").pictures) == 10


def test_a_broken_pdf_is_unreadable(read):
    with pytest.raises(likeness.Unreadable):
        read(files.PDF, "application/pdf")


def test_pictures_inside_a_document_are_seen(read):
    out = io.BytesIO(files.docx("照片"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/media/image1.jpeg", files.photograph(files.scene(3)))
        archive.writestr("word/media/image2.jpeg", b"broken")
    document = read(out.getvalue(), filetypes.DOCX)
    assert alike(document, read(files.photograph(files.scene(3))))


def test_no_entities_and_no_broken_parts(read):
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><w:t xmlns:w="w">&a;</w:t>'
    for content in (bomb, "<unclosed"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("word/document.xml", content)
        with pytest.raises(likeness.Unreadable):
            read(out.getvalue(), filetypes.DOCX)
    with pytest.raises(likeness.Unreadable):
        read(b"PK\x03\x04", filetypes.DOCX)


def test_a_part_larger_than_any_document_is_not_unpacked(read, monkeypatch):
    monkeypatch.setattr(texts, "PART_MAX", 100)
    with pytest.raises(likeness.Unreadable):
        read(files.docx("法" * 200), filetypes.DOCX)


def test_older_formats_are_compared_by_their_bytes_alone(read):
    assert read(b"anything", "application/msword") == likeness.Fingerprint()


@pytest.mark.parametrize(
    "said, day",
    [
        ("D:20260506093000+08'00'", date(2026, 5, 6)),
        ("D:20260506200000Z", date(2026, 5, 7)),
        ("D:20260506200000-05'00'", date(2026, 5, 7)),
        ("D:2026", date(2026, 1, 1)),
        ("D:20261399", None),
        ("D:19040101", None),
        ("", None),
    ],
)
def test_dates_of_pdf(said, day):
    assert dates.of_pdf(said) == day


@pytest.mark.parametrize(
    "said, day",
    [
        ("2026-05-06T20:00:00Z", date(2026, 5, 7)),
        ("2026-05-06", date(2026, 5, 6)),
        ("soon", None),
    ],
)
def test_dates_of_office(read, said, day):
    assert dates.of_office(said) == day
    assert read(files.docx("x", core=said), filetypes.DOCX).made_on == day


def test_a_photograph_says_when_it_was_taken(read):
    taken = read(files.photograph(files.scene(1), taken="2026:05:06 23:30:00"))
    assert (taken.made_on, taken.date_kind) == (date(2026, 5, 6), "taken")
    unset = read(files.photograph(files.scene(1), taken="0000:00:00 00:00:00"))
    assert (unset.made_on, unset.date_kind) == (None, "")
