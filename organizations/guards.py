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


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [_SQLITE.format(table=table, verb=verb) for verb in ("UPDATE", "DELETE")]
    return [statement.format(table=table) for statement in _POSTGRES]


def install(connection, tables=TABLES) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)


def remove(connection, tables=TABLES) -> None:
    """Only for a test's flush and for reversing the migration."""
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_UPDATE")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_DELETE")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")


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
