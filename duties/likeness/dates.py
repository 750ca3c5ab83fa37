"""When a file says it was made: the day on the legal calendar, or nothing."""

import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from PIL import Image

SHANGHAI = ZoneInfo("Asia/Shanghai")
_EXIF, _ORIGINAL, _OFFSET = 0x8769, 0x9003, 0x9011
_PDF = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:([+\-Zz])(?:(\d\d)'?(?:(\d\d)'?)?)?)?"
)


def of_picture(picture: Image.Image) -> date | None:
    """EXIF DateTimeOriginal: the camera's own clock unless it names its offset."""
    try:
        exif = picture.getexif().get_ifd(_EXIF)
        taken = str(exif.get(_ORIGINAL, "")).strip("\0 ")
        offset = str(exif.get(_OFFSET, "")).strip("\0 ")
        return _day(
            datetime.strptime(f"{taken}{offset}", "%Y:%m:%d %H:%M:%S" + "%z" * bool(offset))
        )
    except (ValueError, OSError, KeyError, TypeError, SyntaxError):
        return None


def of_pdf(said: str) -> date | None:
    """``D:20260506093000+08'00'``; without an offset it is taken for local time."""
    found = _PDF.match(said.strip())
    if not found:
        return None
    *numbers, sign, hours, minutes = found.groups()
    try:
        values = [int(n) if n else low for n, low in zip(numbers, (0, 1, 1, 0, 0, 0), strict=True)]
        moment = datetime(*values)
        if sign:
            ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
            moment = moment.replace(tzinfo=timezone(-ahead if sign == "-" else ahead))
        return _day(moment)
    except (ValueError, OverflowError):
        return None


def of_office(said: str) -> date | None:
    """``2026-05-06T01:30:00Z``."""
    try:
        return _day(datetime.fromisoformat(said))
    except (ValueError, OverflowError):
        return None


def _day(moment: datetime) -> date:
    day = moment.astimezone(SHANGHAI).date() if moment.tzinfo else moment.date()
    if not 1990 <= day.year <= 2200:  # A clock that was never set says nothing.
        raise ValueError("not a date of our time")
    return day
