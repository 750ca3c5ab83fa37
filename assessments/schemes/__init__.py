"""Schemes of indicators (Art. 22) as data: what they are, what must hold of them, their files."""

from assessments.schemes.files import FileErrors, read_yaml, write_yaml
from assessments.schemes.flat import (
    COLUMNS,
    HEAD,
    LABELS,
    SETTINGS,
    Flat,
    Spot,
    cell_name,
    flatten,
    from_table,
    gather,
    to_table,
)
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
    "COLUMNS", "ENTERED", "EVALUATIONS", "FORMAT", "GRADES", "HEAD", "LABELS", "NOT_GRADED",
    "SETTINGS", "SOURCES", "WEIGHED", "Band", "Evaluation", "FileErrors", "Flat", "Grade",
    "Indicator", "Inspecting", "Params", "Problem", "Reporting", "Scheme", "SchemeErrors",
    "Source", "Spot", "cell_name", "dump", "flatten", "from_table", "gather", "grade_label",
    "parse", "read_yaml", "to_table", "write_yaml",
]  # fmt: skip
