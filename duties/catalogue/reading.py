"""From the text of a regulation file to its content: file, clauses, requirements."""

import hashlib
import re
from datetime import date
from typing import NamedTuple

import yaml
from yaml import Node

from duties.catalogue.content import TRACKS, ClauseData, RegulationData, RequirementData
from duties.catalogue.fields import NEVER, CatalogueErrors, Errors, Fields, LineError, named
from duties.catalogue.params import PARAMETERS, Naming, params_of
from duties.periods import Cadence
from duties.rules import Kind
from duties.wording import Sentence

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CLAUSE = re.compile(r"([1-9][0-9]?)\.(0|[1-9][0-9]?)")
REQUIREMENT = re.compile(r"([1-9][0-9]?\.(?:0|[1-9][0-9]?))/([1-9][0-9]?)")

FILE = Sentence("制度文件", "The regulation file")
SPAN = ("valid_from", "valid_until")
FILE_KEYS = ("regulation", "title", "issued_by", *SPAN, "clauses")
CLAUSE_KEYS = ("clause", "track", "title", *SPAN, "requirements")
REQUIREMENT_KEYS = (
    "requirement", "statement", "cadence", "quantified", "rule",
    *PARAMETERS.values(), "evidence", *SPAN,
)  # fmt: skip


class Span(NamedTuple):
    valid_from: date
    valid_until: date | None


def parse(source: bytes | str) -> RegulationData:
    """Read a whole file; raises ``CatalogueErrors`` with every mistake that it has."""
    raw = source.encode() if isinstance(source, str) else source
    root = _composed(raw)
    errors = Errors()
    regulation = _regulation(root, errors, hashlib.sha256(raw).hexdigest())
    if errors.found:
        raise CatalogueErrors(errors.found)
    return regulation


def _composed(raw: bytes) -> Node:
    """The tree of YAML nodes; what is not YAML at all is one error, where the reader stopped."""
    try:
        root = yaml.compose(raw.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        said = Sentence("文件不是UTF-8编码。", "The file is not encoded in UTF-8.")
    except yaml.reader.ReaderError as error:
        line = raw.decode("utf-8-sig").count("\n", 0, error.position) + 1
        said = Sentence("含有不可打印的字符。", "It holds a character that cannot be printed.")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        said = Sentence(f"不是有效的YAML：{error.problem}。", f"This is not YAML: {error.problem}.")
    else:
        if root is not None:
            return root
        line, said = 1, Sentence("文件是空的。", "The file is empty.")
    raise CatalogueErrors([LineError(line, said)])


def _regulation(root: Node, errors: Errors, sha256: str) -> RegulationData:
    fields = Fields(root, errors, called=FILE, known=FILE_KEYS)
    code = fields.matching(
        "regulation",
        CODE,
        "小写字母、数字和连字符组成的编号",
        "a code of lower-case letters, digits and hyphens",
    )
    title = fields.pair("title", zh=200, en=300)
    issued_by = fields.pair("issued_by", zh=120, en=200)
    fields.need("valid_from")
    span = _span(fields, Span(NEVER, None))
    first_seen: dict[str, int] = {}
    clauses = [_clause(node, errors, span, first_seen) for node in fields.rows("clauses")]
    return RegulationData(
        code=code.group() if code else "",
        title=title,
        issued_by=issued_by,
        clauses=tuple(sorted(clauses, key=lambda one: (one.article, one.item))),
        sha256=sha256,
        **span._asdict(),
    )


def _clause(node: Node, errors: Errors, outer: Span, first_seen: dict[str, int]) -> ClauseData:
    number = named(node, "clause")
    called = Sentence(f"条款{number}", f"Clause {number}")
    fields = Fields(node, errors, called=called, known=CLAUSE_KEYS)
    found = fields.matching(
        "clause",
        CLAUSE,
        "“条.项”，如8.2，首句为8.0",
        "article.item such as 8.2, or 8.0 for the opening sentence",
    )
    _only_once(fields, "clause", number if found else None, first_seen)
    span = _span(fields, outer)
    track = fields.choice("track", TRACKS)
    title = fields.pair("title", zh=120, en=240)
    rows = fields.rows("requirements")
    under = number if found else ""
    requirements = [_requirement(row, errors, under, span, first_seen) for row in rows]
    return ClauseData(
        article=int(found.group(1)) if found else 0,
        item=int(found.group(2)) if found else 0,
        track=track or "",
        title=title,
        requirements=tuple(sorted(requirements, key=lambda one: one.position)),
        **span._asdict(),
    )


def _requirement(
    node: Node, errors: Errors, clause: str, outer: Span, first_seen: dict[str, int]
) -> RequirementData:
    code = named(node, "requirement")
    called = Sentence(f"要求{code}", f"Requirement {code}")
    fields = Fields(node, errors, called=called, known=REQUIREMENT_KEYS)
    position = _position(fields, clause, code, first_seen)
    span = _span(fields, outer)
    statement = fields.pair("statement", zh=200, en=300)
    cadence = fields.choice("cadence", Cadence)
    quantified = fields.flag("quantified")
    kind = fields.choice("rule", Kind)
    naming = Naming(errors)
    params = params_of(fields, Kind(kind), naming) if kind else {}
    evidence = naming.names(fields, "evidence", required=False)
    return RequirementData(
        code=code,
        position=position,
        statement=statement,
        kind=Kind(kind or Kind.STATEMENT),
        params=params,
        cadence=Cadence(cadence or Cadence.YEAR),
        quantified=quantified,
        evidence=tuple(evidence),
        names_en=naming.english,
        **span._asdict(),
    )


def _position(fields: Fields, clause: str, code: str, first_seen: dict[str, int]) -> int:
    """The number after the stroke; the code before it must be that of the clause, if known."""
    found = fields.matching(
        "requirement", REQUIREMENT, "“条款/序号”，如8.2/1", "clause/number such as 8.2/1"
    )
    if not found:
        return 0
    if clause and found.group(1) != clause:
        fields.errors.note(
            fields.at("requirement"),
            f"要求{code}写在条款{clause}之下，编号应以{clause}/开头。",
            f"Requirement {code} stands under clause {clause}; its code must begin with {clause}/.",
        )
    _only_once(fields, "requirement", code, first_seen)
    return int(found.group(2))


def _only_once(fields: Fields, key: str, code: str | None, first_seen: dict[str, int]) -> None:
    line = fields.at(key).start_mark.line + 1
    first = first_seen.setdefault(code, line) if code else line
    if first != line:
        fields.errors.note(
            line,
            f"{fields.called.zh}重复，第{first}行已有。",
            f"{fields.called.en} is given twice; the first stands on line {first}.",
        )


def _span(fields: Fields, outer: Span) -> Span:
    """Valid from–until; what is not said is as for the whole, and nothing outlasts the whole."""
    since = fields.day("valid_from") or outer.valid_from
    until = fields.day("valid_until") or outer.valid_until
    if since < outer.valid_from:
        fields.errors.note(
            fields.at("valid_from"),
            f"valid_from早于上一级的{outer.valid_from}。",
            f"valid_from is before {outer.valid_from}, when the whole begins to apply.",
        )
    if outer.valid_until and until and until > outer.valid_until:
        fields.errors.note(
            fields.at("valid_until"),
            f"valid_until晚于上一级的{outer.valid_until}。",
            f"valid_until is after {outer.valid_until}, when the whole ceases to apply.",
        )
    if until and until <= since:
        fields.errors.note(
            fields.at("valid_until" if "valid_until" in fields else "valid_from"),
            f"valid_until（{until}）应晚于valid_from（{since}）。",
            f"valid_until ({until}) must be after valid_from ({since}).",
        )
    return Span(since, until)
