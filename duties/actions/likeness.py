"""Evidence held against other evidence: read once per content, paired once per upload.

Contents are claimed by a conditional UPDATE and read outside any transaction. A content that
kills its reader is given up at the third attempt and never stands in the way of others. Pairs
are hints; nothing here judges or changes a record, so nothing is journalled.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from duties import likeness
from duties.models import Band, Evidence, Fingerprint, FingerprintState, Likeness, LikenessKind

log = logging.getLogger(__name__)
ATTEMPTS = 3
CLAIM = timedelta(minutes=10)
#: Of one kind, one upload is paired with no more than this; its own unit's come first.
PAIRS_MAX = 100
#: Of candidates that share a band, those that share the most are judged.
CANDIDATES_MAX = 500
KEYS_AT_ONCE = 800


@dataclass
class Summary:
    read: int = 0
    unreadable: int = 0
    paired: int = 0
    found: int = 0

    def add(self, other: "Summary") -> None:
        self.read += other.read
        self.unreadable += other.unreadable
        self.paired += other.paired
        self.found += other.found

    @property
    def did(self) -> int:
        return self.read + self.unreadable + self.paired


def waiting() -> QuerySet[Evidence]:
    """Evidence of records not yet held against the rest; not what a form has not yet saved."""
    return Evidence.objects.filter(record__isnull=False, compared_at__isnull=True)


def run(*, limit: int, at: datetime) -> Summary:
    """Read up to ``limit`` contents and pair up to ``limit`` uploads; again: the next ones."""
    _enrol(limit)
    total = Summary()
    for fingerprint in _claim(limit, at):
        if look(fingerprint=fingerprint):
            total.read += 1
        else:
            total.unreadable += 1
    read = Fingerprint.objects.exclude(state=FingerprintState.WAITING).values("sha256")
    ready = waiting().filter(sha256__in=read).order_by("pk")[:limit]
    for key in list(ready.values_list("pk", flat=True)):
        total.add(_pair_safely(key, at))
    return total


def run_all(
    *, at: datetime, say: Callable[[int, int], None] = lambda done, number: None
) -> Summary:
    """Until nothing more can be done; what another worker has claimed is left to it."""
    total, number = Summary(), waiting().count()
    while (done := run(limit=100, at=at)).did:
        total.add(done)
        say(total.paired, number)
    return total


@transaction.atomic
def begin_again() -> None:
    """Read and pair everything anew, after the algorithm or its thresholds were changed."""
    Likeness.objects.all().delete()
    Fingerprint.objects.update(state=FingerprintState.WAITING, attempts=0, claimed_until=None)
    Evidence.objects.filter(compared_at__isnull=False).update(compared_at=None)


def forget(*, sha256: str) -> None:
    """Nothing is kept of a content that is gone."""
    Fingerprint.objects.filter(sha256=sha256).delete()


def look(*, fingerprint: Fingerprint) -> bool:
    """Read one claimed content and keep what was found; False where there was nothing to read."""
    evidence = Evidence.objects.filter(sha256=fingerprint.sha256).order_by("pk").first()
    try:
        if evidence is None:
            raise likeness.Unreadable("gone")
        read = likeness.fingerprint(evidence.path, evidence.media_type)
    except likeness.Unreadable as reason:
        log.info("content %s: %s", fingerprint.sha256[:12], reason)
        _give_up(fingerprint)
        return False
    except Exception:
        # Whatever a library makes of strange bytes, the others have to be read.
        log.exception("content %s could not be read", fingerprint.sha256[:12])
        if fingerprint.attempts >= ATTEMPTS:
            _give_up(fingerprint)
        return False
    _keep(fingerprint, read)
    return True


def _enrol(limit: int) -> None:
    """A row for contents that have none; two workers may both try."""
    known = Fingerprint.objects.values("sha256")
    fresh = waiting().exclude(sha256__in=known).order_by("pk").values_list("sha256", flat=True)
    rows = [Fingerprint(sha256=sha256) for sha256 in dict.fromkeys(fresh[:limit])]
    Fingerprint.objects.bulk_create(rows, ignore_conflicts=True)


def _claim(limit: int, at: datetime) -> list[Fingerprint]:
    """Rows that were free when the UPDATE came to them; the attempt counts from now on."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    open_ = Fingerprint.objects.filter(free, state=FingerprintState.WAITING)
    open_.filter(attempts__gte=ATTEMPTS).update(state=FingerprintState.UNREADABLE)
    claimed = []
    for key in list(open_.order_by("pk").values_list("pk", flat=True)[:limit]):
        if open_.filter(pk=key).update(claimed_until=at + CLAIM, attempts=F("attempts") + 1):
            claimed.append(key)
    return list(Fingerprint.objects.filter(pk__in=claimed).order_by("pk"))


def _give_up(fingerprint: Fingerprint) -> None:
    waiting = Fingerprint.objects.filter(pk=fingerprint.pk, state=FingerprintState.WAITING)
    waiting.update(state=FingerprintState.UNREADABLE, claimed_until=None)


@transaction.atomic
def _keep(fingerprint: Fingerprint, read: likeness.Fingerprint) -> None:
    """The bands are visible to others before this content is paired: of two that are read at
    the same time, at least the later one finds the other."""
    Band.objects.filter(fingerprint=fingerprint).delete()
    keys = sorted(likeness.bands(read))
    Band.objects.bulk_create([Band(fingerprint=fingerprint, key=key) for key in keys])
    fingerprint.state, fingerprint.claimed_until = FingerprintState.DONE, None
    fingerprint.version = likeness.VERSION
    fingerprint.pictures = [list(hashes) for hashes in read.pictures]
    fingerprint.signature, fingerprint.words = read.signature, read.words
    fingerprint.excerpt = read.excerpt
    fingerprint.made_on, fingerprint.date_kind = read.made_on, read.date_kind
    fingerprint.save()


def _pair_safely(key: int, at: datetime) -> Summary:
    """One that fails, say because the other file was removed meanwhile, is tried again later."""
    try:
        with transaction.atomic():
            mine = waiting().select_for_update(of=("self",), skip_locked=True)
            evidence = mine.select_related("record__post").filter(pk=key).first()
            if evidence is None:
                return Summary()
            found = _pair(evidence)
            Evidence.objects.filter(pk=key).update(compared_at=at)
        return Summary(paired=1, found=found)
    except DatabaseError:
        log.exception("evidence %s could not be paired", key)
        return Summary()


def _pair(evidence: Evidence) -> int:
    rows = [(other, LikenessKind.SAME, 100) for other in _others(evidence, [evidence.sha256])]
    own = Fingerprint.objects.filter(sha256=evidence.sha256, state=FingerprintState.DONE).first()
    for kind, measures in _near(own).items() if own else ():
        rows += [(other, kind, measures[other.sha256]) for other in _others(evidence, measures)]
    known = Likeness.objects.filter(Q(first=evidence) | Q(second=evidence))
    known = set(known.values_list("first", "second", "kind"))
    pairs = []
    for other, kind, measure in rows:
        first, second = sorted((evidence.pk, other.pk))
        if (first, second, kind) not in known:
            pairs.append(Likeness(first_id=first, second_id=second, kind=kind, measure=measure))
    Likeness.objects.bulk_create(pairs, ignore_conflicts=True)
    return len(pairs)


def _others(evidence: Evidence, contents: Iterable[str]) -> QuerySet[Evidence]:
    """Uploads of these contents on other records: first those of the same unit, where the
    reviewer can see both sides."""
    elsewhere = When(record__post__unit=evidence.record.post.unit_id, then=Value(0))
    far = Case(elsewhere, default=Value(1), output_field=IntegerField())
    others = Evidence.objects.filter(sha256__in=list(contents), record__isnull=False)
    return others.exclude(record=evidence.record_id).order_by(far, "pk")[:PAIRS_MAX]


def _near(own: Fingerprint) -> dict[LikenessKind, dict[str, int]]:
    """By kind the contents near this one, with how near they are in per cent."""
    mine = as_read(own)
    found: dict[LikenessKind, dict[str, int]] = {LikenessKind.PICTURE: {}, LikenessKind.TEXT: {}}
    for other in Fingerprint.objects.filter(pk__in=_candidates(own, mine)):
        theirs = as_read(other)
        if measure := likeness.near_pictures(mine, theirs):
            found[LikenessKind.PICTURE][other.sha256] = int(100 * measure)
        if (measure := likeness.near_texts(mine, theirs)) >= likeness.TEXTS_ALIKE:
            found[LikenessKind.TEXT][other.sha256] = int(100 * measure)
    return {kind: measures for kind, measures in found.items() if measures}


def _candidates(own: Fingerprint, mine: likeness.Fingerprint) -> list[int]:
    keys, shared = sorted(likeness.probes(mine)), Counter()
    for start in range(0, len(keys), KEYS_AT_ONCE):
        bands = Band.objects.filter(key__in=keys[start : start + KEYS_AT_ONCE])
        shared.update(bands.exclude(fingerprint=own).values_list("fingerprint", flat=True))
    return [key for key, _ in shared.most_common(CANDIDATES_MAX)]


def as_read(row: Fingerprint) -> likeness.Fingerprint:
    return likeness.Fingerprint(
        tuple(tuple(hashes) for hashes in row.pictures), row.words, row.signature, row.excerpt,
        row.made_on, row.date_kind,
    )  # fmt: skip
