"""Opening a year: what every post in scope owes, inserted once and never twice.

The database itself crosses posts with the year's demands, a chunk of posts a transaction.
A ledger a post and year keeps what it was opened under: what is lacking is found without
looking at obligations, a killed run goes on where it stopped, a run too many finds nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from duties.actions import carrying, checks, inserting, tallies, warnings
from duties.actions.inserting import Demand
from duties.choices import Status
from duties.models import Ledger, Obligation, Requirement
from duties.periods import Cadence, periods_of
from organizations.actions import journal
from organizations.models import Post, Track, User

#: Posts a transaction.
CHUNK = 1000


@dataclass
class Opened:
    """How many obligations a run added, and for how many posts."""

    obligations: int = 0
    posts: int = 0


def open_year(
    *,
    year: int,
    on: date,
    by: User | None = None,
    posts: Iterable[Post] | None = None,
    say: Callable[[int, int], None] | None = None,
) -> Opened:
    """Give every post in force during ``year`` the obligations it lacks.

    Safe to run again, early and at the same time. A post set up or abolished within the
    year owes the periods on whose last day it exists; so does a requirement bind.
    ``say`` hears posts done and in all.
    """
    demands = _demands(year, on)
    lacking = lacking_posts(year=year, demands=demands)
    if posts is not None:
        lacking = lacking.filter(pk__in=[post.pk for post in posts])
    keys = list(lacking.order_by("pk").values_list("pk", flat=True))
    opened = Opened()
    for start in range(0, len(keys), CHUNK):
        _open_chunk(keys[start : start + CHUNK], demands, year, on, by, opened)
        if say:
            say(min(start + CHUNK, len(keys)), len(keys))
    return opened


def lacking(*, year: int, on: date) -> list[int]:
    """Keys of posts that have not been opened under what holds now: state, not ticks."""
    rows = lacking_posts(year=year, demands=_demands(year, on))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def lacking_posts(*, year: int, demands: list[Demand]) -> QuerySet[Post]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    posts = Post.objects.during(first, last)
    opened = Ledger.objects.filter(post=OuterRef("pk"), year=year, inputs=OuterRef("inputs"))
    return posts.annotate(inputs=_inputs(demands)).filter(~Exists(opened))


def _inputs(demands: list[Demand]):
    """What decides on a post's obligations, as one string: the demands and its own dates."""
    said = defaultdict(list)
    for demand in demands:
        said[demand.track].append(f"{demand.requirement.pk}:{demand.period.key}")
    marks = {track: str(crc32(" ".join(sorted(each)).encode())) for track, each in said.items()}
    mark = Case(
        *(When(track=track, then=Value(marks[track])) for track in Track if track in marks),
        default=Value(""), output_field=CharField(),
    )  # fmt: skip
    dates = [
        Coalesce(Cast(F(name), CharField()), Value("-"))
        for name in ("established_on", "abolished_on")
    ]
    return Concat(mark, Value(" "), dates[0], Value(" "), dates[1], output_field=CharField())


def _demands(year: int, on: date) -> list[Demand]:
    """Every requirement in every period on whose last day it holds, judged without a record."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    requirements = Requirement.objects.during(first, last).select_related("clause")
    found = []
    for requirement in requirements.order_by("pk"):
        for period in periods_of(Cadence(requirement.cadence), year):
            if requirement.stands_on(period.ends_on):
                row = Obligation(
                    requirement=requirement, year=year, period_key=period.key,
                    starts_on=period.starts_on, due_on=period.due_on,
                )  # fmt: skip
                checks.apply_verdict(row, [], on=on)
                found.append(Demand(requirement, period, row))
    return found


@journal.atomic
def _open_chunk(keys, demands, year, on, by, opened) -> None:
    posts = {row.pk: row for row in _with_inputs(keys, demands)}
    followed = carrying.follow_the_law(posts=keys, year=year, demands=demands, on=on)
    fresh = inserting.insert(posts=keys, demands=demands)
    _keep_ledgers(posts, year, Counter(row.post for row in fresh))
    tallies.apply(_moves(fresh, posts))
    late = {row.key for row in fresh if row.demand.row.status != Status.OPEN}
    checks.announce(keys=late, on=on)
    carried = carrying.carry_over(posts=keys, year=year)
    checks.judge_again(keys=sorted(carried), on=on)
    soon = {demand for demand in demands if demand.is_near(on)}
    near = [row.key for row in fresh if row.demand in soon and row.key not in carried]
    warnings.notify(obligations=Obligation.objects.filter(pk__in=near).with_law(), on=on)
    if not fresh and not followed:
        return
    opened.obligations += len(fresh)
    opened.posts += len({row.post for row in fresh})
    journal.record(
        action="obligations.open_year", by=by, year=year, obligations=len(fresh),
        posts=len({row.post for row in fresh}), changed=followed, on=on,
    )  # fmt: skip


def _with_inputs(keys, demands) -> QuerySet[Post]:
    rows = Post.objects.filter(pk__in=keys).select_related("unit").order_by("pk")
    return rows.annotate(inputs=_inputs(demands))


def _moves(fresh, posts: dict[int, Post]) -> Counter:
    """Townships side by side move the same tallies: counted before they are added up."""
    numbers = Counter((tallies.branch_of(posts[row.post].unit.path), row.demand) for row in fresh)
    return Counter(
        {tallies.Move(branch, demand.key, None, demand.row.status): number
         for (branch, demand), number in numbers.items()}
    )  # fmt: skip


def _keep_ledgers(posts: dict[int, Post], year: int, made: Counter) -> None:
    """Note what the posts were opened under; a post that begins to owe is counted above it."""
    known = {
        row.post_id: row
        for row in Ledger.objects.select_for_update().filter(year=year, post__in=posts)
        .order_by("post")
    }  # fmt: skip
    begun: Counter = Counter()
    rows = []
    for key, post in posts.items():
        row = known.get(key) or Ledger(post=post, year=year)
        if made[key] and not row.owed:
            begun[post.unit.path, post.track, post.unit.level] += 1
        row.owed += made[key]
        row.version, row.moved = row.version + 1, True
        row.inputs = post.inputs
        rows.append(row)
    Ledger.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["post", "year"],
        update_fields=["inputs", "owed", "version", "moved"], batch_size=1000,
    )  # fmt: skip
    tallies.headcount(year=year, posts=begun)
