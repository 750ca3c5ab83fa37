"""Small evidence files made on the spot: a page drawn as a picture, or a one-page PDF."""

import hashlib
import io
import os
import random
from datetime import datetime
from functools import lru_cache

from PIL import ExifTags, Image, ImageDraw, ImageFont

from duties.models import Evidence
from organizations import fonts

SIZE = (620, 877)


@lru_cache
def _font(points: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.path_of("FandolFang")), points)


@lru_cache(maxsize=4096)
def draw(title: str, lines: tuple[str, ...], as_pdf: bool = False) -> tuple[bytes, str]:
    """Bytes and media type of one page with a title and some lines."""
    page = Image.new("L", SIZE, 250)
    pen = ImageDraw.Draw(page)
    pen.text((SIZE[0] // 2, 90), title, font=_font(26), fill=20, anchor="mm")
    pen.line((60, 130, SIZE[0] - 60, 130), fill=90, width=2)
    for number, line in enumerate(lines):
        pen.text((70, 160 + number * 34), line, font=_font(18), fill=40)
    pen.text((SIZE[0] - 70, SIZE[1] - 60), "演示数据", font=_font(16), fill=120, anchor="rm")
    out = io.BytesIO()
    if as_pdf:
        # Without the day of the seeding: it would contradict every day of the story.
        page.save(out, "PDF", resolution=75, quality=60, creationDate=None, modDate=None)
        return out.getvalue(), "application/pdf"
    page.convert("1").save(out, "PNG")
    return out.getvalue(), "image/png"


def photograph(seed: str, quality: int, taken: datetime | None = None) -> tuple[bytes, str]:
    """A meeting room of light and shapes, as JPEG; the same ``seed`` is the same meeting."""
    chance = random.Random(seed)
    picture = Image.radial_gradient("L").resize((960, 720)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 430, 960, 720), fill=(104, 84, 66))
    pen.text((480, 70), "专题会议", font=_font(64), fill=(160, 30, 30), anchor="mm")
    for _ in range(14):
        x, y, colour = chance.randrange(960), chance.randrange(280, 620), chance.randrange(20, 90)
        pen.ellipse((x - 34, y - 70, x + 34, y), fill=(214, 178, 150))
        pen.rounded_rectangle((x - 62, y, x + 62, y + 200), 30, fill=(colour, colour, colour + 20))
    exif = Image.Exif()
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = (
            f"{taken:%Y:%m:%d %H:%M:%S}"
        )
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue(), "image/jpeg"


def keep(content: bytes) -> str:
    """Put the bytes where evidence lies; returns their SHA-256. Demo data skips the fsync."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = Evidence(sha256=sha256).path
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.chmod(path, 0o440)
    return sha256


def ending(media_type: str) -> str:
    return {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}[media_type]
