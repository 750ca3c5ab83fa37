"""The one statement that gives a chunk of posts its year: posts × demands, inside the database."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from duties import rules
from duties.models import Obligation, Requirement
from duties.periods import Period

#: Column of the obligation → its type on PostgreSQL; SQLite takes values as they come.
COLUMNS = {
    "requirement_id": "bigint", "year": "smallint", "period_key": "text", "starts_on": "date",
    "due_on": "date", "status": "text", "outcome": "text", "done": "integer",
    "needed": "integer", "facts": "jsonb", "reason_zh": "text", "reason_en": "text",
    "look_on": "date", "checksum": "bigint", "judged_by": "bigint",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Demand:
    """A requirement in a period; ``row`` is the obligation of it that has no record yet."""

    requirement: Requirement
    period: Period
    row: Obligation

    @property
    def track(self) -> str:
        return self.requirement.clause.track

    @property
    def key(self) -> tuple:
        """What tells its tally from others."""
        clause = self.requirement.clause
        code, due_on = self.requirement.code, self.row.due_on
        return self.row.year, clause.track, clause.article, code, due_on

    def is_near(self, on: date) -> bool:
        """Does the day call for a warning?"""
        status = rules.Status(self.row.status)
        return rules.warning_stage(status, due_on=self.row.due_on, on=on) is not None


class Inserted(NamedTuple):
    """A new obligation: its key, its post, what it is an instance of."""

    key: int
    post: int
    demand: Demand


def insert(*, posts: Iterable[int], demands: list[Demand]) -> list[Inserted]:
    """Insert what these posts lack; whatever is there already, whoever made it, stays."""
    if not demands:
        return []
    by_key = {(each.requirement.pk, each.period.key): each for each in demands}
    statement, params = _statement(list(posts), demands)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [
            Inserted(key, post, by_key[requirement, period])
            for key, post, requirement, period in cursor.fetchall()
        ]


def _statement(posts: list[int], demands: list[Demand]) -> tuple[str, list]:
    names = ["track", *COLUMNS]
    values = ", ".join(f"({', '.join(['%s'] * len(names))})" for _ in demands)
    text = f"""
        WITH demand ({", ".join(names)}) AS (VALUES {values})
        INSERT INTO duties_obligation (post_id, {", ".join(COLUMNS)})
        SELECT p.id, {", ".join(_typed(f"d.{name}", kind) for name, kind in COLUMNS.items())}
        FROM organizations_post p JOIN demand d ON d.track = p.track
        WHERE p.id IN ({", ".join(["%s"] * len(posts))})
          AND (p.established_on IS NULL OR p.established_on <= {_typed("d.due_on", "date")})
          AND (p.abolished_on IS NULL OR p.abolished_on > {_typed("d.due_on", "date")})
        ON CONFLICT DO NOTHING
        RETURNING id, post_id, requirement_id, period_key
    """
    rows = [value for demand in demands for value in _values(demand)]
    return text, [*rows, *posts]


def _values(demand: Demand) -> list:
    row = demand.row
    plain = {name: getattr(row, name) for name in COLUMNS}
    plain["facts"] = json.dumps(row.facts, ensure_ascii=False)
    said = [v.isoformat() if isinstance(v, date) else v for v in plain.values()]
    return [str(demand.track), *said]


def _typed(column: str, kind: str) -> str:
    return f"CAST({column} AS {kind})" if connection.vendor == "postgresql" else column
