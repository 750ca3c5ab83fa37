"""Does a published assessment still come out as it was published, from its frozen inputs alone?

Neither regulations nor schemes, records or people of today are looked at.
"""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from assessments import sealing
from assessments.engines import UnknownEngine, engine
from assessments.figures import placing
from assessments.models import Assessment, Score
from duties.wording import Sentence
from organizations.actions.journal import name_of
from organizations.models import JournalEntry


class Difference(NamedTuple):
    """``what`` differs, of which score (None: of the whole)."""

    score: Score | None
    what: Sentence


def sha256_of(row: Assessment) -> str:
    """The digest over every score with the grade and rank it got."""
    columns = ("post_id", "sha256", "grade", "rank")
    return sealing.of_whole(
        unit=str(row.unit_id), year=row.year, version=row.version, schemes=row.schemes,
        scores=row.scores.order_by("post_id").values_list(*columns),
    )  # fmt: skip


def differences(row: Assessment) -> Iterator[Difference]:
    """In the order of the posts; the first is what one has to look at."""
    contents = {key: each["content"] for key, each in row.schemes.items()}
    for key, content in contents.items():
        if sealing.digest(content) != key:
            yield Difference(None, Sentence("指标体系已被改动", "a scheme was altered"))
    scores = row.scores.select_related("post__unit").prefetch_related("holders")
    for score in scores.order_by("post_id").iterator(chunk_size=200):
        if (what := _of_score(score, contents)) is not None:
            yield Difference(score, what)
    yield from _of_places(row, contents)
    if sha256_of(row) != row.sha256:
        yield Difference(None, Sentence("整体哈希值不符", "the digest over the whole does not fit"))
    if row.sha256 not in _journalled(row):
        said = Sentence(
            "与公布时日志记载的哈希值不符", "the journal of its publication says another"
        )
        yield Difference(None, said)
    if row.overview is not None and _overview_of(row) not in _journalled(row, "overview"):
        yield Difference(None, Sentence("情况通报的内容不符", "the overview says another thing"))


def _overview_of(row: Assessment) -> str:
    try:
        return sealing.digest(sealing.unpack(row.overview))
    except (ValueError, zlib.error):
        return ""


def _journalled(row: Assessment, name: str = "sha256") -> set[str]:
    """The digest as the journal took it down when the assessment was published: whoever alters
    every row consistently still has that chain to break."""
    entries = JournalEntry.objects.filter(action="assessments.publish", target=name_of(row))
    return {entry.detail.get(name) for entry in entries}


def _of_score(score: Score, contents: dict) -> Sentence | None:
    try:
        facts, tree = score.facts_data, score.tree_data
    except (ValueError, zlib.error):
        return Sentence("冻结的内容无法读取", "what was frozen cannot be read")
    sha256 = sealing.of_score(
        post=score.post_id, engine=score.engine, scheme=score.scheme, facts=facts, tree=tree
    )
    if sha256 != score.sha256:
        return Sentence("哈希值不符", "the digest does not fit")
    if score.scheme not in contents:
        return Sentence("没有相应的指标体系", "its scheme is missing")
    try:
        again = engine(score.engine).assess(contents[score.scheme], facts)
    except UnknownEngine:
        return Sentence(
            f"没有第{score.engine}版计分程序", f"scoring engine {score.engine} is not here"
        )
    if again != tree:
        return Sentence("重新计算的计分过程不同", "worked out again it comes about otherwise")
    return _of_columns(score, tree)


def _of_columns(score: Score, tree: dict) -> Sentence | None:
    total = None if score.total is None else str(score.total)
    if total != tree["total"]:
        return Sentence(
            f"得分为{total}，重新计算为{tree['total']}",
            f"the score is {total}, worked out again {tree['total']}",
        )
    if score.earned != tree["grade"]:
        return Sentence("等次不符", "the grade does not fit")
    kept = {node["code"]: node.get("points") for node in tree["nodes"]}
    if score.indicators != kept:
        return Sentence("指标得分不符", "the points of an indicator do not fit")
    if _holders(score) != {each["person"]: _share(each) for each in tree["shares"]}:
        return Sentence("任职人的得分不符", "what a holder answers for does not fit")
    return None


def _holders(score: Score) -> dict[int, tuple]:
    return {
        each.person_id: (each.months, None if each.total is None else str(each.total), each.grade)
        for each in score.holders.all()
    }


def _share(said: dict) -> tuple:
    return (said["months"], said["total"], said["grade"])


def _of_places(row: Assessment, contents: dict) -> Iterator[Difference]:
    rows = list(row.scores.order_by("post_id").values(*placing.READ, *placing.WRITTEN))
    for wrong in placing.misplaced(rows, contents):
        score = row.scores.select_related("post__unit").get(pk=wrong["pk"])
        yield Difference(score, Sentence("等次或者名次不符", "grade or rank does not fit"))
