"""Head, title and number of a document that is sent out, as far as they are rules; pure.

The name of the office is the usual one and can be typed over in each plan.
"""

import re
from collections.abc import Iterator

from duties.wording import Sentence

#: A title of 22 pt has so many characters to a line of 156 mm.
LINE = 20
#: Where a long title may be broken: before these words, and after those.
BEFORE = (
    "专项督查",
    "定期检查",
    "实地暗访",
    "督查",
    "检查",
    "暗访",
    "履行",
    "履职",
    "落实",
    "情况的",
)
AFTER = ("年度", "和", "的", "、")
#: Characters of the head from which on it is set smaller.
SIZES = ((12, "large"), (18, "medium"), (20, "small"))


def office(name_zh: str, name_en: str, *, region: bool) -> Sentence:
    """Who sends it: the office of the region's commission, or the unit itself."""
    if not region:
        return Sentence(name_zh, name_en or name_zh)
    kind = next((end for end in ("自治区", "省", "市", "县", "旗") if name_zh.endswith(end)), "区")
    governed = "区" if kind == "自治区" else kind
    return Sentence(
        f"中共{name_zh}委全面依法治{governed}委员会办公室",
        f"Office of the Commission for Law-based Governance of {name_en or name_zh}",
    )


def number(year: int, place: int) -> Sentence:
    return Sentence(f"督查通报〔{year}〕{place}号", f"Inspection Circular No. {place} of {year}")


def size(head: str) -> str:
    """How large the head is set so that it stands on one line."""
    return next((name for longest, name in SIZES if len(head) <= longest), "smallest")


def lines(title: str) -> tuple[str, ...]:
    """A Chinese title in lines broken by meaning, as even as can be; others stay whole."""
    if len(title) <= LINE or not re.search("[\u4e00-\u9fff]", title):
        return (title,)
    fit = [at for at in _breaks(title) if at <= LINE and len(title) - at <= LINE]
    if not fit:
        return (title,)
    at = min(fit, key=lambda at: (abs(len(title) - 2 * at), at))
    return (title[:at], title[at:])


def _breaks(title: str) -> Iterator[int]:
    for at in range(4, len(title) - 3):
        if title.startswith(BEFORE, at) or title[:at].endswith(AFTER):
            yield at
