"""A draw is bound before it is known, and found again by anybody: module, file, page of docs."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from assessments.sampling import (
    Candidate,
    Draw,
    Frozen,
    SamplingError,
    allocate,
    commitment,
    document,
    draw_by_weight,
    inclusion,
    read,
    verify,
)
from assessments.sampling.binding import committed_text
from assessments.sampling.weighted import digest
from tests.assessments.test_weighted_draw import MIXED, SEED, populations

PAGE = Path(settings.BASE_DIR) / "docs" / "draw.md"
FROZEN = Frozen("records", 5, tuple(MIXED))
PUBLISHED = Draw(FROZEN, commitment(SEED, FROZEN), SEED, tuple(FROZEN.drawn(SEED)))


def as_file(draw) -> dict:
    """Through JSON and back, as it is downloaded."""
    return json.loads(json.dumps(document(draw)))


def test_what_is_committed_to_can_be_written_by_hand():
    frozen = Frozen("team", 1, (Candidate(10, "乙", 2), Candidate(9, "甲")))
    text = f"duty-portal-draw-1\nteam\n{SEED}\n1\n10|乙|2\n9|甲|1\n"
    assert committed_text(SEED, frozen) == text
    assert commitment(SEED, frozen) == sha256(text.encode()).hexdigest()


@given(st.permutations(MIXED))
def test_the_order_of_listing_does_not_change_the_commitment(shuffled):
    assert commitment(SEED, Frozen("records", 5, tuple(shuffled))) == PUBLISHED.commitment


@given(st.data())
def test_one_changed_byte_breaks_the_commitment(data):
    """Any one character of seed, size, subject, id, stratum or weight."""
    content = as_file(PUBLISHED)
    row = data.draw(st.sampled_from(content["candidates"]))
    holder, key = data.draw(
        st.sampled_from([(content, "seed"), (content, "size"), (content, "what"),
                         (row, "id"), (row, "stratum"), (row, "weight")])
    )  # fmt: skip
    if key == "what":
        holder[key] = data.draw(st.sampled_from(["units", "team"]))
    else:
        holder[key] = changed(holder[key], data)
    try:
        draw = read(content)
    except SamplingError:  # the change made it no draw at all, such as a size of 0
        return
    assert verify(draw).commitment_fits is False


def changed(value, data):
    text = str(value)
    place = data.draw(st.integers(0, len(text) - 1))
    signs = "0123456789" + ("abcdef" if isinstance(value, str) else "")
    sign = data.draw(st.sampled_from(signs).filter(lambda sign: sign != text[place]))
    text = text[:place] + sign + text[place + 1 :]
    return int(text) if isinstance(value, int) else text


def test_a_published_draw_fits():
    found = verify(read(as_file(PUBLISHED)))
    assert found.fits
    assert found.sentence.zh == (
        "种子和名单与事先公布的承诺值一致。重新抽取的5个结果与公布的一致。"
    )


def test_before_the_seed_is_revealed_nothing_can_be_checked():
    found = verify(read(as_file(replace(PUBLISHED, seed=None, drawn=()))))
    assert (found.fits, found.commitment_fits, found.drawn_fits) == (False, None, None)


def test_an_exchanged_record_is_named():
    drawn = (*PUBLISHED.drawn[:-1], "a0")
    found = verify(replace(PUBLISHED, drawn=drawn))
    assert (found.commitment_fits, found.drawn_fits) == (True, False)
    assert found.sentences[1].en == (
        f"The drawn list does not fit: drawn but not published: {PUBLISHED.drawn[-1]}; "
        "published but not drawn: a0."
    )


def test_another_order_of_the_drawn_is_said():
    found = verify(replace(PUBLISHED, drawn=PUBLISHED.drawn[::-1]))
    assert found.drawn_fits is False
    assert found.sentences[1].zh == "抽中的相同，但公布的顺序不同。"


def test_another_seed_fits_neither():
    found = verify(replace(PUBLISHED, seed=SEED[::-1]))
    assert (found.commitment_fits, found.drawn_fits) == (False, False)


@given(populations())
def test_a_file_is_read_back_as_it_was(population):
    people, size = population
    people = sorted(people, key=lambda each: str(each.id))
    frozen = Frozen("units", size, tuple(people))
    draw = Draw(frozen, commitment(SEED, frozen), SEED, tuple(frozen.drawn(SEED)))
    assert read(as_file(draw)) == draw


BROKEN = {
    "no object": lambda c: [],
    "no candidates": lambda c: c.pop("candidates") and c,
    "no drawn": lambda c: c.pop("drawn") and c,
    "algorithm": lambda c: c | {"algorithm": "duty-portal-draw-2"},
    "what": lambda c: c | {"what": "people"},
    "size": lambda c: c | {"size": "5"},
    "size too large": lambda c: c | {"size": 99},
    "commitment": lambda c: c | {"commitment": "abc"},
    "seed": lambda c: c | {"seed": 7},
    "candidates": lambda c: c | {"candidates": {}},
    "candidate": lambda c: c | {"candidates": ["a0"]},
    "candidate without weight": lambda c: c | {"candidates": [{"id": 1, "stratum": "甲"}]},
    "twice the same": lambda c: c | {"candidates": c["candidates"] + c["candidates"][:1]},
    "drawn": lambda c: c | {"drawn": "a0"},
    "drawn id": lambda c: c | {"drawn": [None]},
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_file_is_refused_in_both_languages(how):
    with pytest.raises(SamplingError) as error:
        read(BROKEN[how](as_file(PUBLISHED)))
    assert re.search(r"[\u4e00-\u9fff]", error.value.sentence.zh)
    assert not re.search(r"[\u4e00-\u9fff]", error.value.sentence.en)


def example():
    """Seed, size, commitment and the rows of both tables as the page prints them."""
    told = PAGE.read_text().split("## 算例")[1].split("## 下载文件")[0]
    head = re.search(r"Seed `(\w+)`, size (\d+), commitment `(\w+)`", told)
    rows = [re.findall(r"[^|\s]+", line) for line in told.splitlines() if line.startswith("|")]
    people = [row for row in rows if len(row) == 4 and row[0].isdigit()]
    duels = [row for row in rows if len(row) == 11 and row[2].isdigit()]
    candidates = [Candidate(int(i), stratum, int(weight)) for i, stratum, weight, _ in people]
    chances = {int(row[0]): Fraction(row[3]) for row in people}
    drawn = [int(each) for each in re.search(r"Drawn: ([\d, ]+)\.", told)[1].split(", ")]
    return head[1], int(head[2]), head[3], candidates, chances, duels, drawn


def test_the_worked_example_is_what_the_module_does():
    seed, size, bound, candidates, chances, _, drawn = example()
    assert len(candidates) == 7
    assert draw_by_weight(candidates, size, seed) == drawn
    assert inclusion(candidates, size) == chances
    assert commitment(seed, Frozen("records", size, tuple(candidates))) == bound
    assert allocate({"杭州市": 5, "宁波市": 2}, size, seed) == {"杭州市": 2, "宁波市": 1}


def test_the_duels_of_the_worked_example_follow_the_words_beside_them():
    """Recomputed from the page's own figures, not by the module's way of drawing."""
    seed, *_, duels, drawn = example()
    full = {"宁波市": 4, "杭州市": 12}
    won, held, holder = [], 0, None
    for stratum, order, comer, *figures, falls, keeps in duels:
        stake, before, both, divisor, remainder, below = map(int, figures)
        assert digest(seed, "order", stratum, comer)[:8] == order
        assert (before, both) == (held, held + stake)
        assert remainder == int(digest(seed, "duel", stratum, comer), 16) % divisor
        wins = remainder < below
        if both < full[stratum]:
            assert (divisor, below, falls) == (both, stake, "–")
            holder, held = (comer if wins else holder), both
        else:
            assert (divisor, below) == (2 * full[stratum] - both, full[stratum] - stake)
            assert falls == (holder if wins else comer)
            won.append(int(falls))
            holder, held = (comer if wins else holder), both - full[stratum]
        assert keeps == holder
    assert won == drawn
    assert len(duels) == 7


@pytest.fixture(scope="module")
def script(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("draw") / "draw.py"
    file.write_text(re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)[1])
    return file


@pytest.mark.parametrize(
    "frozen",
    [
        FROZEN,
        Frozen("units", 2, tuple(MIXED)),
        Frozen("team", 11, tuple(MIXED)),
        Frozen("records", 12, tuple(MIXED)),
        Frozen("team", 2, tuple(Candidate(i, "甲乙丙"[i % 3]) for i in range(7))),
        Frozen("records", 8, tuple(Candidate(i, "甲乙"[i % 5 == 0], 1 + i % 7) for i in range(40))),
    ],
)
def test_the_script_of_the_page_draws_the_same(script, frozen):
    drawn = tuple(frozen.drawn(SEED))
    told = run(script, Draw(frozen, commitment(SEED, frozen), SEED, drawn))
    assert told == {
        "commitment fits": True, "drawn fits": True, "drawn": [str(each) for each in drawn],
    }  # fmt: skip


def test_the_script_of_the_page_finds_what_does_not_fit(script):
    other = replace(PUBLISHED, commitment="0" * 64, drawn=PUBLISHED.drawn[::-1])
    told = run(script, other)
    assert (told["commitment fits"], told["drawn fits"]) == (False, False)


def run(script, draw) -> dict:
    file = script.with_name("file.json")
    file.write_text(json.dumps(document(draw)), encoding="utf-8")
    command = [sys.executable, "-I", "-W", "ignore", str(script), str(file)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
