"""The draw by unit and by risk: the same for everybody, and its chances those it promises."""

from collections import Counter
from fractions import Fraction
from hashlib import sha256
from itertools import combinations
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.sampling import Candidate, SamplingError, allocate, draw_by_weight, inclusion

SEED = "00112233445566778899aabbccddeeff"
TIMES = 10_000
#: Two units with a tie for the last seat, one with a sure candidate, one below a whole claim.
MIXED = [
    *[Candidate(f"a{i}", "甲", weight) for i, weight in enumerate([1, 1, 2, 4, 4])],
    *[Candidate(f"b{i}", "乙", weight) for i, weight in enumerate([1, 2, 3, 3, 10])],
    Candidate("c0", "丙", 1),
    Candidate("c1", "丙", 6),
]

weights = st.integers(1, 9)
strata = st.sampled_from("甲乙丙丁")


@st.composite
def populations(draw):
    rows = draw(st.lists(st.tuples(strata, weights), min_size=1, max_size=14))
    people = [Candidate(number, *row) for number, row in enumerate(rows)]
    return people, draw(st.integers(1, len(people)))


def seeds(times=TIMES):
    return (sha256(str(number).encode()).hexdigest() for number in range(times))


def surprises(people, size, chances, draw=draw_by_weight) -> tuple[float, float]:
    """By how many standard errors the frequencies of many draws miss ``chances``: the most, and the
    root mean square over all candidates that are not sure."""
    drawn = Counter(each for seed in seeds() for each in draw(people, size, seed))
    for each, chance in chances.items():
        if chance in (0, 1):
            assert drawn[each] == TIMES * chance
    missed = [
        (drawn[each] - TIMES * float(p)) / sqrt(TIMES * float(p * (1 - p)))
        for each, p in chances.items()
        if 0 < p < 1
    ]
    return max(map(abs, missed)), sqrt(sum(z * z for z in missed) / len(missed))


def test_a_draw_once_published_stays_the_same():
    assert draw_by_weight(MIXED, 5, SEED) == ["c0", "b3", "b4", "a3", "a4"]


@given(populations(), st.randoms(use_true_random=False))
def test_the_order_of_listing_changes_nothing(population, random):
    people, size = population
    shuffled = random.sample(people, len(people))
    assert draw_by_weight(shuffled, size, SEED) == draw_by_weight(people, size, SEED)


@given(populations(), st.integers(0))
def test_as_many_as_asked_for_each_once_and_as_allocated(population, number):
    people, size = population
    seed = sha256(str(number).encode()).hexdigest()
    drawn = draw_by_weight(people, size, seed)
    assert len(set(drawn)) == len(drawn) == size
    stratum = {each.id: each.stratum for each in people}
    seats = allocate(Counter(stratum.values()), size, seed)
    assert Counter(stratum[each] for each in drawn) == {k: n for k, n in seats.items() if n}


@given(populations())
def test_the_chances_add_up_to_the_size(population):
    people, size = population
    chances = inclusion(people, size)
    assert sum(chances.values()) == size
    assert all(0 < chance <= 1 for chance in chances.values())


def test_ten_thousand_draws_match_the_weights():
    most, mean = surprises(MIXED, 5, inclusion(MIXED, 5))
    assert most < 4.5
    assert mean < 1.7


def test_a_draw_that_ignores_the_weights_is_found_out():
    """The control: the test above can fail."""

    def careless(people, size, seed):
        return draw_by_weight([Candidate(p.id, p.stratum) for p in people], size, seed)

    people = [Candidate(i, "甲", weight) for i, weight in enumerate([2, 2, 3, 3])]
    assert surprises(people, 2, inclusion(people, 2))[0] < 4.5
    assert surprises(people, 2, inclusion(people, 2), careless)[0] > 4.5


def test_fewer_seats_than_units_go_to_each_unit_alike():
    people = [Candidate(i, "甲乙丙"[i % 3], 1 + i) for i in range(7)]
    chances = inclusion(people, 2)
    assert sum(chances[i] for i in (0, 3, 6)) == Fraction(2, 3)
    assert surprises(people, 2, chances)[0] < 4.5


def test_equal_weights_are_a_simple_random_draw():
    """Every pair of five is drawn as often as any other."""
    people = [Candidate(i, "甲", 3) for i in range(5)]
    drawn = Counter(frozenset(draw_by_weight(people, 2, seed)) for seed in seeds())
    assert len(drawn) == 10
    expected = TIMES / 10
    assert sum((n - expected) ** 2 / expected for n in drawn.values()) < 27.9  # χ², 9 df, 0.1 %


@pytest.mark.parametrize(
    ("weighing", "size"), [([1, 1, 2, 4, 4], 2), ([1, 1, 1, 3, 3, 3], 2), ([1, 2, 2, 3], 2)]
)
def test_any_two_can_be_drawn_together(weighing, size):
    """Systematic sampling would never draw the first two of 1, 1, 2, 4, 4 together."""
    people = [Candidate(i, "甲", weight) for i, weight in enumerate(weighing)]
    met = set()
    for seed in seeds():
        met |= set(combinations(sorted(draw_by_weight(people, size, seed)), 2))
    assert met == set(combinations(range(len(people)), 2))


def test_seats_follow_the_number_of_candidates():
    assert allocate({"甲": 60, "乙": 30, "丙": 10}, 10, SEED) == {"甲": 6, "乙": 3, "丙": 1}
    assert allocate({"甲": 97, "乙": 2, "丙": 1, "丁": 0}, 10, SEED) == {
        "甲": 8, "乙": 1, "丙": 1, "丁": 0,
    }  # fmt: skip


@given(st.dictionaries(strata, st.integers(0, 30), min_size=1), st.data())
def test_seats_are_whole_fair_and_there(sizes, data):
    total = sum(sizes.values())
    size = data.draw(st.integers(1, max(total, 1)))
    if not total:
        with pytest.raises(SamplingError):
            allocate(sizes, size, SEED)
        return
    seats = allocate(sizes, size, SEED)
    assert sum(seats.values()) == size
    assert all(0 <= seats[each] <= sizes[each] for each in sizes)
    filled = [each for each in sizes if sizes[each]]
    assert sum(1 for each in filled if seats[each]) == min(size, len(filled))
    for one, other in combinations(filled, 2):
        if sizes[one] > sizes[other] and size >= len(filled):
            assert seats[one] >= seats[other]


def test_the_seed_decides_between_equal_claims():
    given_to = Counter(
        unit
        for seed in seeds(300)
        for unit, seats in allocate({"甲": 5, "乙": 5, "丙": 5}, 4, seed).items()
        if seats == 2
    )
    assert all(70 < times < 130 for times in given_to.values())
    assert len(given_to) == 3


@pytest.mark.parametrize("size", [0, -1, 13, True, 1.5])
def test_a_size_that_cannot_be_drawn_is_refused(size):
    with pytest.raises(SamplingError):
        draw_by_weight(MIXED, size, SEED)


@pytest.mark.parametrize("seed", ["", "short", "G" * 32, SEED.upper(), SEED + "\n", None])
def test_a_seed_that_is_no_hexadecimal_text_is_refused(seed):
    with pytest.raises(SamplingError):
        draw_by_weight(MIXED, 1, seed)


@pytest.mark.parametrize(
    "fields",
    [("a|b", "甲", 1), ("a", "甲\n", 1), ("a", "甲\u2028乙", 1), ("a\rb", "甲", 1), ("", "甲", 1),
     ("a", "", 1), ("a", None, 1), (True, "甲", 1), (1.0, "甲", 1), ("\ud800", "甲", 1),
     ("a", "甲", 0), ("a", "甲", True), ("a", "甲", 1.0)],
)  # fmt: skip
def test_a_candidate_that_could_be_misread_is_refused_in_both_languages(fields):
    with pytest.raises(SamplingError) as error:
        Candidate(*fields)
    assert error.value.sentence.zh
    assert error.value.sentence.en


def test_ids_that_read_alike_are_refused():
    with pytest.raises(SamplingError):
        draw_by_weight([Candidate(1, "甲"), Candidate("1", "乙")], 1, SEED)
