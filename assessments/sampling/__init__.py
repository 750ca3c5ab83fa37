"""Drawing at random so that anyone can draw again and find the same (``docs/draw.md``).

``draw`` gives everybody the same chance (spot checks); ``draw_by_weight`` draws by unit and by risk;
``commitment`` binds seed and list before anybody knows what is drawn, ``verify`` draws again.
"""

from assessments.sampling.binding import (
    ALGORITHM,
    Draw,
    Frozen,
    Verification,
    commitment,
    verify,
)
from assessments.sampling.download import document, read
from assessments.sampling.errors import SamplingError
from assessments.sampling.uniform import draw
from assessments.sampling.weighted import Candidate, allocate, draw_by_weight, inclusion

__all__ = [
    "ALGORITHM",
    "Candidate",
    "Draw",
    "Frozen",
    "SamplingError",
    "Verification",
    "allocate",
    "commitment",
    "document",
    "draw",
    "draw_by_weight",
    "inclusion",
    "read",
    "verify",
]
