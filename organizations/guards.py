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
TABLES = JOURNAL + MATTERS + DOCUMENTS + CASES + REGISTER + INCENTIVES

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
