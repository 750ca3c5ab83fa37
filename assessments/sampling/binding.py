"""Binding a draw before anybody knows its outcome, and drawing it again afterwards.

The commitment is the SHA-256 of the text of ``committed_text``: whoever publishes it can change
neither seed nor list any more, and nobody can read the seed out of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from assessments.sampling.errors import SamplingError
from assessments.sampling.weighted import (
    SEPARATOR,
    Candidate,
    by_stratum,
    draw_by_weight,
    require_seed,
    require_size,
)
from duties.wording import Sentence, joined

#: First line of what is committed to; a changed algorithm gets a new number.
ALGORITHM = "duty-portal-draw-1"
WHAT = ("records", "units", "team")


@dataclass(frozen=True)
class Frozen:
    """What is drawn from, fixed before the draw. The order of listing has no meaning."""

    what: str
    size: int
    candidates: tuple[Candidate, ...]

    def __post_init__(self):
        if self.what not in WHAT:
            raise SamplingError(
                "抽取对象应为记录（records）、单位（units）或组员（team）。",
                "What is drawn must be records, units or team.",
            )
        by_stratum(self.candidates)
        require_size(self.size, len(self.candidates))

    def drawn(self, seed: str) -> list[int | str]:
        return draw_by_weight(self.candidates, self.size, seed)


@dataclass(frozen=True)
class Draw:
    """What is published: at first without seed and drawn ids, afterwards with both."""

    frozen: Frozen
    commitment: str
    seed: str | None = None
    drawn: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class Verification:
    """``None``: cannot be checked before the seed is revealed."""

    commitment_fits: bool | None
    drawn_fits: bool | None
    sentences: tuple[Sentence, ...]

    @property
    def fits(self) -> bool:
        return self.commitment_fits is True and self.drawn_fits is True

    @property
    def sentence(self) -> Sentence:
        return joined(self.sentences)


def committed_text(seed: str, frozen: Frozen) -> str:
    """Algorithm, subject, seed and size, then ``id|stratum|weight`` by ascending id as text; each
    line ends with a line feed."""
    require_seed(seed)
    lines = [ALGORITHM, frozen.what, seed, str(frozen.size)]
    for each in sorted(frozen.candidates, key=lambda each: str(each.id)):
        lines.append(SEPARATOR.join([str(each.id), each.stratum, str(each.weight)]))
    return "".join(f"{line}\n" for line in lines)


def commitment(seed: str, frozen: Frozen) -> str:
    return sha256(committed_text(seed, frozen).encode()).hexdigest()


def verify(draw: Draw) -> Verification:
    """Draw again and say what fits."""
    if draw.seed is None:
        waiting = Sentence("种子尚未公布，暂不能核对。", "The seed is not yet revealed.")
        return Verification(None, None, (waiting,))
    bound = commitment(draw.seed, draw.frozen) == draw.commitment
    again = draw.frozen.drawn(draw.seed)
    same = _texts(again) == _texts(draw.drawn)
    said = (_of_commitment(bound), _of_drawn(same, again, draw.drawn))
    return Verification(bound, same, said)


def _of_commitment(bound: bool) -> Sentence:
    if bound:
        return Sentence(
            "种子和名单与事先公布的承诺值一致。",
            "Seed and list fit the commitment published beforehand.",
        )
    return Sentence(
        "承诺值不符：种子、数量或名单与事先确定的不同。",
        "The commitment does not fit: seed, size or list are not those fixed beforehand.",
    )


def _of_drawn(same: bool, again: Sequence[int | str], drawn: Sequence[int | str]) -> Sentence:
    if same:
        return Sentence(
            f"重新抽取的{len(again)}个结果与公布的一致。",
            f"Drawing again gives the {len(again)} published.",
        )
    if sorted(_texts(again)) == sorted(_texts(drawn)):
        return Sentence(
            "抽中的相同，但公布的顺序不同。", "The same were drawn, but published in another order."
        )
    missing = [each for each in _texts(again) if each not in set(_texts(drawn))]
    strange = [each for each in _texts(drawn) if each not in set(_texts(again))]
    return Sentence(
        f"抽取结果不符：应抽中而未公布的：{'、'.join(missing) or '无'}；"
        f"公布而未抽中的：{'、'.join(strange) or '无'}。",
        f"The drawn list does not fit: drawn but not published: {', '.join(missing) or 'none'}; "
        f"published but not drawn: {', '.join(strange) or 'none'}.",
    )


def _texts(ids: Sequence[int | str]) -> list[str]:
    return [str(each) for each in ids]
