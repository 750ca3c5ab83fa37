"""A regulation as data: one YAML file read into frozen values, or every error in it by line.

The format is described in docs/regulation-format.md. No database, no clock, no framework.
"""

from duties.catalogue.content import ClauseData, RegulationData, RequirementData
from duties.catalogue.fields import CatalogueErrors, LineError
from duties.catalogue.reading import parse

__all__ = [
    "CatalogueErrors",
    "ClauseData",
    "LineError",
    "RegulationData",
    "RequirementData",
    "parse",
]
