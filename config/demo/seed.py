"""Writes the story: bulk rows for what is long confirmed, real actions for what is under way."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from assessments.actions.scores import refresh
from assessments.models import Assessment
from config.demo import (
    accounting,
    assessing,
    inspecting,
    judging,
    papers,
    people,
    register,
    reporting,
    rewarding,
    story,
)
from duties.actions import checks, likeness, obligations, records, waivers
from duties.choices import RecordState
from duties.models import Evidence, Notice, Obligation, Record, RecordItem
from organizations.actions import journal
from organizations.models import Post, User

#: Days of the year on which the demo lets the checks run, so that histories are true.
STOPS = ((3, 31), (6, 30), (7, 10), (9, 30), (12, 31))
#: Posts whose files are PDFs of their own; the others share one picture a quarter.
SHOWN = (people.PROVINCE, people.CITY, people.COUNTY)


def run(*, password: str, on: date, say: Callable[[str], None]) -> None:
    """Seed everything; ``say`` is told of the progress."""
    cast = people.create(password=password, on=on)
    say(f"people and appointments: {User.objects.count()}")
    for year in (on.year - 1, on.year):
        obligations.open_year(year=year, on=date(year, 1, 1))
        _live(year, cast, on, say)
    _under_way(cast, on)
    _waive(cast, on)
    _photographed_once(on)
    found = likeness.run_all(at=timezone.now()).found
    reporting.run(cast, on)
    refresh(on=on)
    inspecting.run(cast, on)
    assessing.run(cast, on)
    register.run(cast, on)
    accounting.run(cast, on)
    rewarding.run(cast, on)
    refresh(on=on)
    judging.run(cast, on)
    say(f"assessments: {Assessment.objects.count()}")
    Notice.objects.filter(created_on__lt=on - timedelta(days=20)).update(read_at=timezone.now())
    Notice.objects.update(emailed_at=timezone.now())
    say(f"records: {Record.objects.count()}, evidence: {Evidence.objects.count()}, alike: {found}")


def _live(year: int, cast: dict[str, User], on: date, say: Callable[[str], None]) -> None:
    """Let one year pass: at each stop write what was done by then and judge it."""
    deeds = sorted(_all_deeds(year, on), key=lambda deed: (deed.held_on, deed.title))
    stops = [date(year, month, day) for month, day in STOPS]
    stops = [day for day in [*stops, date(year + 1, 1, 31)] if day < on] + [on]
    written = 0
    for stop in stops:
        now = [deed for deed in deeds[written:] if deed.held_on <= stop]
        written += len(now)
        with transaction.atomic():
            touched = _write(now, cast, stop)
            checks.run_from_nothing(on=stop, obligations=Obligation.objects.filter(pk__in=touched))
        checks.run_due(on=stop)
        say(f"{stop}: {written} records")


def _all_deeds(year: int, on: date) -> Iterable[story.Deed]:
    by_post = defaultdict(list)
    for row in Obligation.objects.of_year(year).with_law().order_by("pk"):
        if not register.is_left_to_the_register(row, on):
            by_post[row.post_id].append(row)
    until = min(on - timedelta(days=7), date(year + 1, 1, 31))
    for rows in by_post.values():
        yield from story.deeds(_still_needed(rows), until)


def _still_needed(rows: list[Obligation]) -> list[Obligation]:
    """Standing documents carried over from last year are not asked for again."""
    served = set(
        RecordItem.objects.filter(obligation__in=rows).values_list("obligation", flat=True)
    )
    return [row for row in rows if row.pk not in served] or rows[:1]


def _write(deeds: list[story.Deed], cast: dict[str, User], stop: date) -> set[int]:
    rows = Record.objects.bulk_create([_record(deed, cast) for deed in deeds], batch_size=500)
    items, files = [], []
    for record, deed in zip(rows, deeds, strict=True):
        files.append(_evidence(record, deed))
        for obligation, parts in deed.serves.items():
            items += [RecordItem(record=record, obligation=obligation, **p) for p in parts]
    RecordItem.objects.bulk_create(items, batch_size=500)
    Evidence.objects.bulk_create(files, batch_size=500)
    journal.record(action="demo.seed", by=None, records=len(rows), on=stop)
    return {item.obligation_id for item in items}


def _record(deed: story.Deed, cast: dict[str, User]) -> Record:
    post = next(iter(deed.serves)).post
    logged, reviewed = _moment(deed.held_on, 2), _moment(deed.held_on, 5)
    return Record(
        post=post, held_on=deed.held_on, title=deed.title, account=deed.account,
        place=deed.place, participants=deed.participants, token=uuid4(),
        state=RecordState.CONFIRMED, logged_by=cast["liaison"], logged_at=logged,
        submitted_by=cast["liaison"], submitted_at=logged,
        reviewed_by=cast["reviewer"], reviewed_at=reviewed,
    )  # fmt: skip


def _evidence(record: Record, deed: story.Deed) -> Evidence:
    unit, day = record.post.unit, record.held_on
    shown = unit.code in SHOWN
    quarter = f"{day.year}年第{(day.month + 2) // 3}季度"
    title = record.title if shown else f"{record.post.title_zh}履职材料"
    lines = (record.post.title_zh, str(day), record.place) if shown else (quarter,)
    content, media_type = papers.draw(title, lines, as_pdf=shown)
    # Drawn once a quarter, yet no two records have the same file: pictures end before this.
    content += f"\n% {record.post_id} {day} {record.title}".encode()
    hints = next(iter(deed.serves)).requirement.evidence_hint or ["材料"]
    return Evidence(
        record=record, token=record.token, sha256=papers.keep(content), size=len(content),
        name=f"{hints[0]}-{day:%Y%m%d}{papers.ending(media_type)}", media_type=media_type,
        uploaded_by=record.logged_by, uploaded_at=record.logged_at,
        # Different by what stands above: to read twelve thousand of them would find nothing.
        compared_at=record.logged_at,
    )  # fmt: skip


def _moment(day: date, after: int) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=after), time(9, 30)))


def _under_way(cast: dict[str, User], on: date) -> None:
    """One draft, two waiting for review, one returned, one struck out: by the real actions."""
    post = Post.objects.get(unit__code=people.CITY, track="government")
    simple = ("count", "statement")
    rows = list(
        post.obligations.of_year(on.year).unmet().filter(due_on__gte=on)
        .filter(requirement__kind__in=simple).with_law().in_legal_order()[:4]
    )  # fmt: skip
    made = [_log(row, cast["liaison"], on, number) for number, row in enumerate(rows)]
    for record in made[1:]:
        records.submit(record=record, by=cast["liaison"], on=on)
    if len(made) > 3:
        records.give_back(
            record=made[3], version=made[3].version, by=cast["reviewer"], on=on,
            reason="会议纪要缺少参会人员签到，请补充后重新提交。",
        )  # fmt: skip
    last = post.records.confirmed().order_by("held_on").first()
    records.strike(
        record=last, by=cast["reviewer"], on=on, reason="与另一条记录重复填报，保留其中一条。"
    )


def _photographed_once(on: date) -> None:
    """One photograph for three meetings: the secretary's, and saved anew the mayor's and the
    district's; on the mayor's it was taken after the day he claims."""
    year = Record.objects.filter(held_on__year=on.year)
    places = ((people.CITY, "party"), (people.CITY, "government"), (people.COUNTY, "government"))
    for number, (unit, track) in enumerate(places):
        scope = year.filter(post__unit__code=unit, post__track=track).order_by("held_on", "pk")
        record = scope.submitted().first() or scope.confirmed().first()
        if record is None:
            continue
        taken = _moment(record.held_on, 1) if number == 1 else None
        content, media_type = papers.photograph("专题会议", 90 - 15 * number, taken)
        Evidence.objects.create(
            record=record, token=record.token, sha256=papers.keep(content), size=len(content),
            name=f"会议照片-{record.held_on:%Y%m%d}.jpg", media_type=media_type,
            uploaded_by=record.logged_by, uploaded_at=record.logged_at,
        )  # fmt: skip


def _waive(cast: dict[str, User], on: date) -> None:
    """A county without a single case: waived by the province's office, with its account."""
    post = Post.objects.get(unit__code=people.COUNTY, track="government")
    rows = post.obligations.of_year(on.year).unmet().filter(requirement__clause__article=19)
    if not rows:
        return
    token, by = uuid4(), cast["overseer"]
    content, media_type = papers.draw("情况说明", (post.title_zh, str(on)), as_pdf=True)
    Evidence.objects.create(
        token=token, sha256=papers.keep(content), size=len(content), media_type=media_type,
        name="情况说明.pdf", uploaded_by=by, uploaded_at=timezone.now(),
    )  # fmt: skip
    waivers.grant(
        post=post, obligations=rows[:1], token=token, by=by, on=on,
        reason="本年度没有发生此类案件，经核对法院、检察院台账属实。",
    )  # fmt: skip


def _log(row: Obligation, by: User, on: date, number: int) -> Record:
    day = on - timedelta(days=3 + number)
    token = uuid4()
    content, media_type = papers.draw(row.requirement.clause.title_zh, (str(day),), as_pdf=True)
    Evidence.objects.create(
        token=token, sha256=papers.keep(content), size=len(content), media_type=media_type,
        name=f"会议纪要-{day:%Y%m%d}.pdf", uploaded_by=by, uploaded_at=timezone.now(),
    )  # fmt: skip
    record, _ = records.log(
        post=row.post, token=token, serves={row: [{}]}, by=by, on=on, held_on=day,
        title=row.requirement.clause.title_zh, place=story.PLACES[0],
        participants=story.PEOPLE[0],
        account=f"围绕“{row.requirement.statement_zh}”召开会议，研究部署下一步工作，明确责任单位和时限。",
    )  # fmt: skip
    return record
