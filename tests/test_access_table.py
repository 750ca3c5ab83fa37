"""Every URL × every role: the exact answer expected. A new URL without a row fails.

302 is the way to the log-in page (or on, after a write), 403 «you may know but not do»,
404 «for you this does not exist».
"""

import uuid
from contextlib import nullcontext
from copy import deepcopy
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.actions import report_batches, report_making, reports, scores
from assessments.models import SpotCheck, SpotCheckItem
from duties.actions import calendar, evidence, likeness, obligations, records, waivers
from duties.models import Evidence, Obligation
from organizations.actions import workdays
from organizations.models import UnitPermission
from organizations.workday_notices import Told
from tests.access_rows import READING, ROLES, WRITING
from tests.assessment_world import judged
from tests.cast import ON, make_requirement
from tests.crawl import documents_unset
from tests.files import minutes, pdf_upload, upload
from tests.handing_in import hand_in, set_term
from tests.inspecting import inspected
from tests.scoring_world import assessed
from tests.test_house import full_urls, own_models
from tests.worlds import put_back

#: Together they may read every document; it is set for them, for who else may is no matter of type.
SETTING = ("official", "overseer")


def rows(table):
    for line in table.strip().splitlines():
        name, *answers = line.split()
        yield name, [int(answer) for answer in answers]


@pytest.fixture
def world(request, post, official, liaison, reviewer, inspector):
    """One post with records in every state, an evidence file, a spot check; all roles exist."""
    people = {role: request.getfixturevalue(role) for role in ROLES[1:]}
    make_requirement("15.2/1")
    obligations.open_year(year=2026, on=ON)
    obligation = Obligation.objects.get()
    make_requirement("15.3/1")
    obligations.open_year(year=2026, on=ON)
    cannot_apply = Obligation.objects.exclude(pk=obligation.pk).get()
    waived = waive(cannot_apply, people["overseer"])
    made = {
        state: log_record(obligation, liaison)
        for state in ("draft", "waiting", "other", "confirmed")
    }
    for state in ("waiting", "other", "confirmed"):
        records.submit(record=made[state], by=liaison, on=ON)
    done = made["confirmed"]
    records.confirm(record=done, version=done.version, by=reviewer, on=ON)
    check = SpotCheck.objects.create(
        unit=people["overseer"].unit, year=2026, size=1, seed="s", population=[done.pk],
        drawn_by=inspector, drawn_at=done.logged_at,
    )  # fmt: skip
    scores.refresh(on=ON)
    told = [Told(date(2027, 1, 1), False, "元旦")]
    workdays.enter(year=2027, number="1号", told=told, by=people["administrator"], on=ON)
    item = SpotCheckItem.objects.create(spot_check=check, record=done, position=1)
    seen = inspected(post, people) | assessed(post)
    handed_in = reported(post, people["overseer"])
    scores.refresh(on=ON)
    seen |= judged(post, official)
    pair = alike(done, log_record(obligation, liaison), liaison, reviewer)
    return {"people": people, "post": post, "obligation": obligation, "check": check,
            "looked": item, **seen, "waiver": waived, "pair": pair,
            "batch": batched(people["overseer"]),
            "handed_in": handed_in,
            "key": calendar.renew(by=official, on=ON), **made}  # fmt: skip


def reported(post, overseer):
    """This year's report was handed in and judged."""
    set_term(overseer.unit, overseer)
    frozen = hand_in(post.appointments.get())
    reports.evaluate(frozen=frozen, grade="good", by=overseer, on=ON)
    return frozen


def alike(done, twin, liaison, reviewer):
    """Two confirmed records with the same file, one of them with a text besides."""
    evidence.receive(
        file=upload("a.txt", minutes(1).encode()), token=twin.token, unit=twin.unit, by=liaison,
        on=ON,
    )  # fmt: skip
    Evidence.objects.filter(token=twin.token).update(record=twin)
    records.submit(record=twin, by=liaison, on=ON)
    records.confirm(record=twin, version=twin.version, by=reviewer, on=ON)
    likeness.run(limit=100, at=timezone.now())
    return [done.evidence.get().pk, twin.evidence.first().pk]


def batched(overseer):
    """An archive of reports: its index alone, for nothing of this is about typesetting."""
    batch = report_batches.order(
        key=uuid.uuid4(), unit=overseer.unit, year=2026, language="zh-hans", by=overseer, on=ON
    )
    batch.items.update(attempts=report_making.MOST_ATTEMPTS)
    report_making.work(key=batch.pk, at_most=1, on=ON)
    return batch


def waive(obligation, overseer):
    token = uuid.uuid4()
    evidence.receive(file=pdf_upload(), token=token, unit=obligation.unit, by=overseer, on=ON)
    return waivers.grant(
        post=obligation.post, obligations=[obligation], reason="本年无案件", token=token,
        by=overseer, on=ON,
    )  # fmt: skip


def log_record(obligation, liaison):
    token = uuid.uuid4()
    evidence.receive(file=pdf_upload(), token=token, unit=obligation.unit, by=liaison, on=ON)
    record, _ = records.log(
        post=obligation.post, token=token, serves={obligation: [{}]}, by=liaison, on=ON,
        held_on=date(2026, 5, 6), title="听取汇报", account="研究部署。",
    )  # fmt: skip
    return record


def address(name, world):
    """The URL of ``name`` in the world, pointing at the city and its post."""
    keys = houses_at(world) | duties_at(world) | figures_at(world)
    keys |= reports_at(world) | assessed_at(world) | inspected_at(world)
    return reverse(name, args=keys.get(name, []))


def houses_at(world):
    post = world["post"]
    liaison = world["people"]["liaison"]
    return {
        "organizations:unit": [post.unit_id], "organizations:unit_new": [post.unit_id],
        "organizations:unit_edit": [post.unit_id], "organizations:post_new": [post.unit_id],
        "organizations:post_abolish": [post.pk], "organizations:appointment_new": [post.pk],
        "organizations:appointment_end": [post.appointments.get().pk],
        "organizations:person": [liaison.pk], "organizations:person_password": [liaison.pk],
        "organizations:grant_withdraw": [UnitPermission.objects.filter(user=liaison).first().pk],
    }  # fmt: skip


def duties_at(world):
    post, seat, confirmed = world["post"], world["post"].appointments.get(), world["confirmed"]
    keys = {
        "duties:post_list": [post.pk, 2026], "duties:post": [post.pk],
        "duties:post_export": [post.pk], "duties:handover": [seat.pk],
        "duties:handover_pdf": [seat.pk], "duties:obligation": [world["obligation"].pk],
        "duties:record_new": [post.pk], "duties:record": [confirmed.pk],
        "duties:record_strike": [confirmed.pk], "duties:waiver_new": [post.pk, 2026],
        "duties:waiver": [world["waiver"].pk],
        "duties:waiver_reinstate": [world["waiver"].pk, world["waiver"].items.get().pk],
        "duties:evidence_beside": world["pair"],
        "duties:evidence": [confirmed.evidence.get().pk],
        "duties:evidence_remove": [world["draft"].evidence.get().pk],
        "duties:calendar_feed": [world["key"]],
    }  # fmt: skip
    for each in ("edit", "submit", "discard"):
        keys[f"duties:record_{each}"] = [world["draft"].pk]
    for each in ("withdraw", "confirm", "return"):
        keys[f"duties:record_{each}"] = [world["waiting"].pk]
    return keys


def figures_at(world):
    post, item = world["post"], world["item"]
    keys = {
        "assessments:score": [post.pk, 2026], "assessments:score_pdf": [post.pk, 2026],
        "assessments:scheme": [world["scheme"].pk],
        "assessments:scheme_file": [world["scheme"].pk, "yaml"],
        "assessments:result": [post.unit_id, 2026],
        "assessments:score_item_new": [post.pk, 2026],
        "assessments:score_item_file": [item.files.get().pk],
        "assessments:spot_check": [world["check"].pk],
        "assessments:spot_check_look": [world["check"].pk, world["looked"].pk],
    }  # fmt: skip
    for each in ("edit", "discard", "effects", "effects_export", "try", "force"):
        keys[f"assessments:scheme_{each}"] = [world["scheme_draft"].pk]
    for each in ("", "_decide", "_withdraw"):
        keys[f"assessments:score_item{each}"] = [item.pk]
    return keys


def reports_at(world):
    post, seat = world["post"], world["post"].appointments.get()
    keys = {
        f"assessments:{each}": [post.pk, 2026] for each in ("report", "report_pdf", "half_year_pdf")
    } | {
        "assessments:verify_code": [world["handed_in"].code],
        "assessments:annual_report_file": [seat.pk, 2026, 1, "zh-hans"],
    }
    for each in ("", "_progress", "_archive", "_cancel", "_resume"):
        keys[f"assessments:report_batch{each}"] = [world["batch"].pk]
    for each in ("", "_edit", "_preview", "_submit", "_return", "_correct", "_evaluate"):
        keys[f"assessments:annual_report{each}"] = [seat.pk, 2026]
    return keys


def inspected_at(world):
    row, finding, paper = world["inspection"], world["finding"], world["paper"]
    keys = {
        "assessments:inspection_praise": [row.pk, world["post"].unit_id],
        "assessments:inspection_document": [row.pk, "notice", "en"],
        "assessments:finding_new": [row.pk],
        "assessments:drawing": [row.pk, "records"],
        "assessments:drawing_json": [row.pk, "records"],
        "assessments:paper": [row.pk, paper.pk], "assessments:paper_photo": [row.pk, paper.pk],
        "assessments:inspection_progress": [row.pk], "assessments:papers_sign": [row.pk],
        "assessments:inspection_file": [paper.files.get().pk],
        "assessments:inspection_file_remove": [paper.files.get().pk],
        "assessments:relation_withdraw": [world["relation"].pk],
    }  # fmt: skip
    for each in ("", "_order", "_begin", "_withdraw", "_feed_back", "_publish"):
        keys[f"assessments:inspection{each}"] = [row.pk]
    for each in ("", "_edit", "_drop", "_answer", "_decide"):
        keys[f"assessments:finding{each}"] = [finding.pk]
    return keys


def assessed_at(world):
    """What is published, and for what can still be done what is out for comment."""
    row, draft, post = world["assessment"], world["commented"], world["post"]
    read = ("assessment", "assessment_export", "objections", "objections_export",
            "assessment_progress",
            "assessment_approve", "assessment_changes", "assessment_changes_export",
            "assessment_overview", "assessment_overview_pdf")  # fmt: skip
    write = [f"assessment_{verb}" for verb in ("compute", "open", "submit", "withdraw", "discard")]
    objection = world["objection"]
    keys = {name: [row.pk] for name in read} | {name: [draft.pk] for name in write} | {
        "assessment_overview_export": [row.pk, "cities"],
        "assessed": [row.pk, post.pk], "assessed_object": [draft.pk, post.pk],
        "assessed_pdf": [row.pk, post.pk],
        "objection": [objection.pk], "objection_answer": [objection.pk],
        "objection_file": [objection.files.get().pk],
    }  # fmt: skip
    return {f"assessments:{name}": value for name, value in keys.items()}


def test_every_url_has_a_row():
    told = {name for name, _ in [*rows(READING), *rows(WRITING)]}
    # Chapter IV has roles of its own: tests/accountability/test_access_table.py.
    others = {name for name, _ in full_urls() if not name.startswith("accountability:")}
    assert told == others


@pytest.mark.parametrize("role", ROLES)
def test_reading(client, world, role):
    column = ROLES.index(role)
    if role != "anonymous":
        client.force_login(world["people"][role])
    answers = {}
    with nullcontext() if role in SETTING else documents_unset():
        for name, _ in rows(READING):
            answer = client.get(address(name, world))
            answers[name] = answer.status_code
            if answer.streaming:
                answer.getvalue()
    assert answers == {name: expected[column] for name, expected in rows(READING)}


@pytest.mark.parametrize("role", ROLES)
def test_writing(client, world, role):
    """Each write from the same beginning: what one has done is put back before the next."""
    column = ROLES.index(role)
    if role != "anonymous":
        client.force_login(world["people"][role])
    fields = {"version": world["waiting"].version}
    answers = {}
    for name, _ in rows(WRITING):
        cookies = deepcopy(client.cookies)
        with put_back():
            answers[name] = client.post(address(name, world), fields).status_code
        client.cookies = cookies
    assert answers == {name: expected[column] for name, expected in rows(WRITING)}


def test_every_model_stands_in_the_world(world):
    """Each model can be made by the actions alone; a new one has to enter the world."""
    here = [model for model in own_models() if model._meta.app_label != "accountability"]
    assert [model.__name__ for model in here if not model.objects.exists()] == []
