"""Schemes of indicators (Art. 22) as data: what they are, what must hold of them, their files."""

from assessments.schemes.files import FileErrors, read_yaml, write_yaml
from assessments.schemes.parsing import FORMAT, dump, parse
from assessments.schemes.reading import Problem, SchemeErrors
from assessments.schemes.scheme import (
    ENTERED,
    EVALUATIONS,
    GRADES,
    NOT_GRADED,
    SOURCES,
    WEIGHED,
    Band,
    Evaluation,
    Grade,
    Indicator,
    Inspecting,
    Params,
    Reporting,
    Scheme,
    Source,
    grade_label,
)

__all__ = [
    "ENTERED", "EVALUATIONS", "FORMAT", "GRADES", "NOT_GRADED", "SOURCES", "WEIGHED", "Band",
    "Evaluation", "FileErrors", "Grade", "Indicator", "Inspecting", "Params", "Problem",
    "Reporting", "Scheme", "SchemeErrors", "Source", "dump", "grade_label", "parse", "read_yaml",
    "write_yaml",
]  # fmt: skip
