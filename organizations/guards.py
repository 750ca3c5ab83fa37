"""Triggers that refuse to change or delete rows of append-only tables.

Installed by migrations on SQLite and PostgreSQL. They stop the application and anyone
with its database role; a superuser is caught by the journal's hash chain instead.
"""

JOURNAL = ("organizations_journalentry",)
MATTERS = ("organizations_matterentry",)
#: Frozen documents: what was sent out is never another.
DOCUMENTS = ("assessments_inspectiondocument",)
#: What was said, decided, served and issued in an accountability case.
CASES = (
    "accountability_statement",
    "accountability_decision",
    "accountability_service",
    "accountability_correction",
    "accountability_casedocument",
)
#: The register of interference (Art. 8(4)): corrections stand beside, nothing is rewritten.
REGISTER = tuple(
    f"accountability_{name}"
    for name in (
        "interferenceentry", "interferenceaddition", "interferencehandling", "registerquarter",
        "quarterentry", "quarterrecord", "registerdocument",
    )
)  # fmt: skip
INCENTIVES = ("accountability_incentivedocument",)
#: Year-end reports as handed in, their files, and what was said of them.
REPORTS = (
    "assessments_frozenreport",
    "assessments_frozenfile",
    "assessments_evaluation",
)
TABLES = JOURNAL + MATTERS + DOCUMENTS + CASES + REGISTER + INCENTIVES + REPORTS
#: Table → when its rows can no longer change, told of the row (OLD, or NEW for what is added).
_PUBLISHED = """EXISTS (SELECT 1 FROM assessments_assessment a WHERE a.id = {key}
    AND a.stage = 'published')"""
_OF_SCORE = """EXISTS (SELECT 1 FROM assessments_assessment a JOIN assessments_score s
    ON s.assessment_id = a.id WHERE s.id = {row}.score_id AND a.stage = 'published')"""
FROZEN = {
    "assessments_assessment": "{row}.stage = 'published'",
    "assessments_score": _PUBLISHED.format(key="{row}.assessment_id"),
    "assessments_scoreholder": _OF_SCORE,
    "assessments_objection": _OF_SCORE,
    "assessments_objectionfile": _OF_SCORE,
}
#: What is whole before it is frozen: a row of it may come as it is.
_MAY_BE_ADDED = ("assessments_assessment",)

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES = (
    """
    CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql
    """,
    """
    CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
    """,
    """
    CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()
    """,
)

_SQLITE_WHEN = """
CREATE TRIGGER IF NOT EXISTS {table}_frozen_{verb} BEFORE {verb} ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, '{table} is frozen once published'); END
"""
_POSTGRES_IF = """
CREATE OR REPLACE FUNCTION {table}_frozen_{verb}() RETURNS trigger AS $$
BEGIN
  IF {when} THEN RAISE EXCEPTION '{table} is frozen once published'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
"""
_POSTGRES_WHEN = """
CREATE OR REPLACE TRIGGER {table}_frozen_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_frozen_{verb}()
"""


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [_SQLITE.format(table=table, verb=verb) for verb in ("UPDATE", "DELETE")]
    return [statement.format(table=table) for statement in _POSTGRES]


def _frozen_statements(vendor: str, table: str) -> list[str]:
    """UPDATE, DELETE and, into what is frozen as a whole, INSERT; on PostgreSQL TRUNCATE too."""
    verbs = {"UPDATE": "OLD", "DELETE": "OLD", "INSERT": "NEW"}
    if table in _MAY_BE_ADDED:
        del verbs["INSERT"]
    made = [] if vendor == "sqlite" else [_POSTGRES[0].format(table=table), _truncation(table)]
    for verb, row in verbs.items():
        form = _SQLITE_WHEN if vendor == "sqlite" else _POSTGRES_WHEN
        when = FROZEN[table].format(row=row)
        if vendor != "sqlite":  # a trigger's own condition may hold no subquery there
            made.append(_POSTGRES_IF.format(table=table, verb=verb.lower(), when=when))
        made.append(form.format(table=table, verb=verb.lower(), when=when))
    return made


def _truncation(table: str) -> str:
    return _POSTGRES[2].format(table=table)


def install(connection, tables=None) -> None:
    """On these append-only tables; without naming any on all, those frozen in part included."""
    with connection.cursor() as cursor:
        for table in TABLES if tables is None else tables:
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)
    if tables is None:
        freeze(connection)


def freeze(connection, tables=tuple(FROZEN)) -> None:
    """On tables whose rows can change until what they belong to is published."""
    with connection.cursor() as cursor:
        for table in tables:
            for statement in _frozen_statements(connection.vendor, table):
                cursor.execute(statement)


def remove(connection, tables=None) -> None:
    """Only for a test's flush and for reversing the migration."""
    with connection.cursor() as cursor:
        for table in TABLES if tables is None else tables:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_UPDATE")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_DELETE")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")
    if tables is None:
        thaw(connection)


#: Table → columns that no longer change once the condition holds of the row.
FIXED = {
    "assessments_indicatorscheme": (
        ("content", "unit_id", "year", "version", "reason"), "OLD.state <> 'draft'",
    ),
}  # fmt: skip
_SQLITE_FIXED = """
CREATE TRIGGER IF NOT EXISTS {table}_fixed BEFORE UPDATE OF {columns} ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, '{table} is fixed'); END
"""
_POSTGRES_FIXED = (
    """
    CREATE OR REPLACE FUNCTION {table}_stay() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{table} is fixed'; END $$ LANGUAGE plpgsql
    """,
    """
    CREATE OR REPLACE TRIGGER {table}_fixed BEFORE UPDATE OF {columns} ON {table}
    FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {table}_stay()
    """,
)


def fix(connection, tables=tuple(FIXED)) -> None:
    """What was once put in force keeps its words; its state may still go on."""
    statements = (_SQLITE_FIXED,) if connection.vendor == "sqlite" else _POSTGRES_FIXED
    with connection.cursor() as cursor:
        for table in tables:
            columns, when = FIXED[table]
            for statement in statements:
                cursor.execute(statement.format(table=table, columns=", ".join(columns), when=when))


def unfix(connection, tables=tuple(FIXED)) -> None:
    on = "" if connection.vendor == "sqlite" else " ON {table}"
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_fixed" + on.format(table=table))


def thaw(connection, tables=tuple(FROZEN)) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            for verb in ("update", "delete", "insert"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen_{verb}{on}")
            if on:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate{on}")
