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
    "accountability_leaditem",
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
    # What was ruled, answered, taken back, withdrawn from, handed in or filed stays as it is.
    "accountability_toleranceclaim": "{row}.state <> 'open'",
    "accountability_claimtest": """EXISTS (SELECT 1 FROM accountability_toleranceclaim c
        WHERE c.id = {row}.claim_id AND c.state <> 'open')""",
    "accountability_appeal": "{row}.result <> ''",
    "accountability_measure": "{row}.revoked_at IS NOT NULL",
    "accountability_casemember": "{row}.released_at IS NOT NULL",
    "accountability_casefile": "{row}.sealed_in IS NOT NULL OR {row}.purpose = 'material'",
    "accountability_interferencefile": """EXISTS (SELECT 1 FROM accountability_interferenceentry e
        WHERE e.id = {row}."of") OR EXISTS (SELECT 1 FROM accountability_interferenceaddition a
        WHERE a.id = {row}."of")""",
}
#: What is whole before it is frozen: a row of it may come as it is.
_MAY_BE_ADDED = ("assessments_assessment", "accountability_casefile")

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
    "accountability_lead": (
        ("unit_id", "subject", "about_unit_id", "post_id", "person_id", "source", "text_zh",
         "text_en", "found_on", "entered_by_id"), "OLD.version > 0",
    ),
    "accountability_case": (
        ("unit_id", "subject", "about_unit_id", "post_id", "person_id", "title", "stage",
         "account", "charge", "opened_on", "notified_at", "ended_by_id", "ended_at", "ended_on",
         "ending", "number", "number_year"), "OLD.ended_at IS NOT NULL",
    ),
    "accountability_measure": (
        ("decision_id", "form", "document", "text", "starts_on", "ends_on", "made_by_id",
         "made_at"), "OLD.made_at IS NOT NULL",
    ),
    "accountability_casemember": (
        ("case_id", "person_id", "role", "assigned_by_id", "assigned_at"),
        "OLD.assigned_at IS NOT NULL",
    ),
    "accountability_appeal": (
        ("decision_id", "text", "raised_by_id", "raised_at", "raised_on", "answer_by"),
        "OLD.raised_at IS NOT NULL",
    ),
    "accountability_toleranceclaim": (
        ("case_id", "text", "by_concerned", "raised_by_id", "raised_at", "raised_on"),
        "OLD.raised_at IS NOT NULL",
    ),
    "accountability_incentive": (
        ("unit_id", "post_id", "person_id", "year", "form", "reason", "document", "decided_on",
         "reviewed_by_id", "opinion"), "OLD.decided_at IS NOT NULL",
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
