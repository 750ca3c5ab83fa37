"""Small real files of every kind, made on the spot."""

import io
import random
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf_upload(name: str = "会议纪要.pdf") -> SimpleUploadedFile:
    return upload(name, PDF)


def png(size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "PNG")
    return out.getvalue()


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "blue").save(out, "JPEG")
    return out.getvalue()


def photo_upload(name: str = "现场.jpg") -> SimpleUploadedFile:
    return upload(name, jpeg())


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return out.getvalue()


DOCX = ("[Content_Types].xml", "word/document.xml")
XLSX = ("[Content_Types].xml", "xl/workbook.xml")


def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Something like a photograph: light falling off, a few things in it, grain."""
    chance = random.Random(seed)
    tones = [
        Image.radial_gradient("L"),
        Image.linear_gradient("L").rotate(90 * chance.randrange(4)),
    ]
    picture = Image.merge("RGB", [tones[chance.randrange(2)] for _ in range(3)]).resize(size)
    pen = ImageDraw.Draw(picture)
    for _ in range(12):
        left, top = chance.randrange(size[0]), chance.randrange(size[1])
        box = (left, top, left + chance.randrange(20, 220), top + chance.randrange(20, 220))
        colour = tuple(chance.randrange(256) for _ in range(3))
        chance.choice((pen.ellipse, pen.rectangle))(box, fill=colour)
    return picture


def photograph(picture: Image.Image, quality: int = 90, taken: str = "", **options) -> bytes:
    """JPEG bytes; ``taken`` as cameras write it: ``2026:05:06 09:30:00``."""
    out = io.BytesIO()
    if taken:
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = taken
        options["exif"] = exif
    picture.save(out, "JPEG", quality=quality, **options)
    return out.getvalue()


def docx(text: str, core: str = "") -> bytes:
    """A Word document of one paragraph."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>',
        )
        if core:
            archive.writestr(
                "docProps/core.xml", f'<c xmlns:d="d"><d:created>{core}</d:created></c>'
            )
    return out.getvalue()


def minutes(seed: int, sentences: int = 30) -> str:
    """Minutes of a meeting as nobody else wrote them."""
    chance = random.Random(seed)
    words = ("法治", "政府", "依法", "行政", "决策", "审查", "会议", "研究", "部署", "执法", "监督",
             "公开", "培训", "考核", "责任", "落实", "机关", "规范", "程序", "听证", "复议", "应诉")  # fmt: skip
    said = ("".join(chance.choices(words, k=9)) for _ in range(sentences))
    return "。".join(said)
