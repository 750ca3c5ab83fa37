"""Administrative divisions as data: names, levels and what their two posts are called.

The format is described in docs/divisions.md. No database, no framework.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import yaml

LEVELS = ("province", "city", "county")
CODE = re.compile(r"[1-9][0-9]{5}")
KEYS = {"code", "level", "zh", "en"}
#: The place itself: an autonomous county is not called by its nationality for short.
PLACE = re.compile(r"(.{2,}?)(?:(?:.{1,3}族)+自治县|[省市县区])")


class DivisionError(ValueError):
    """A file of divisions that cannot be used; says which entry and why."""


@dataclass(frozen=True)
class Division:
    """A region with its GB/T 2260 code; the code also says what it belongs to."""

    code: str
    level: str
    name_zh: str
    name_en: str

    @property
    def parent_code(self) -> str | None:
        return {"province": None, "city": f"{self.code[:2]}0000", "county": f"{self.code[:4]}00"}[
            self.level
        ]

    @property
    def short_zh(self) -> str:
        """杭州市 → 杭州, 景宁畲族自治县 → 景宁."""
        found = PLACE.fullmatch(self.name_zh)
        return found.group(1) if found else self.name_zh

    @property
    def short_en(self) -> str:
        """Hangzhou City → Hangzhou: place names are one word in Pinyin."""
        return self.name_en.split()[0]

    @property
    def party_title(self) -> tuple[str, str]:
        """The Party-committee head, in Chinese and English."""
        committee = {
            "省": f"{self.short_en} Provincial",
            "市": f"{self.short_en} Municipal",
        }.get(self.name_zh[-1], self.name_en)
        return f"中共{self.name_zh}委书记", f"Secretary of the CPC {committee} Committee"

    @property
    def government_title(self) -> tuple[str, str]:
        """The government head, in Chinese and English."""
        suffix = self.name_zh[-1]
        english = {
            "省": f"Governor of {self.name_en}",
            "市": f"Mayor of {self.short_en}",
            "县": f"County Governor of {self.short_en}",
            "区": f"Governor of {self.name_en}",
        }[suffix]
        return f"{self.name_zh}{suffix}长", english


def parse(text: str) -> tuple[Division, ...]:
    """The divisions of a file, every parent before its children."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise DivisionError(f"not YAML: {error}") from error
    rows = content.get("divisions") if isinstance(content, dict) else None
    if not isinstance(rows, list) or not rows:
        raise DivisionError('the file must have a list "divisions"')
    divisions = sorted((_division(row) for row in rows), key=lambda one: one.code)
    _hang_together(divisions)
    return tuple(divisions)


def _division(row) -> Division:
    if not isinstance(row, dict) or set(row) != KEYS:
        raise DivisionError(f"{row!r} must have exactly the keys {', '.join(sorted(KEYS))}")
    if not all(isinstance(value, str) and value.strip() for value in row.values()):
        raise DivisionError(f"{row!r}: every value must be a text, not empty (quote the code)")
    if not CODE.fullmatch(row["code"]):
        raise DivisionError(f"{row['code']!r} is not a code of six digits")
    if row["level"] not in LEVELS:
        raise DivisionError(f"{row['code']}: level must be one of {', '.join(LEVELS)}")
    if row["zh"][-1] not in "省市县区":
        raise DivisionError(f"{row['code']}: {row['zh']} does not end in 省, 市, 县 or 区")
    return Division(row["code"], row["level"], row["zh"], row["en"])


def _hang_together(divisions: Iterable[Division]) -> None:
    levels: dict[str, str] = {}
    for one in divisions:
        if one.code in levels:
            raise DivisionError(f"{one.code} is given twice")
        levels[one.code] = one.level
        parent = one.parent_code
        if parent is not None and levels.get(parent) not in LEVELS[: LEVELS.index(one.level)]:
            raise DivisionError(f"{one.code} {one.name_zh}: its parent {parent} is missing")
