"""Loading a regulation: what the file says becomes the law in force, and what was stays.

Words are put right in place. What changes the judgement (rule, figures, cadence, track) of a
requirement that has obligations begins a new version on a day, so that a finished year keeps
the law it was judged by. What the file no longer names ends; nothing is ever deleted.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models, transaction

from duties.catalogue import ClauseData, RegulationData, RequirementData
from duties.models import Clause, Obligation, Regulation, Requirement
from duties.wording import Sentence
from organizations.actions import journal
from organizations.models import User

DAY = timedelta(days=1)
#: Fields by which past periods were judged.
OF_CLAUSE = {"track"}
OF_REQUIREMENT = {"kind", "params", "cadence", "quantified"}
VERBS = {
    "insert": Sentence("新增", "insert"),
    "update": Sentence("修改", "update"),
    "end": Sentence("终止", "end"),
}


@dataclass(frozen=True)
class Change:
    """One difference between file and database."""

    verb: str
    code: str
    detail: str = ""

    @property
    def said(self) -> Sentence:
        verb = VERBS[self.verb]
        detail = f" {self.detail}" if self.detail else ""
        return Sentence(f"{verb.zh} {self.code}{detail}", f"{verb.en} {self.code}{detail}")


@journal.atomic
def load(*, data: RegulationData, by: User | None, on: date, dry_run: bool = False) -> list[Change]:
    """Make the database say what the file says; an unchanged file changes nothing.

    Returns the changes. A dry run makes them too and takes them back, so that it cannot
    promise anything else than what the load then does.
    """
    loading = _Loading(data, on)
    regulation = loading.run()
    if dry_run:
        transaction.set_rollback(True)
    elif loading.changes:
        Regulation.objects.filter(pk=regulation.pk).update(source_sha256=data.sha256)
        journal.record(
            action="regulations.load", by=by, on=on, target=regulation, sha256=data.sha256,
            changes=[change.said.en for change in loading.changes],
        )  # fmt: skip
    return loading.changes


def is_loaded(*, code: str) -> bool:
    """Does the database already hold a version of this regulation?"""
    return Regulation.objects.filter(code=code).exists()


@dataclass
class _Loading:
    data: RegulationData
    on: date
    changes: list[Change] = field(default_factory=list)

    def run(self) -> Regulation:
        regulation = self._regulation()
        clauses = _latest(
            Clause.objects.filter(regulation=regulation).select_related("regulation"), _number
        )
        requirements = _latest(
            Requirement.objects.filter(clause__regulation=regulation).select_related("clause"),
            lambda row: row.code,
        )
        for clause in self.data.clauses:
            row = self._clause(regulation, clauses.pop(clause.number, None), clause)
            for requirement in clause.requirements:
                self._requirement(row, requirements.pop(requirement.code, None), requirement)
        for code, row in [*clauses.items(), *requirements.items()]:
            if row.valid_until is None or row.valid_until > self._after(row):
                self._end(row, code, self._after(row))
        return regulation

    def _regulation(self) -> Regulation:
        wanted = {
            "title_zh": self.data.title.zh, "title_en": self.data.title.en,
            "issued_by_zh": self.data.issued_by.zh, "issued_by_en": self.data.issued_by.en,
            "valid_from": self.data.valid_from, "valid_until": self.data.valid_until,
        }  # fmt: skip
        row = Regulation.objects.select_for_update().filter(code=self.data.code).first()
        if row is None:
            return self._insert(Regulation(code=self.data.code, **wanted), self.data.code)
        self._update(row, self.data.code, _differing(row, wanted))
        return row

    def _clause(self, regulation: Regulation, row: Clause | None, data: ClauseData) -> Clause:
        wanted = {
            "track": data.track, "title_zh": data.title.zh, "title_en": data.title.en,
            "valid_from": data.valid_from, "valid_until": data.valid_until,
        }  # fmt: skip
        fixed = {"regulation": regulation, "article": data.article, "item": data.item}
        return self._bring(Clause, row, data.number, fixed, wanted, OF_CLAUSE)

    def _requirement(self, clause: Clause, row: Requirement | None, data: RequirementData) -> None:
        wanted = {
            "statement_zh": data.statement.zh, "statement_en": data.statement.en,
            "kind": str(data.kind), "params": data.params, "cadence": str(data.cadence),
            "quantified": data.quantified, "evidence_hint": list(data.evidence),
            "names_en": data.names_en,
            "valid_from": max(data.valid_from, clause.valid_from), "valid_until": data.valid_until,
        }  # fmt: skip
        fixed = {"clause": clause, "code": data.code, "position": data.position}
        self._bring(Requirement, row, data.code, fixed, wanted, OF_REQUIREMENT)

    def _bring(self, model, row, code: str, fixed: dict, wanted: dict, judged_by: set):
        """Insert, update in place or begin a new version; returns the row that now holds."""
        if row is None:
            return self._insert(model(**fixed, **wanted), code)
        if wanted["valid_until"]:
            wanted["valid_until"] = max(wanted["valid_until"], row.valid_from + DAY)
        differing = _differing(row, wanted)
        if wanted["valid_from"] < row.valid_from and _has_history(row):
            del differing["valid_from"]  # A later version of what the file dates.
        if not self._begins_anew(row, fixed, differing, judged_by):
            self._update(row, code, differing)
            return row
        start = self._start(row, wanted["valid_from"])
        if wanted["valid_until"] and wanted["valid_until"] <= start:
            self._update(row, code, {"valid_until": wanted["valid_until"]})
            return row
        if row.valid_until is None or row.valid_until > start:
            self._end(row, code, start)
        return self._insert(model(**fixed, **{**wanted, "valid_from": start}), code)

    def _begins_anew(self, row, fixed: dict, differing: dict, judged_by: set) -> bool:
        if row.valid_until and row.valid_until <= self.on and "valid_until" in differing:
            return True  # It had ended and is owed again.
        if _differing(row, fixed):
            return True  # Its clause has begun anew.
        return bool(differing.keys() & {*judged_by, "valid_from"}) and _has_obligations(row)

    def _start(self, row, dated: date) -> date:
        """When the next version begins: on the day the file gives it, or today."""
        start = dated if dated > row.valid_from else self._after(row)
        has_ended = row.valid_until and row.valid_until <= self.on
        return max(start, row.valid_until) if has_ended else start

    def _after(self, row) -> date:
        """The first day on which something else than ``row`` can hold."""
        return max(self.on, row.valid_from + DAY)

    def _insert(self, row: models.Model, code: str):
        row.save()
        words = getattr(row, "statement_zh", None) or row.title_zh
        self.changes.append(Change("insert", code, f"{words} ({row.valid_from})"))
        return row

    def _update(self, row: models.Model, code: str, differing: dict) -> None:
        for name, value in differing.items():
            before, after = _shown(getattr(row, name), value)
            self.changes.append(Change("update", code, f"{name}: {before} → {after}"))
            setattr(row, name, value)
        if differing:
            row.save(update_fields=list(differing))

    def _end(self, row: models.Model, code: str, day: date) -> None:
        row.valid_until = day
        row.save(update_fields=["valid_until"])
        self.changes.append(Change("end", code, str(day)))


def _latest(rows, key) -> dict:
    """The last version of each."""
    return {key(row): row for row in rows.order_by("valid_from", "pk")}


def _number(clause: Clause) -> str:
    return f"{clause.article}.{clause.item}"


def _differing(row: models.Model, wanted: dict) -> dict:
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def _shown(before, after) -> tuple:
    """Of two sets of names only what differs."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return before, after
    same = {key for key, value in before.items() if key in after and after[key] == value}
    return tuple({k: v for k, v in one.items() if k not in same} for one in (before, after))


def _has_obligations(row: Clause | Requirement) -> bool:
    if isinstance(row, Clause):
        return Obligation.objects.filter(requirement__clause=row).exists()
    return Obligation.objects.filter(requirement=row).exists()


def _has_history(row: Clause | Requirement) -> bool:
    """Something was judged by it, or it is itself the successor of an earlier version."""
    if isinstance(row, Clause):
        same = Clause.objects.filter(regulation=row.regulation, article=row.article, item=row.item)
    else:
        same = Requirement.objects.filter(
            clause__regulation=row.clause.regulation_id, code=row.code
        )
    return same.filter(valid_from__lt=row.valid_from).exists() or _has_obligations(row)
