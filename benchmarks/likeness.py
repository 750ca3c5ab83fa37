"""How many copies are found, how many strangers are taken for copies, and how fast.

``python -m benchmarks.likeness`` makes the corpus of both seeds in a temporary folder, prints
what the thresholds could have been chosen by (seed 1) and writes ``benchmarks/likeness.md``
from seed 2, which nobody looked at while choosing. A copy counts as found only when the
candidate search finds it, too.
"""

import os
import random
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations, permutations
from pathlib import Path
from statistics import median
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()  # only for the place of the fonts

from benchmarks import likeness_corpus as corpus
from duties import likeness

CHOSEN_BY, REPORTED = 1, 2
NUMBER = 60
OUT = Path(__file__).with_name("likeness.md")
ORIGINAL = "original"
#: Marks what is no copy though it looks like one: the fewer are found the better.
STRANGER = "no copy: "
Read = dict[str, tuple[likeness.Fingerprint, float]]


def main() -> None:
    with ProcessPoolExecutor(2) as pool:
        for seed in (CHOSEN_BY, REPORTED):
            sets = {
                make.__name__: list(pool.map(make, [seed] * NUMBER, range(NUMBER)))
                for make in (photographs, documents, scans)
            }
            lines = [line for kind, made in sets.items() for line in _rows(kind, made)]
            print(f"seed {seed}", *lines, *_margins(sets), sep="\n")
    text = (Path(__file__).with_name("likeness_foot.md")).read_text(encoding="utf-8")
    head = [
        "## Evidence that is alike", "",
        f"{NUMBER} pictures, {NUMBER} documents and {NUMBER} scanned pages drawn from a seed, with "
        f"their copies; thresholds chosen on seed {CHOSEN_BY}, figures of seed {REPORTED}. "
        "`.venv/bin/python -m benchmarks.likeness` measures again.", "",
        "| kind | variant | found | false alarms per 1,000 unrelated pairs | ms a file |",
        "|---|---|---|---|---|",
    ]  # fmt: skip
    OUT.write_text("\n".join([*head, *lines, "", text]), encoding="utf-8")


def photographs(seed: int, number: int) -> Read:
    chance, place = random.Random(f"picture {seed} {number}"), f"room {seed} {number}"
    scene = corpus.scene(chance, random.Random(place))
    later = corpus.scene(random.Random(f"later {seed} {number}"), random.Random(place))
    made = {ORIGINAL: corpus.jpeg(scene)}
    made |= {name: make(scene, chance) for name, make in corpus.PICTURE_VARIANTS.items()}
    made[STRANGER + "same room and camera, another meeting"] = corpus.jpeg(later)
    return _read(made)


def documents(seed: int, number: int) -> Read:
    chance = random.Random(f"document {seed} {number}")
    text = corpus.minutes(chance)
    made = {ORIGINAL: corpus.docx(text)}
    made |= {name: make(text, chance) for name, make in corpus.DOCUMENT_VARIANTS.items()}
    later = corpus.minutes(random.Random(f"later {seed} {number}"), kept=text)
    made[STRANGER + "next month's minutes, half of them kept"] = corpus.docx(later)
    return _read(made)


def scans(seed: int, number: int) -> Read:
    """A page scanned twice, photographed with a telephone, and the text it was printed from."""
    chance = random.Random(f"page {seed} {number}")
    text = corpus.minutes(chance)
    page = corpus.page(text)
    return _read({
        ORIGINAL: corpus.scan(page, chance),
        "scanned a second time": corpus.scan(page, chance),
        "the page re-scanned as a picture": corpus.jpeg(corpus.rescanned(page, chance), 75),
        "the page cropped by 5 %": corpus.jpeg(corpus.cropped(page, 0.05, chance)),
        "the document it was printed from": corpus.docx(text),
    })  # fmt: skip


def _read(made: dict[str, corpus.Content]) -> Read:
    read = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, content in made.items():
            path, media_type = corpus.write(content, Path(folder))
            begun = perf_counter()
            fingerprint = likeness.fingerprint(path, media_type)
            read[name] = fingerprint, perf_counter() - begun
    return read


def _rows(kind: str, made: list[Read]) -> list[str]:
    alarms = 1000 * _share(combinations([each[ORIGINAL][0] for each in made], 2), _found)
    rows = []
    for name in made[0]:
        speed = 1000 * median(each[name][1] for each in made)
        if name == ORIGINAL:
            rows.append(f"| {kind} | unrelated originals |  | {alarms:.2f} | {speed:.0f} |")
            continue
        pairs = [(each[ORIGINAL][0], each[name][0]) for each in made]
        # Unrelated means: the copy of the one against the original of every other.
        crossed = [(one[ORIGINAL][0], other[name][0]) for one, other in permutations(made, 2)]
        rows.append(
            f"| {kind} | {name} | {_share(pairs, _found):.0%} "
            f"| {1000 * _share(crossed, _found):.2f} | {speed:.0f} |"
        )
    return rows


class _Kept(dict):
    """What bands and probes of a fingerprint are, worked out once; asked for by identity."""

    def __init__(self, make: Callable):
        super().__init__()
        self.make = make

    def __call__(self, one: likeness.Fingerprint) -> set[str]:
        if id(one) not in self:
            self[id(one)] = one, self.make(one)
        return self[id(one)][1]


_bands, _probes = _Kept(likeness.bands), _Kept(likeness.probes)


def _found(one: likeness.Fingerprint, other: likeness.Fingerprint) -> bool:
    if _bands(one).isdisjoint(_probes(other)):
        return False
    text = likeness.near_texts(one, other) >= likeness.TEXTS_ALIKE
    return text or likeness.near_pictures(one, other) > 0


def _share(pairs, holds: Callable) -> float:
    answers = [holds(one, other) for one, other in pairs]
    return sum(answers) / len(answers)


def _margins(sets: dict[str, list[Read]]) -> list[str]:
    """The likest strangers and the least like copies: between them the thresholds lie."""
    lines = []
    for kind, measure in (
        ("photographs", likeness.share_of_bits), ("scans", likeness.share_of_bits),
        ("documents", likeness.near_texts),
    ):  # fmt: skip
        originals = [each[ORIGINAL][0] for each in sets[kind]]
        strangers = sorted(measure(one, other) for one, other in combinations(originals, 2))
        lines.append(f"{kind}: likest strangers {strangers[-1]:.3f}")
        for name in list(sets[kind][0])[1:]:
            copies = sorted(measure(each[ORIGINAL][0], each[name][0]) for each in sets[kind])
            lines.append(
                f"    {name}: least {copies[0]:.3f}, median {copies[len(copies) // 2]:.3f}"
            )
    return lines


if __name__ == "__main__":
    sys.exit(main())
