"""Makes a portal of any size: real divisions, their posts, a year opened by the portal itself,
three confirmed records an obligation, each with the status that follows from them.

Set-based, so that the country takes minutes. What it writes is proved afterwards: a full
re-check of the portal finds nothing to change.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction
from django.utils import timezone

from duties import rules
from duties.actions import inserting, obligations, proof, recount
from duties.models import Requirement
from organizations.models import Post, Unit, User

YEAR = 2026
OPENED = date(YEAR, 1, 1)
#: The day on which everything is measured: no due date and no warning day.
ON = date(YEAR, 11, 23)
#: Obligations → provinces taken whole, townships included (None: the country).
SIZES = {"8k": 7_900, "115k": 115_000, "400k": 400_000, "3.2M": 3_200_000}
RECORDS = 3
STEP = 4
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def build(size: str, regions: Path) -> None:
    """Fill the configured, migrated database; the regulation is loaded already."""
    if connection.vendor == "postgresql":
        _run("SET statement_timeout = 0")
    units = list(_divisions(size, regions))
    _units(units)
    _posts()
    User.objects.bulk_create([User(username="bench", name_zh="测试用户", name_en="Bench")])
    obligations.open_year(year=YEAR, on=OPENED)
    with transaction.atomic():
        _records()
        _items()
        _verdicts()
        _checksums()
    recount.rebuild(year=YEAR)
    _analyze()


def _divisions(size: str, regions: Path) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Name, level, code and place in the tree (names from the root down) of each division."""
    data = json.loads((regions / "data/divisions_v1.json").read_text(encoding="utf-8"))
    towns = json.loads((regions / "data/townships_v1.json").read_text(encoding="utf-8"))
    wanted, posts = SIZES[size] / 39, 0
    whole = size == "3.2M"
    if whole:
        yield "全国", "country", "000000000000", ("全国",)
    names = list(data["provinces"])
    names.insert(0, names.pop(names.index("浙江省")))
    for name in names:
        if posts >= wanted and not whole:
            return
        above = ("全国",) if whole else ()
        for row in _province(name, data["provinces"][name], towns if size != "8k" else {}):
            posts += 2
            yield (*row[:3], (*above, *row[3]))


def _province(name, province, towns):
    yield name, "province", province["code"], (name,)
    for city, content in province["cities"].items():
        trail = (name, city or name)
        if city and content["code"]:
            yield city, "city", content["code"], trail
        else:
            trail = (name,)
        for county, code in content["counties"].items():
            yield county, "county", code, (*trail, county)
            for town, town_code in towns.get(code, {}).get("townships", {}).items():
                yield town, "township", town_code, (*trail, county, town)


def _units(divisions) -> None:
    """Nodes with the paths that treebeard would give them."""
    places: dict[tuple, str] = {}
    counts: dict[str, int] = {}
    rows, codes = [], set()
    for name, level, code, trail in divisions:
        if trail in places or code in codes:
            continue
        above = places.get(trail[:-1], "")
        counts[above] = counts.get(above, 0) + 1
        places[trail] = path = above + _digits(counts[above])
        codes.add(code)
        rows.append(Unit(path=path, depth=len(path) // STEP, name_zh=name, name_en=name,
                         kind="region", level=level, code=code))  # fmt: skip
    for row in rows:
        row.numchild = counts.get(row.path, 0)
    Unit.objects.bulk_create(rows, batch_size=2000)


def _digits(number: int) -> str:
    text = ""
    for _ in range(STEP):
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text


def _posts() -> None:
    units = Unit.objects.order_by("path").values_list("pk", "name_zh")
    Post.objects.bulk_create(
        (
            Post(unit_id=unit, track=track, title_zh=f"{name}{title}", title_en=f"{name} {track}")
            for unit, name in units
            for track, title in (("party", "党委书记"), ("government", "政府主要负责人"))
        ),
        batch_size=2000,
    )


def _run(statement: str, params=()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def _records() -> None:
    """The first record of every obligation, then the second, then the third, as a year brings
    them; none to three of them are confirmed."""
    person = User.objects.get(username="bench").pk
    now = timezone.now().isoformat()
    postgresql = connection.vendor == "postgresql"
    token = "gen_random_uuid()" if postgresql else "lower(hex(randomblob(16)))"
    held = "o.starts_on + 5 + k.n" if postgresql else "date(o.starts_on, (5 + k.n) || ' days')"
    _run(
        f"""
        INSERT INTO duties_record (id, post_id, held_on, title, account, place, participants,
          state, version, token, logged_by_id, logged_at, submitted_by_id, submitted_at,
          reviewed_by_id, reviewed_at, return_reason, strike_reason, times_returned)
        SELECT {_record("k.n")}, o.post_id, {held}, '专题会议' || k.n, '研究部署。', '', '',
          CASE WHEN k.n < (o.id * 7) %% 5 THEN 'confirmed' ELSE 'submitted' END,
          3, {token}, %s, {_time()}, %s, {_time()}, %s, {_time()}, '', '', 0
        FROM duties_obligation o
        CROSS JOIN (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2) AS k ORDER BY 1
        """,
        [person, now, person, now, person, now],
    )
    if postgresql:
        _run("SELECT setval(pg_get_serial_sequence('duties_record', 'id'), "
             "(SELECT MAX(id) FROM duties_record))")  # fmt: skip


def _time() -> str:
    return "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"


def _record(number: str) -> str:
    """The key of the record ``number`` of obligation o."""
    return f"{number} * (SELECT MAX(id) FROM duties_obligation) + o.id"


def parts_of(requirement: Requirement) -> list[dict]:
    """What records 0, 1 and 2 give to an obligation of it."""
    rule = requirement.rule
    names = list(rule.parts) or [""]
    named = [{"name": names[number % len(names)]} for number in range(RECORDS)]
    if requirement.kind == "rate":
        return [part | {"numerator": 9, "denominator": 10} for part in named]
    if requirement.kind == "register":
        return [{"name": "", "numerator": 1, "denominator": 1}] * RECORDS
    if requirement.kind == "standing":
        return [part | {"valid_from": date(YEAR, 1, 5)} for part in named]
    return named


def _items() -> None:
    """One item a record, as its requirement asks for it."""
    date_type = "date" if connection.vendor == "postgresql" else ""
    for requirement in Requirement.objects.all():
        for number, part in enumerate(parts_of(requirement)):
            valid = part.get("valid_from")
            _run(
                f"""
                INSERT INTO duties_recorditem (record_id, obligation_id, name, numerator,
                  denominator, valid_from, valid_until, nil)
                SELECT {_record(str(number))}, o.id, %s, %s, %s,
                  {'CAST(%s AS date)' if date_type else '%s'}, NULL, %s
                FROM duties_obligation o WHERE o.requirement_id = %s
                """,
                [part["name"], part.get("numerator"), part.get("denominator"),
                 valid and valid.isoformat(), False, requirement.pk],
            )  # fmt: skip


def _verdicts() -> None:
    """Obligations of one requirement and period with as many confirmed records stand alike."""
    demands = obligations._demands(YEAR, OPENED)
    for demand in demands:
        row = demand.row
        for confirmed in range(RECORDS + 1):
            values = _judged(demand, confirmed)
            columns = ", ".join(f"{name} = {_value(kind)}" for name, kind in KINDS.items())
            held = f"CASE WHEN (id * 7) %% 5 > {RECORDS} THEN {RECORDS} ELSE (id * 7) %% 5 END"
            _run(
                f"UPDATE duties_obligation SET {columns} WHERE requirement_id = %s"
                f" AND period_key = %s AND {held} = %s",
                [*values, demand.requirement.pk, row.period_key, confirmed],
            )


KINDS = {
    name: kind for name, kind in inserting.COLUMNS.items()
    if name in ("status", "outcome", "done", "needed", "facts", "reason_zh", "reason_en",
                "look_on", "judged_by")
}  # fmt: skip


def _value(kind: str) -> str:
    return f"CAST(%s AS {kind})" if connection.vendor == "postgresql" else "%s"


def _judged(demand, confirmed: int) -> list:
    row, requirement = demand.row, demand.requirement
    items = [
        rules.Item(
            record_id=number, held_on=row.starts_on + timedelta(days=5 + number),
            title=f"专题会议{number}", **part,
        )
        for number, part in enumerate(parts_of(requirement)[:confirmed])
    ]  # fmt: skip
    facts = rules.tally(requirement.kind, items, due_on=row.due_on)
    verdict = rules.judge(requirement.rule, facts, due_on=row.due_on, on=ON)
    status = rules.status_of(verdict, due_on=row.due_on, on=ON)
    look_on = rules.look_on(status, facts, requirement.rule, due_on=row.due_on, on=ON)
    reason = verdict.reason.naming(requirement.names_en)
    return [
        str(status), str(verdict.outcome), verdict.done, verdict.needed,
        json.dumps(facts.to_json(), ensure_ascii=False), reason.zh, reason.en,
        look_on and look_on.isoformat(), requirement.mark,
    ]  # fmt: skip


def _checksums() -> None:
    _marks, kinds = proof._rules()
    _run(
        f"""
        UPDATE duties_obligation SET checksum = f.total FROM (
          SELECT o.id AS obligation, SUM({proof._item(kinds)}) AS total
          FROM duties_obligation o
          JOIN duties_recorditem i ON i.obligation_id = o.id
          JOIN duties_record r ON r.id = i.record_id AND r.state = 'confirmed'
          GROUP BY o.id) AS f
        WHERE duties_obligation.id = f.obligation
        """
    )


def _analyze() -> None:
    _run("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    build(sys.argv[1], Path("var/bench/regions"))
