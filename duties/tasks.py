"""What happens by itself: each task asks the state what is due; running twice is harmless."""

import logging
from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from duties.actions import checks, evidence, inbox, likeness, obligations, proof, recount
from duties.models import Ledger
from organizations.models import Post

log = logging.getLogger(__name__)
#: Enough to keep many workers busy until the next round, few enough not to flood the broker.
CHUNKS_AT_ONCE = 200
#: Files that one round of comparing reads: less than two minutes' work.
FILES_AT_ONCE = 200


def _day(on: str | None) -> date:
    return date.fromisoformat(on) if on else timezone.localdate()


@shared_task
def check_due(on: str | None = None) -> int:
    """Spread what is due over the workers: a message a chunk, each claiming its own rows."""
    day = _day(on)
    waiting = checks.chunks_due(on=day, at_most=CHUNKS_AT_ONCE)
    for _ in range(waiting):
        check_chunk.delay(day.isoformat())
    return waiting


@shared_task
def check_chunk(on: str) -> int:
    summary = checks.run_chunk(on=date.fromisoformat(on))
    log.info("looked at %s, changed %s", summary.looked, summary.changed)
    return summary.changed


@shared_task
def prove(on: str | None = None) -> int:
    """Spread the full re-check over the workers: a message a range of obligations."""
    day = _day(on)
    todo = proof.ranges()
    for each in todo:
        prove_range.delay(each.first, each.last, day.isoformat())
    return len(todo)


@shared_task
def prove_range(first: int, last: int, on: str) -> int:
    summary = proof.run_range(proof.Range(first, last), on=date.fromisoformat(on))
    if summary.written:
        log.warning("%s–%s: %s obligations had gone stale", first, last, summary.written)
    return summary.written


@shared_task
def recount_tallies() -> int:
    """Prove the dashboard's summaries; what is off is said and written again."""
    wrong = 0
    for year in Ledger.objects.order_by("year").values_list("year", flat=True).distinct():
        if found := recount.differences(year):
            wrong += len(found)
            recount.rebuild(year=year)
            log.error("%s summaries of %s were off and have been counted again", len(found), year)
    return wrong


@shared_task
def open_years(on: str | None = None) -> int:
    """Open the running year for every post that lacks something of it, chunk by chunk."""
    day = _day(on)
    lacking = obligations.lacking(year=day.year, on=day)
    starts = range(0, len(lacking), obligations.CHUNK)
    for start in starts:
        open_posts.delay(lacking[start : start + obligations.CHUNK], day.year, day.isoformat())
    return len(starts)


@shared_task
def open_posts(posts: list[int], year: int, on: str) -> int:
    """What was opened meanwhile is no longer lacking: a message too many does nothing."""
    scope = Post.objects.filter(pk__in=posts)
    opened = obligations.open_year(year=year, on=date.fromisoformat(on), posts=scope)
    log.info("opened %s obligations for %s posts", opened.obligations, opened.posts)
    return opened.obligations


@shared_task
def send_notices() -> int:
    sent = inbox.send()
    log.info("sent %s notices", sent)
    return sent


@shared_task
def compare_evidence() -> int:
    """Read new files and hold them against all others; rounds may overlap."""
    done = likeness.run(limit=FILES_AT_ONCE, at=timezone.now())
    if done.did:
        log.info("read %s files, paired %s, found %s alike", done.read, done.paired, done.found)
    return done.found


@shared_task
def sweep_uploads() -> int:
    """Uploads of forms abandoned a week ago."""
    dropped = evidence.sweep(before=timezone.now() - timedelta(days=7))
    log.info("dropped %s uploads", dropped)
    return dropped
