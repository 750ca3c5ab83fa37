"""Working out an assessment in the background: chunk by chunk, resumable, never doubled.

A worker claims the assessment by a lease and a fence (RELIABILITY §2 rule 4). Each chunk is one
transaction that renews the lease under the fence: who was taken for dead and comes back writes
nothing any more. What is left is always asked of the database, so a killed worker loses at most
one chunk, and the next goes on where it stopped.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import schemes, scoring, sealing
from assessments.actions import telling
from assessments.figures import placing
from assessments.figures.covered import basis_of, left, posts_below, unmoved
from assessments.figures.live import Live, scores_of
from assessments.models import Assessment, Score, ScoreHolder
from assessments.stages import OPEN, Stage
from duties.actions.errors import Conflict
from duties.models import Ledger
from organizations import access
from organizations.actions import journal
from organizations.models import Post, User

log = logging.getLogger(__name__)
CHUNK = 100
LEASE = timedelta(seconds=90)
WRITTEN = (
    "level", "track", "run", "basis", "engine", "scheme", "facts", "tree", "sha256", "total",
    "earned", "rank", "indicators",
)  # fmt: skip
UPDATE = "UPDATE {} SET {} WHERE id = %s".format(  # noqa: S608 - names of our own
    Score._meta.db_table, ", ".join(f"{name} = %s" for name in placing.WRITTEN)
)
_TAKEN_BACK = Case(When(stage=Stage.SUBMITTED, then=Value(str(Stage.COMMENT))), default=F("stage"))
#: Says how far a chunk has come, and may stop the rest.
Tick = Callable[[], bool]


class Fenced(Exception):
    """Somebody else has taken the work over."""


@journal.atomic
def ask(*, assessment: Assessment, edition: int, by: User, on: date) -> Assessment:
    """Have the figures worked out again as of ``on``: those that can have changed, the others are
    taken over; the official's page goes on showing the last ones until each is done. What was
    handed in for approval is not what will stand there then: it has to be handed in anew, or one
    person alone would make and approve figures."""
    access.require(by, "assess", assessment.unit)
    same = unmoved(assessment, on)
    moved = Assessment.objects.filter(
        pk=assessment.pk, edition=edition, stage__in=list(OPEN)
    ).update(
        run=F("run") + 1, edition=F("edition") + 1, as_of=on, done=len(same),
        total=posts_below(assessment.unit, assessment.year).count(), lease_until=None,
        fence=F("fence") + 1, stage=_TAKEN_BACK, submitted_by=None, submitted_at=None,
    )  # fmt: skip
    assessment.refresh_from_db()
    if not moved:
        raise Conflict(_("这份考核刚被他人处理，请核对后再操作。"))
    for start in range(0, len(same), 1000):
        rows = assessment.scores.filter(pk__in=same[start : start + 1000])
        rows.update(run=assessment.run)
    journal.record(
        action="assessments.compute", by=by, target=assessment, unit=assessment.unit,
        run=assessment.run, on=on,
    )  # fmt: skip
    return assessment


def run_waiting(*, go_on: Tick = lambda: True) -> int:
    """Work out whatever is waiting and in nobody's hands; returns how many posts.

    One that cannot be worked out is logged and keeps its lease for a while; the others go on.
    """
    done = 0
    for key in Assessment.objects.computing().order_by("drafted_at").values_list("pk", flat=True):
        try:
            done += run(key, go_on=go_on)
        except Exception:
            log.exception("assessment %s cannot be worked out", key)
    return done


def run(key, *, go_on: Tick = lambda: True) -> int:
    """Claim the assessment and go on with it until it is done or ``go_on`` says stop."""
    claimed = claim(key)
    if claimed is None:
        return 0
    done = 0
    try:
        while (posts := list(left(claimed)[:CHUNK])) and go_on():
            done += chunk(claimed, posts)
        if not posts:
            finish(claimed)
        else:
            release(claimed)
    except Fenced:
        pass
    return done


def claim(key) -> Assessment | None:
    """Take it, if nobody holds it; from now on a former holder is fenced off."""
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    taken = Assessment.objects.computing().filter(free, pk=key)
    if not taken.update(lease_until=now + LEASE, fence=F("fence") + 1):
        return None
    return Assessment.objects.select_related("unit").get(pk=key)


def release(assessment: Assessment) -> None:
    _mine(assessment).update(lease_until=None)


@transaction.atomic
def chunk(assessment: Assessment, posts: list[Post]) -> int:
    """Score these posts. Their ledgers are locked first: whatever changes what a score rests on
    marks the ledger in its own transaction, so it is in the score as a whole or, with the
    ledger's next version, not at all."""
    if not _mine(assessment).update(lease_until=timezone.now() + LEASE):
        raise Fenced
    keys = [post.pk for post in posts]
    hold(keys, assessment.year)
    bases = basis_of(keys, assessment.year)
    found = scores_of(posts, assessment.year, assessment.as_of)
    applied = {id(live.applied.scheme): live for live in found.values()}
    digests = {key: _digest(live) for key, live in applied.items()}
    known = assessment.schemes | {
        digests[key]: {"content": schemes.dump(live.applied.scheme), "row": _row_key(live)}
        for key, live in applied.items()
    }
    rows = [
        _score(assessment, post, live, digests[id(live.applied.scheme)], bases.get(post.pk, ""))
        for post in posts for live in [found[post.pk]]
    ]  # fmt: skip
    Score.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["assessment", "post"], update_fields=WRITTEN
    )
    _write_holders(assessment, keys, found)
    _mine(assessment).update(done=F("done") + len(posts), schemes=known)
    assessment.schemes = known
    return len(posts)


def hold(posts: list[int], year: int) -> None:
    """Lock the ledgers of these posts, always in the same order."""
    rows = Ledger.objects.select_for_update().filter(post__in=posts, year=year).order_by("pk")
    list(rows.values_list("pk", flat=True))


def hold_now(posts: list[int], year: int) -> int:
    """Lock those that are free, without waiting; returns how many somebody is just changing."""
    rows = Ledger.objects.filter(post__in=posts, year=year).order_by("pk")
    free = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return rows.count() - len(free)


@transaction.atomic
def finish(assessment: Assessment) -> None:
    """Grades within quotas, ranks, and the run is whole: whose figures moved is told so."""
    if not _mine(assessment).update(lease_until=None):
        raise Fenced
    place(assessment)
    now = timezone.now()
    Assessment.objects.filter(pk=assessment.pk).update(
        computed=assessment.run, computed_at=now, done=F("total"), edition=F("edition") + 1
    )
    assessment.refresh_from_db()
    telling.moved(assessment, assessment.as_of)


def place(assessment: Assessment) -> None:
    """Only what is changed by it is written, in one go: thousands of rows, five columns each."""
    rows = assessment.scores.order_by("post").values(*placing.READ, *placing.WRITTEN)
    contents = {key: each["content"] for key, each in assessment.schemes.items()}
    changed = [
        [*(row[name] for name in placing.WRITTEN), row["pk"]]
        for row in placing.misplaced(rows, contents)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(UPDATE, changed)


def _mine(assessment: Assessment):
    return Assessment.objects.filter(
        pk=assessment.pk, fence=assessment.fence, run=assessment.run, stage__in=list(OPEN)
    )


def _digest(live: Live) -> str:
    return sealing.digest(schemes.dump(live.applied.scheme))


def _row_key(live: Live) -> int | None:
    return live.applied.row and live.applied.row.pk


def _score(assessment: Assessment, post: Post, live: Live, scheme: str, basis: str) -> Score:
    facts = sealing.canonical(scoring.dump_facts(live.facts))
    tree = sealing.canonical(scoring.dump_tree(live.tree))
    return Score(
        assessment=assessment, post=post, level=post.unit.level, track=post.track,
        run=assessment.run, basis=basis, engine=live.tree.engine, scheme=scheme,
        facts=sealing.packed(facts), tree=sealing.packed(tree), total=live.tree.total,
        earned=live.tree.grade,
        sha256=sealing.of_written(
            post=post.pk, engine=live.tree.engine, scheme=scheme, facts=facts, tree=tree
        ),
        indicators={
            node.code: None if node.points is None else str(node.points)
            for node in live.tree.nodes
        },
    )  # fmt: skip


def _write_holders(assessment: Assessment, posts: list[int], found: dict[int, Live]) -> None:
    scores = dict(assessment.scores.filter(post__in=posts).values_list("post", "pk"))
    ScoreHolder.objects.filter(score__in=scores.values()).delete()
    shares = defaultdict(list)
    for post, live in found.items():
        shares[post] += live.tree.shares
    ScoreHolder.objects.bulk_create(
        ScoreHolder(
            score_id=scores[post], person_id=each.person, months=each.months, total=each.total,
            grade=each.grade,
        )
        for post, those in shares.items() for each in those
    )  # fmt: skip
