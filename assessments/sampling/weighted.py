"""The draw by unit and by risk, in whole numbers only; ``docs/draw.md`` tells it in words.

1. ``allocate``: how many seats each stratum (unit) gets, by the number of its candidates.
2. Within a stratum with n seats, a candidate of weight w among a total of W is drawn with the exact
   chance n·w/W; where that would reach 1 he is drawn surely and the rest is worked out again.
3. The others stand in a line ordered by digests and duel along it, stakes n·w against W (the ordered
   pivotal method of Deville and Tillé, 1998). Equal weights make it a simple random draw, and where
   two seats or more are left to duel for, every two can be drawn together.

Taking every W/n-th of the line would keep the same chances but not the last promise: of the weights
1, 1, 2, 4, 4 the first two would never be drawn together, in whatever order they stand.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from assessments.sampling.errors import SamplingError

#: Stands between the parts of what is digested, so that no two lists can read alike.
SEPARATOR = "|"
_SEED = re.compile(r"[0-9a-f]{32,128}")


@dataclass(frozen=True)
class Candidate:
    """What can be drawn. Weight 2 has twice the chance of weight 1 in the same stratum."""

    id: int | str
    stratum: str
    weight: int = 1

    def __post_init__(self):
        if isinstance(self.id, bool) or not isinstance(self.id, int | str):
            raise SamplingError("编号应为整数或文本。", "An id must be a whole number or a text.")
        _require_one_line(str(self.id))
        _require_one_line(self.stratum)
        if isinstance(self.weight, bool) or not isinstance(self.weight, int) or self.weight < 1:
            raise SamplingError(
                f"“{self.id}”的权重应为正整数。",
                f"The weight of “{self.id}” must be a whole number, 1 or more.",
            )


def allocate(sizes: Mapping[str, int], size: int, seed: str) -> dict[str, int]:
    """Seats of each stratum: in proportion, one at least where ``size`` allows, none beyond its
    own size. The seed decides only between equal claims."""
    require_seed(seed)
    shares = _shares(sizes, size)
    seats = {stratum: sure + (chance == 1) for stratum, (sure, chance) in shares.items()}
    equal = [stratum for stratum, (_, chance) in shares.items() if 0 < chance < 1]
    equal.sort(key=lambda stratum: digest(seed, "stratum", stratum))
    for stratum in equal[: size - sum(seats.values())]:
        seats[stratum] += 1
    return seats


def draw_by_weight(candidates: Iterable[Candidate], size: int, seed: str) -> list[int | str]:
    """The ids drawn: strata in the order of their names, each in the order of its line."""
    strata = by_stratum(candidates)
    seats = allocate({name: len(members) for name, members in strata.items()}, size, seed)
    return [each.id for name in sorted(strata) for each in _drawn(strata[name], seats[name], seed)]


def inclusion(candidates: Iterable[Candidate], size: int) -> dict[int | str, Fraction]:
    """Each candidate's exact chance before the seed is known; the chances add up to ``size``."""
    strata = by_stratum(candidates)
    shares = _shares({name: len(members) for name, members in strata.items()}, size)
    chances: dict[int | str, Fraction] = {}
    for name, members in strata.items():
        sure, more = shares[name]
        fewer_seats = _chances(members, sure)
        more_seats = _chances(members, sure + 1) if more else fewer_seats
        for each in members:
            chances[each.id] = (1 - more) * fewer_seats[each.id] + more * more_seats[each.id]
    return chances


def by_stratum(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    strata: dict[str, list[Candidate]] = {}
    seen = set()
    for each in candidates:
        if str(each.id) in seen:
            raise SamplingError(
                f"编号“{each.id}”重复，无法抽取。",
                f"The id “{each.id}” occurs twice; nothing can be drawn.",
            )
        seen.add(str(each.id))
        strata.setdefault(each.stratum, []).append(each)
    return strata


def digest(seed: str, *parts: int | str) -> str:
    return sha256(SEPARATOR.join([seed, *map(str, parts)]).encode()).hexdigest()


def require_seed(seed: str) -> None:
    """A short seed could be found out from the commitment by trying them all."""
    if not isinstance(seed, str) or not _SEED.fullmatch(seed):
        raise SamplingError(
            "抽取种子应为32至128位小写十六进制数。",
            "The seed of the draw must be 32 to 128 lower-case hexadecimal digits.",
        )


def require_size(size: int, available: int) -> None:
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise SamplingError("抽取数量应为正整数。", "The size of the draw must be 1 or more.")
    if size > available:
        raise SamplingError(
            f"抽取数量{size}超过可抽总数{available}。", f"Cannot draw {size} out of {available}."
        )


def _require_one_line(text: str) -> None:
    if not isinstance(text, str) or not text or SEPARATOR in text or text.splitlines() != [text]:
        raise SamplingError(
            f"编号和分组名称不能为空，不能含换行或“{SEPARATOR}”：{text!a}。",
            f"Ids and strata must not be empty or hold a line break or “{SEPARATOR}”: {text!a}.",
        )
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise SamplingError(
            f"编号和分组名称应为有效的Unicode文本：{text!a}。",
            f"Ids and strata must be valid Unicode: {text!a}.",
        )


def _shares(sizes: Mapping[str, int], size: int) -> dict[str, tuple[int, Fraction]]:
    """For each stratum its sure seats and the chance of one more: 0 or 1, or between them where
    claims are equal and the seed has to decide."""
    rest = {stratum: number for stratum, number in sizes.items() if number}
    require_size(size, sum(rest.values()))
    shares = dict.fromkeys(sizes, (0, Fraction(0)))
    if size < len(rest):
        return shares | dict.fromkeys(rest, (0, Fraction(size, len(rest))))
    while small := [name for name in rest if size * rest[name] < sum(rest.values())]:
        shares |= dict.fromkeys(small, (1, Fraction(0)))
        size -= len(small)
        rest = {name: number for name, number in rest.items() if name not in small}
    total = sum(rest.values())
    left = size - sum(size * number // total for number in rest.values())
    remainders = {name: size * number % total for name, number in rest.items()}
    chance = _last_seats(Counter(remainders.values()), left)
    return shares | {
        name: (size * number // total, chance[remainders[name]]) for name, number in rest.items()
    }


def _last_seats(claims: Counter[int], left: int) -> dict[int, Fraction]:
    """The largest remainders get the seats left; where they are equal and too many, lots do."""
    chance = {}
    for remainder in sorted(claims, reverse=True):
        given = min(left, claims[remainder])
        chance[remainder] = Fraction(given, claims[remainder])
        left -= given
    return chance


def _surely(members: Sequence[Candidate], seats: int) -> set[int | str]:
    """Those whose share of the seats is one or more; without them the others' shares may grow."""
    sure: set[int | str] = set()
    while True:
        rest = [each for each in members if each.id not in sure]
        total, left = sum(each.weight for each in rest), seats - len(sure)
        more = {each.id for each in rest if left and left * each.weight >= total}
        if not more:
            return sure
        sure |= more


def _chances(members: Sequence[Candidate], seats: int) -> dict[int | str, Fraction]:
    sure = _surely(members, seats)
    total = sum(each.weight for each in members if each.id not in sure)
    left = seats - len(sure)
    return {
        each.id: Fraction(1) if each.id in sure else Fraction(left * each.weight, total)
        for each in members
    }


def _drawn(members: Sequence[Candidate], seats: int, seed: str) -> list[Candidate]:
    line = sorted(members, key=lambda each: digest(seed, "order", each.stratum, each.id))
    sure = _surely(members, seats)
    duellers = [each for each in line if each.id not in sure]
    drawn = sure | _duels(duellers, seats - len(sure), seed)
    return [each for each in line if each.id in drawn]


def _duels(line: Sequence[Candidate], seats: int, seed: str) -> set[int | str]:
    """Whoever holds the place duels with the next of the line. Together under a full stake, the
    winner holds both; otherwise one is drawn and the other holds what exceeds a full stake."""
    full = sum(each.weight for each in line)
    drawn: set[int | str] = set()
    holder, held = None, 0
    for comer in line if seats else ():
        stake = seats * comer.weight
        lot = int(digest(seed, "duel", comer.stratum, comer.id), 16)
        both = held + stake
        if both < full:
            holder, held = (comer if lot % both < stake else holder), both
            continue
        holder_is_drawn = lot % (2 * full - both) < full - stake
        drawn.add(holder.id if holder_is_drawn else comer.id)
        holder, held = (comer if holder_is_drawn else holder), both - full
    return drawn
