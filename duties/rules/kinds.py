"""The seven kinds of rule a requirement can have, and how they are read from the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, ClassVar

from duties.wording import Sentence, en_list, zh_list


class Kind(StrEnum):
    COUNT = "count"
    COVERAGE = "coverage"
    RATE = "rate"
    CHECKLIST = "checklist"
    STANDING = "standing"
    STATEMENT = "statement"
    REGISTER = "register"


class RuleError(ValueError):
    """The catalogue describes a rule that cannot be judged; ``sentence`` says why."""

    def __init__(self, sentence: Sentence):
        super().__init__(f"{sentence.zh} / {sentence.en}")
        self.sentence = sentence


@dataclass(frozen=True)
class CountRule:
    """At least so many confirmed records."""

    at_least: int
    kind: ClassVar[Kind] = Kind.COUNT

    @property
    def parts(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class CoverageRule:
    """Every subject has a confirmed record of its own."""

    subjects: tuple[str, ...]
    kind: ClassVar[Kind] = Kind.COVERAGE

    @property
    def parts(self) -> tuple[str, ...]:
        return self.subjects


@dataclass(frozen=True)
class RateRule:
    """Each rate reaches its target; ``metrics`` pairs name and target (1 is 100 %)."""

    metrics: tuple[tuple[str, Decimal], ...]
    kind: ClassVar[Kind] = Kind.RATE

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.metrics)


@dataclass(frozen=True)
class ChecklistRule:
    """Every case passes every step."""

    steps: tuple[str, ...]
    kind: ClassVar[Kind] = Kind.CHECKLIST

    @property
    def parts(self) -> tuple[str, ...]:
        return self.steps


@dataclass(frozen=True)
class StandingRule:
    """Every document is in force on the day."""

    documents: tuple[str, ...]
    kind: ClassVar[Kind] = Kind.STANDING

    @property
    def parts(self) -> tuple[str, ...]:
        return self.documents


@dataclass(frozen=True)
class StatementRule:
    """An account of the period's work, with evidence."""

    kind: ClassVar[Kind] = Kind.STATEMENT

    @property
    def parts(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class RegisterRule:
    """Every entry is handled, or a nil return says that there was none."""

    kind: ClassVar[Kind] = Kind.REGISTER

    @property
    def parts(self) -> tuple[str, ...]:
        return ()


Rule = (
    CountRule
    | CoverageRule
    | RateRule
    | ChecklistRule
    | StandingRule
    | StatementRule
    | RegisterRule
)


def rule_from(kind: str, params: Mapping[str, Any] | None) -> Rule:
    """The rule that a line of the catalogue describes; ``RuleError`` says what is wrong with it."""
    try:
        kind = Kind(kind)
    except ValueError:
        known = [str(k) for k in Kind]
        raise RuleError(
            Sentence(
                f"规则类型“{kind}”不存在，应为{zh_list(known)}之一。",
                f'There is no kind of rule "{kind}"; use one of {en_list(known)}.',
            )
        ) from None
    params = dict(params or {})
    match kind:
        case Kind.COUNT:
            return CountRule(_at_least(_only(kind, params, "at_least")))
        case Kind.COVERAGE:
            return CoverageRule(_names("subjects", _only(kind, params, "subjects")))
        case Kind.RATE:
            return RateRule(_metrics(_only(kind, params, "metrics")))
        case Kind.CHECKLIST:
            return ChecklistRule(_names("steps", _only(kind, params, "steps")))
        case Kind.STANDING:
            return StandingRule(_names("documents", _only(kind, params, "documents")))
        case Kind.STATEMENT:
            _only(kind, params, None)
            return StatementRule()
        case Kind.REGISTER:
            _only(kind, params, None)
            return RegisterRule()


def _only(kind: Kind, params: dict[str, Any], name: str | None) -> Any:
    """The one parameter the kind takes: a misspelt or superfluous one must not pass unnoticed."""
    extra = sorted(str(key) for key in params if key != name)
    if extra:
        raise RuleError(
            Sentence(
                f"规则{kind}不认识参数{zh_list(extra)}。",
                f"The rule {kind} does not know the parameter {en_list(extra)}.",
            )
        )
    if name and name not in params:
        raise RuleError(Sentence(f"规则{kind}缺少参数{name}。", f"The rule {kind} needs {name}."))
    return params.get(name) if name else None


def _at_least(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise RuleError(
            Sentence(
                f"at_least应为不小于1的整数，现为{value!r}。",
                f"at_least must be a whole number of 1 or more, not {value!r}.",
            )
        )
    return value


def _names(label: str, value: Any) -> tuple[str, ...]:
    """Distinct, non-empty names. A bare string is refused: it would be read letter by letter."""
    if not isinstance(value, list | tuple) or not value:
        raise RuleError(
            Sentence(
                f"{label}应为不少于一项的列表。", f"{label} must be a list of one or more names."
            )
        )
    if not all(isinstance(name, str) and name.strip() for name in value):
        raise RuleError(
            Sentence(
                f"{label}的每一项应为非空文字。", f"Each of {label} must be a name, not empty."
            )
        )
    names = tuple(name.strip() for name in value)
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise RuleError(
            Sentence(
                f"{label}有重复项：{zh_list(repeated)}。", f"{label} repeats {en_list(repeated)}."
            )
        )
    return names


def _metrics(value: Any) -> tuple[tuple[str, Decimal], ...]:
    if not isinstance(value, list | tuple) or not all(
        isinstance(pair, list | tuple) and len(pair) == 2 for pair in value
    ):
        raise RuleError(
            Sentence(
                "metrics应为[名称, 目标值]的列表。", "metrics must be a list of [name, target]."
            )
        )
    names = _names("metrics", [name for name, _ in value])
    return tuple(zip(names, (_target(target) for _, target in value), strict=True))


def _target(value: Any) -> Decimal:
    """Read through ``str``, so that a catalogue's 0.9 is exactly nine tenths."""
    try:
        target = Decimal("NaN") if isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        target = Decimal("NaN")
    if not target.is_finite() or not 0 < target <= 1:
        raise RuleError(
            Sentence(
                f"目标值应大于0且不超过1，现为{value!r}。",
                f"A target must be above 0 and at most 1, not {value!r}.",
            )
        )
    return target
