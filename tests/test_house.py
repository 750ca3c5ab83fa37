"""The house itself is tested: what no single feature would notice when it goes missing."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.urls import URLResolver, get_resolver

from duties import choices, rules

ROOT = Path(settings.BASE_DIR)
SOME_UUID = "00000000-0000-0000-0000-000000000001"
OURS = ("organizations", "duties", "assessments", "accountability")
#: The only addresses that answer without log-in.
PUBLIC = {
    "organizations:login", "set_language", "health", "duties:calendar_feed",
    # Whoever holds a printed report may ask whether it is one: answered by yes or no.
    "assessments:verify", "assessments:verify_code",
}  # fmt: skip

#: Actions whose transaction never comes to the journal, or only as part of another's. All others
#: begin with ``journal.atomic``: its lock before any row's, or two could wait for each other.
UNJOURNALED = {
    "assessments.actions.computing": {"chunk", "finish"},
    "assessments.actions.report_making": {"_lease", "_settle"},
    "assessments.actions.scores": {"_score", "look"},
    "assessments.actions.trying": {"try_out"},
    "duties.actions.checks": {"run_chunk", "judge_again", "judge", "_judge_each"},
    "duties.actions.evidence": {"sweep"},
    "duties.actions.inbox": {"_claim"},
    "duties.actions.likeness": {"begin_again", "_keep", "_pair_safely"},
    "duties.actions.recount": {"rebuild"},
}  # fmt: skip


def own_models():
    return [model for name in OURS for model in apps.get_app_config(name).get_models()]


def full_urls(resolver=None, prefix="", namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        text = re.sub(r"<uuid:[^>]+>", SOME_UUID, str(entry.pattern))
        text = re.sub(r"<[^>]+>", "1", text).lstrip("^").rstrip("$")
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else namespace
            yield from full_urls(entry, prefix + text, inner)
        else:
            yield f"{namespace}{entry.name}", "/" + prefix + text


@pytest.mark.django_db
def test_every_url_needs_login_or_is_on_the_public_list(client):
    """Anonymous visitors are sent to the log-in page, whatever the method."""
    open_doors = set()
    for name, url in full_urls():
        answer = client.get(url)
        if answer.status_code == 405:
            answer = client.post(url)
        if not (answer.status_code == 302 and answer["Location"].startswith("/login/")):
            open_doors.add(name)
    assert open_doors == PUBLIC


def test_every_scheduled_task_imports():
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        module, _, name = entry["task"].rpartition(".")
        assert callable(getattr(import_module(module), name))


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def constrained(model) -> str:
    return " ".join(str(constraint) for constraint in model._meta.constraints)


def test_every_choice_is_known_to_the_database():
    missing = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.fields
        if field.choices and f"{field.name}__in" not in constrained(model)
    ]
    assert missing == []


def test_who_and_when_travel_together():
    missing = []
    for model in own_models():
        names = {field.name: field for field in model._meta.fields}
        for name, field in names.items():
            twin = name.removesuffix("_by") + "_at"
            if name.endswith("_by") and twin in names and field.null:
                if f"{twin}__isnull" not in constrained(model):
                    missing.append(f"{model.__name__}.{name}")
    assert missing == []


def test_labels_cover_the_pure_rules():
    for ours, pure in (
        (choices.Kind, rules.Kind), (choices.Status, rules.Status),
        (choices.Light, rules.Light), (choices.Outcome, rules.Outcome),
    ):  # fmt: skip
        assert [str(member) for member in pure] == ours.values


def test_no_model_deletes_what_others_stand_on():
    """Deleting cascades only from a whole to its own parts."""
    allowed = {
        "UnitPermission.content_object", "UnitPermission.user", "UnitPermission.permission",
        "RecordItem.record", "Notice.recipient", "CalendarFeed.user", "SpotCheckItem.spot_check",
        "Band.fingerprint", "ScoreHolder.score", "Likeness.first", "Likeness.second",
    }  # fmt: skip
    found = {
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.fields
        if field.remote_field and field.remote_field.on_delete is models.CASCADE
    }
    assert found == allowed


def _with_django_s_own(file: Path) -> set[str]:
    """Functions that open a transaction without the journal."""
    functions = ast.walk(ast.parse(file.read_text()))
    return {
        each.name for each in functions
        if isinstance(each, ast.FunctionDef) and "transaction.atomic" in ast.unparse(each)
    }  # fmt: skip


def test_whatever_is_journaled_takes_the_journal_first():
    found = {
        f"{app}.actions.{file.stem}": names
        for app in OURS for file in (ROOT / app / "actions").glob("*.py")
        if file.name != "journal.py" and (names := _with_django_s_own(file))
    }  # fmt: skip
    assert found == UNJOURNALED


def sources(*endings):
    folders = ["templates", "config", *OURS]
    return [f for d in folders for e in endings for f in (ROOT / d).rglob(f"*{e}")]


def test_every_template_and_stylesheet_is_used():
    code = "\n".join(f.read_text() for f in sources(".py", ".html"))
    code += "\n".join(f.read_text() for f in (ROOT / "config/static").rglob("*.css"))
    built_in = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html"}
    unused = []
    for file in sources(".html"):
        name = str(file.relative_to(ROOT / "templates"))
        if name not in built_in and not name.startswith("django/") and name not in code:
            unused.append(name)
    for file in [*(ROOT / "config/static").rglob("*.css"), *(ROOT / "config/static").rglob("*.js")]:
        if file.name not in code:
            unused.append(file.name)
    assert unused == []


def test_no_template_holds_inline_script_or_style():
    bad = re.compile(
        r"<[a-z][^>]*\sstyle=\"|<[a-z][^>]*\son[a-z]+=\"|<script>|<style|\|safe|autoescape off"
    )
    found = {
        f"{f.name}: {bad.search(f.read_text()).group()}"
        for f in sources(".html")
        if bad.search(f.read_text()) and not f.name.endswith("_pdf.html")
    }
    assert found == set()


def test_english_is_complete(tmp_path):
    """Every Chinese message of templates and code has its English."""
    po = (ROOT / "locale/en/LC_MESSAGES/django.po").read_text()
    known = set(_messages(po))
    missing = sorted(_used_messages() - known)
    assert missing == []


ENTRY = re.compile(r"(?:^#.*\n)*(?:^msgctxt .*\n)?^msgid [\s\S]*?(?=^#|^msgctxt |^msgid |\Z)", re.M)


def _messages(po: str):
    """Keys that have a translation in the catalogue; merging may have run entries together."""
    for block in ENTRY.findall(po):
        if re.search(r"^#, .*fuzzy", block, re.M):
            continue
        parts = re.findall(
            r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:"(?:.*)"\n?)+)', block, re.M
        )
        values = {key: "".join(re.findall(r'"(.*)"', text)) for key, text in parts}
        if values.get("msgid") and (values.get("msgstr") or values.get("msgstr[0]")):
            yield _unescape(values["msgid"])


def _unescape(text: str) -> str:
    return text.replace(r"\"", '"').replace(r"\n", "\n").replace("\\\\", "\\")


HAN = re.compile(r"[\u4e00-\u9fff]")
IN_TEMPLATE = re.compile(r"""{%\s*(?:translate|trans)\s+(?:"([^"]+)"|'([^']+)')""")
IN_CODE = re.compile(
    r"""(?<![\w])(?:_|gettext|gettext_lazy|gettext_noop)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)"""
)


def _used_messages() -> set[str]:
    used = set()
    for file in sources(".html"):
        # A lone per-cent sign of a template is doubled on its way to the catalogue.
        found = IN_TEMPLATE.findall(file.read_text())
        used |= {(a or b).replace("%", "%%") for a, b in found}
    for file in sources(".py"):
        for literal in IN_CODE.findall(file.read_text()):
            used.add(_unescape("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal))))
    return {text for text in used if HAN.search(text)}
