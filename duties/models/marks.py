"""Numbers that the database itself keeps beside what they stand for, and cannot let go stale.

``rules.checksums`` in SQL: generated columns, so that a full re-check adds up small numbers
from an index instead of reading dates, figures and names of millions of rows.
"""

from django.db import models
from django.db.models import BigIntegerField, Case, F, IntegerField, Value, When
from django.db.models.functions import Cast, Coalesce, Length, Mod, Round, Substr

from duties.rules import checksums


class Letter(models.Func):
    """The number of the first character of a text; 0 of none."""

    function = "ascii"
    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="unicode", **context)


class DayNumber(models.Func):
    """Days since ``checksums.DAY_ZERO``."""

    template = f"(%(expressions)s - DATE '{checksums.DAY_ZERO}')"
    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        zero = f"julianday('{checksums.DAY_ZERO}')"
        template = f"CAST(julianday(%(expressions)s) - {zero} AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)


def text_mark(name: str):
    """``checksums.text_mark`` of a column."""
    letters = sum(
        (
            (2 * place - 1) * Coalesce(Letter(Substr(name, place, 1)), 0)
            for place in checksums.PLACES
        ),
        checksums.LENGTH_WEIGHT * Length(name),
    )
    whole = Mod(Cast(letters, BigIntegerField()), checksums.TEXT_MODULUS)
    return Case(When(**{name: ""}, then=Value(0)), default=whole, output_field=BigIntegerField())


def day_mark(name: str):
    return Coalesce(DayNumber(name), 0)


def figure_mark(name: str):
    cents = Cast(Round(F(name) * 100), BigIntegerField()) + 1
    return Case(
        When(**{f"{name}__isnull": True}, then=Value(0)),
        default=Mod(cents, checksums.FIGURE_MODULUS), output_field=BigIntegerField(),
    )  # fmt: skip


def item_mark():
    """``checksums.item_mark`` of a ``RecordItem``."""
    weights = checksums.WEIGHTS
    nil = Case(When(nil=True, then=Value(1)), default=Value(0), output_field=BigIntegerField())
    figures = sum(
        (weights[name] * figure_mark(name) for name in ("numerator", "denominator")), Value(1)
    )
    days = sum((weights[name] * day_mark(name) for name in ("valid_from", "valid_until")), Value(0))
    line = figures + days + weights["nil"] * nil
    return Cast((1 + text_mark("name")) * line, BigIntegerField())
