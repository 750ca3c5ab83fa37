"""Planning, ordering, beginning and calling off; who is sent and who is left out."""

import json
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import UniqueConstraint

from assessments import sampling
from assessments.actions import fieldwork, inspections, teams
from assessments.actions.inspections import Choice
from assessments.forms.inspection import InspectionForm
from assessments.models import Drawing, Inspection, Member, Stage
from duties.actions import likeness
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Notice
from organizations import guards
from organizations.actions import appointments, journal
from organizations.errors import Refused
from organizations.models import JournalEntry, MatterEntry
from tests.cast import ON, make_person, make_post, make_unit

pytestmark = pytest.mark.usefixtures("that_day")


def team_of(inspection) -> list[str]:
    return [row.person.username for row in inspection.members.all()]


def test_whoever_has_a_conflict_is_left_out_and_the_reason_kept(
    plan, city, province, post, inspector, colleague
):
    works = make_person("works", ("inspect", province), ("log", city))
    related = make_person("related", ("inspect", province))
    teams.declare(unit=city, note="亲属任职", by=related)
    row = plan(team=Choice([works, inspector, related, colleague]))
    assert team_of(row) == ["inspector", "colleague"]
    assert {(e.person.username, e.conflict) for e in row.exclusions.all()} == {
        ("works", "own_unit"), ("related", "relation"),
    }  # fmt: skip


@pytest.mark.parametrize("left, barred", [(date(2023, 11, 22), False), (date(2023, 11, 23), True)])
def test_a_post_held_there_bars_for_three_years(province, city, post, left, barred):
    person = make_person("formerly", ("inspect", province))
    appointments.begin(
        post=post, person=person, starts_on=date(2020, 1, 1), ends_on=left, by=None, on=ON
    )
    found = teams.recusals([person], [city], ON)
    assert [each.conflict for each in found] == (["former_post"] if barred else [])


def test_a_team_of_one_is_refused_by_name(plan, city, province, inspector):
    at_home = make_person("at_home", ("inspect", province), unit=city)
    with pytest.raises(Refused, match="至少两人.*人员at_home"):
        plan(team=Choice([inspector, at_home]))
    assert not Inspection.objects.exists()


def test_units_and_people_are_drawn_and_the_draws_kept(
    plan, city, other_city, county, province, inspector, colleague
):
    third = make_person("third", ("inspect", province))
    row = plan(
        units=Choice([city, other_city, county], 2), team=Choice([inspector, colleague, third], 2)
    )
    assert row.scope.count() == row.members.count() == 2
    for drawing in row.drawings.all():
        assert drawing.drawn == drawing.frozen.drawn(drawing.seed)
        assert drawing.commitment == sampling.commitment(drawing.seed, drawing.frozen)
    assert row.drawings.count() == 2


def test_nobody_orders_an_unannounced_visit_alone(plan, overseer, second, inspector):
    with pytest.raises(Refused, match="两人"):
        plan(kind="unannounced", second=overseer)
    row = plan(kind="unannounced", second=second)
    with pytest.raises(NotAllowed):
        inspections.order(inspection=row, version=row.version, by=overseer, on=ON)
    inspections.order(inspection=row, version=row.version, by=second, on=ON)
    assert (row.stage, row.opened_at, Notice.objects.count()) == (Stage.ORDERED, None, 0)


def test_the_database_too_takes_two_and_keeps_it_hidden(plan, overseer, second):
    row = plan(kind="unannounced", second=second)
    for wrong in ({"second": overseer}, {"opened_at": row.planned_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Inspection.objects.filter(pk=row.pk).update(**wrong)


def test_an_inspector_cannot_order(plan, inspector):
    row = plan()
    with pytest.raises(PermissionDenied):
        inspections.order(inspection=row, version=row.version, by=inspector, on=ON)


def test_of_two_who_order_one_is_told(plan, overseer, second):
    row = plan()
    version = row.version
    inspections.order(inspection=row, version=version, by=overseer, on=ON)
    with pytest.raises(Conflict, match="已下达"):
        inspections.order(inspection=row, version=version, by=second, on=ON)


def test_a_hidden_journal_is_sealed_and_opens_with_publication(
    record, on_site, finish, publish, second
):
    before = JournalEntry.objects.count()
    row = finish(on_site(kind="unannounced", second=second))
    assert JournalEntry.objects.count() == before
    sealed = list(MatterEntry.objects.filter(matter=row.pk).values_list("action", flat=True))
    assert sealed == [f"inspections.{verb}" for verb in
                      ("plan", "order", "commit", "draw", "begin", "write_paper", "sign_papers")]  # fmt: skip
    assert journal.matter_is_whole(row.pk)
    publish(row)
    opened = JournalEntry.objects.filter(action__startswith="inspections.").order_by("pk")
    assert [entry.action for entry in opened] == [*sealed, "inspections.publish"]
    assert journal.first_broken() is None


def test_a_sealed_entry_cannot_be_changed_and_if_it_is_it_shows(plan, second):
    row = plan(kind="unannounced", second=second)
    entries = MatterEntry.objects.filter(matter=row.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entries.update(detail={"kind": "special"})
    guards.remove(connection)
    entries.update(detail={"kind": "special"})
    guards.install(connection)
    assert not journal.matter_is_whole(row.pk)


def test_the_list_is_sealed_before_it_is_drawn(record, on_site):
    drawing = on_site().drawings.get()
    assert drawing.committed_at < drawing.drawn_at
    assert drawing.drawn == [record.pk]


def test_nothing_is_sealed_before_it_is_ordered(record, plan, inspector):
    row = plan()
    with pytest.raises(Conflict, match="拟定"):
        fieldwork.begin(inspection=row, version=row.version, by=inspector, on=ON)
    assert not Drawing.objects.exists()


def test_dying_between_seal_and_draw_draws_the_same(record, plan, overseer, inspector, monkeypatch):
    row = plan()
    inspections.order(inspection=row, version=row.version, by=overseer, on=ON)
    with monkeypatch.context() as patch:
        patch.setattr(fieldwork, "_lay_out", _die)
        with pytest.raises(KeyboardInterrupt):
            fieldwork.begin(inspection=row, version=row.version, by=inspector, on=ON)
    sealed = Drawing.objects.get()
    fieldwork.begin(inspection=row, version=row.version, by=inspector, on=ON)
    drawing = Drawing.objects.get()
    assert (drawing.seed, drawing.drawn) == (sealed.seed, [record.pk])
    assert Inspection.objects.get().papers.count() == 1


def _die(*args):
    raise KeyboardInterrupt


def test_risk_weighs_and_says_why(record, on_site):
    paper = on_site().papers.get()
    assert paper.weight > 1
    assert ["发生201天后才录入（+2）", "logged 201 days after it was held (+2)"] in paper.reasons


def test_a_file_seen_elsewhere_weighs_more(record, confirm, on_site):
    confirm(record.obligations.get(), title="另一次会议")
    likeness.run(limit=10, at=record.logged_at)
    weights = {paper.weight for paper in on_site().papers.all()}
    assert weights == {1 + 2 + 3}


def test_equal_chances_weigh_nothing(record, on_site):
    paper = on_site(weighting="equal").papers.get()
    assert (paper.weight, paper.reasons) == (1, [])


def test_a_theme_limits_what_is_drawn(record, on_site):
    assert on_site(articles=[16]).papers.count() == 0
    assert on_site(articles=[15]).papers.count() == 1


def test_called_off_it_stays_hidden_if_it_was(plan, overseer, second, official, client):
    row = plan(kind="unannounced", second=second)
    inspections.withdraw(inspection=row, version=row.version, reason="任务调整", by=overseer, on=ON)
    assert (row.stage, Notice.objects.count()) == (Stage.WITHDRAWN, 0)
    client.force_login(official)
    assert client.get(row.get_absolute_url()).status_code == 404


def test_a_member_without_grant_is_out_at_once(plan, inspector, client):
    row = plan()
    client.force_login(inspector)
    assert client.get(row.get_absolute_url()).status_code == 200
    inspector.unitpermission_set.all().delete()
    assert client.get(row.get_absolute_url()).status_code == 404
    assert Member.objects.filter(person=inspector).exists()


def test_the_command_draws_again(
    record, on_site, finish, publish, client, overseer, tmp_path, capsys
):
    row = publish(finish(on_site()))
    call_command("verify_draw", str(row.pk))
    assert capsys.readouterr().out.startswith("OK")
    client.force_login(overseer)
    file = tmp_path / "draw.json"
    file.write_bytes(client.get(f"{row.get_absolute_url()}draws/records.json").content)
    call_command("verify_draw", file=file)
    draw = json.loads(file.read_text())
    draw["candidates"][0]["weight"] += 1
    file.write_text(json.dumps(draw))
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("verify_draw", file=file)


def test_a_key_that_is_another_ones_plan_tells_nothing(plan, other_overseer, other_city, inspector):
    row = plan()
    people = [make_person(name, ("inspect", other_city)) for name in ("one", "two")]
    with pytest.raises(Refused, match="页面已失效"):
        inspections.plan(
            key=row.pk, unit=other_city, units=Choice([other_city]), team=Choice(people),
            second=None, by=other_overseer, on=ON, kind="special", title="另一个", year=2026,
            articles=[], size=1, weighting="equal", starts_on=ON, ends_on=ON + timedelta(days=1),
        )  # fmt: skip
    assert uuid.UUID(str(row.pk)) and Inspection.objects.count() == 1


def test_no_rule_of_uniqueness_reaches_from_one_inspection_to_another():
    """Else whoever enters the same thing would be told that it is there already (T5)."""
    own = {"inspection", "paper", "finding", "rectification"}
    hidden = [Inspection, *(each.related_model for each in Inspection._meta.related_objects)]
    reaching = {
        rule.name
        for model in hidden
        for rule in model._meta.constraints
        if isinstance(rule, UniqueConstraint) and not own & set(rule.fields)
    }
    assert reaching == {"inspection_number_once"}  # a number is given at publication
    for model in hidden:
        single = {f.name for f in model._meta.fields if f.unique and not f.primary_key}
        assert single <= {"paper", "current"}


def test_the_lot_reaches_the_whole_subtree(province, city, county, overseer):
    """Named one by one are two levels; drawn are townships, too."""
    township = make_unit("望江街道", "330102001", county, kind="township", level="township")
    make_post(township, "party", title_zh="望江街道党工委书记")
    form = InspectionForm(
        tops=[province], unit=province, by=overseer, years=[2026], articles=[], on=ON
    )
    form.cleaned_data = {
        "units_how": "drawn",
        "units": [],
        "units_level": "township",
        "units_drawn": 1,
    }
    assert township not in form.fields["units"].queryset
    assert form._units() == Choice([township], 1)
