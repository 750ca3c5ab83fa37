"""Candidates by bands, then the judgement of a pair.

A coarse hash of 64 bits is cut into four bands of 16: two hashes that differ in no more
than eleven bits have a band that differs in two or fewer, which asking for the neighbours
finds. MinHash signatures are cut into bands of four rows.
"""

from hashlib import blake2b
from itertools import combinations

from duties.likeness.pictures import Hash, Hashes
from duties.likeness.reading import Fingerprint

#: Share of equal bits of the fine hash from which two pictures are called alike.
PICTURES_ALIKE = 0.74
#: The same for pages of print, of which any two are more alike than two photographs.
PAGES_ALIKE = 0.82
#: Share of equal MinHash values from which two texts are called alike.
TEXTS_ALIKE = 0.55
COARSE = 16  # hex digits
FINE_BITS = 144
ROWS = 4


def bands(one: Fingerprint) -> set[str]:
    """What is kept of a file to find it by: ``w`` whole pictures, ``c`` windows, ``t`` text."""
    kept = set(_of_text(one))
    for whole, *windows in one.pictures:
        kept |= {f"w{at}{value:04x}" for at, value in _cut(whole)}
        kept |= {f"c{at}{value:04x}" for each in windows for at, value in _cut(each)}
    return kept


def probes(one: Fingerprint) -> set[str]:
    """What is asked for: bands of others that come near. Windows meet wholes alone, for only
    one of two pictures was cropped."""
    asked = set(_of_text(one))
    for whole, *windows in one.pictures:
        asked |= {f"w{at}{value:04x}" for at, value in _around(whole, 2)}
        asked |= {f"c{at}{value:04x}" for at, value in _around(whole, 1)}
        asked |= {f"w{at}{value:04x}" for each in windows for at, value in _around(each, 1)}
    return asked


def near_pictures(one: Fingerprint, other: Fingerprint) -> float:
    """The share of equal bits of the two likest pictures that are alike; 0 where none are."""
    found = ((_share(m, t), _threshold(m, t)) for m in one.pictures for t in other.pictures)
    return max((share for share, enough in found if share >= enough), default=0.0)


def share_of_bits(one: Fingerprint, other: Fingerprint) -> float:
    """The same without a threshold, to measure thresholds by."""
    return max((_share(m, t) for m in one.pictures for t in other.pictures), default=0.0)


def near_texts(one: Fingerprint, other: Fingerprint) -> float:
    """The share of equal MinHash values: an estimate of how many runs both have in common."""
    if not one.signature or not other.signature:
        return 0.0
    equal = sum(a == b for a, b in zip(one.signature, other.signature, strict=True))
    return equal / len(one.signature)


def _threshold(mine: Hashes, theirs: Hashes) -> float:
    """Paper has no windows (pictures.hashes_of)."""
    return PAGES_ALIKE if len(mine) == 1 or len(theirs) == 1 else PICTURES_ALIKE


def _share(mine: Hashes, theirs: Hashes) -> float:
    pairs = [(mine[0], each) for each in theirs] + [(each, theirs[0]) for each in mine[1:]]
    return 1 - min(_distance(a, b) for a, b in pairs) / FINE_BITS


def _distance(one: Hash, other: Hash) -> int:
    return (int(one[COARSE:], 16) ^ int(other[COARSE:], 16)).bit_count()


def _cut(one: Hash) -> list[tuple[int, int]]:
    return [(at, int(one[at * 4 : at * 4 + 4], 16)) for at in range(4)]


#: What to turn in 16 bits to reach everything no further than so many bits away.
_TURNS = {
    reach: [
        sum(1 << bit for bit in bits)
        for number in range(reach + 1)
        for bits in combinations(range(16), number)
    ]
    for reach in (1, 2)
}


def _around(one: Hash, reach: int) -> list[tuple[int, int]]:
    return [(at, value ^ turn) for at, value in _cut(one) for turn in _TURNS[reach]]


def _of_text(one: Fingerprint) -> list[str]:
    values = one.signature or []
    return [
        f"t{at // ROWS:02d}{_digest(values[at : at + ROWS])}" for at in range(0, len(values), ROWS)
    ]


def _digest(values: list[int]) -> str:
    return blake2b(repr(values).encode(), digest_size=6).hexdigest()
