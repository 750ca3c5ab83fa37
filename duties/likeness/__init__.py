"""How alike two files are: pure, no framework, no clock.

``fingerprint`` reads one file; ``bands`` and ``probes`` find candidates among millions;
``near_pictures`` and ``near_texts`` judge a pair. Thresholds: docs/benchmarks.md.
"""

from duties.likeness.comparing import (
    PAGES_ALIKE,
    PICTURES_ALIKE,
    TEXTS_ALIKE,
    bands,
    near_pictures,
    near_texts,
    probes,
    share_of_bits,
)
from duties.likeness.errors import Unreadable
from duties.likeness.reading import VERSION, Fingerprint, fingerprint

__all__ = [
    "PAGES_ALIKE",
    "PICTURES_ALIKE",
    "TEXTS_ALIKE",
    "VERSION",
    "Fingerprint",
    "Unreadable",
    "bands",
    "fingerprint",
    "near_pictures",
    "near_texts",
    "probes",
    "share_of_bits",
]
