"""Waiving what cannot apply: by the superior alone, with reason and evidence; and back again."""

import uuid
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from duties.actions import checks, obligations, proof, recount, waivers
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Notice, Obligation, Waiver
from organizations.actions import units
from organizations.errors import Refused
from organizations.models import JournalEntry
from tests.cast import ON, make_person, make_requirement
from tests.deeds import attach
from tests.files import pdf_upload

NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def waive(overseer):
    """``waive(obligation)``: by the province's overseer, with one file."""

    def waive(*rows, by=overseer, with_file=True, token=None):
        token = token or uuid.uuid4()
        if with_file:
            attach(token, rows[0], by)
        return waivers.grant(
            post=rows[0].post, obligations=rows, reason="本年度没有应诉案件", token=token,
            by=by, on=ON,
        )  # fmt: skip

    return waive


def test_waived_it_is_neither_warned_of_nor_missed(obligation, waive, official):
    waive(obligation)
    checks.run_due(on=NEW_YEAR)
    obligation.refresh_from_db()
    assert (obligation.status, obligation.look_on) == ("waived", None)
    assert obligation.reason_zh == "由上级免于履行，不计分。"
    assert [notice.kind for notice in official.notices.all()] == ["waived"]
    assert proof.run_full(on=NEW_YEAR).written == 0
    assert recount.differences(2026) == []


def test_reinstated_it_is_judged_as_if_never_waived(obligation, waive, overseer):
    item = waive(obligation).items.get()
    waivers.reinstate(item=item, reason="下半年有案件", by=overseer, on=NEW_YEAR)
    obligation.refresh_from_db()
    assert obligation.status == "missed"
    changes = obligation.changes.order_by("pk").values_list("before", "after")
    assert list(changes) == [("open", "waived"), ("waived", "missed")]


def test_what_was_reinstated_can_be_waived_again(obligation, waive, overseer):
    waivers.reinstate(item=waive(obligation).items.get(), reason="误", by=overseer, on=ON)
    assert waive(obligation).items.get().obligation == obligation


def test_a_record_confirmed_meanwhile_counts_once_reinstated(obligation, waive, overseer, confirm):
    item = waive(obligation).items.get()
    confirm(obligation)
    obligation.refresh_from_db()
    assert obligation.status == "waived"
    waivers.reinstate(item=item, reason="有案件", by=overseer, on=ON)
    obligation.refresh_from_db()
    assert obligation.status == "met"


@pytest.mark.parametrize("who", ["official", "liaison", "reviewer", "inspector"])
def test_only_the_superior_waives(request, obligation, waive, who):
    with pytest.raises(NotAllowed):
        waive(obligation, by=request.getfixturevalue(who))


def test_an_overseer_of_the_unit_itself_is_not_its_superior(obligation, waive, city):
    with pytest.raises(NotAllowed):
        waive(obligation, by=make_person("own", ("oversee", city)))


def test_nothing_is_waived_without_evidence(obligation, waive):
    with pytest.raises(Refused, match="佐证"):
        waive(obligation, with_file=False)
    assert not Waiver.objects.exists()


def test_what_is_done_cannot_be_waived(obligation, waive, confirm):
    confirm(obligation)
    with pytest.raises(Conflict, match="已完成"):
        waive(obligation)


def test_the_same_form_sent_twice_waives_once(obligation, waive):
    token = uuid.uuid4()
    assert waive(obligation, token=token) == waive(obligation, token=token, with_file=False)
    assert JournalEntry.objects.filter(action="waivers.grant").count() == 1


def test_a_requirement_that_ended_binds_no_longer(post, official):
    row = make_requirement("15.2/1")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    row.valid_until = date(2026, 9, 1)
    row.save()
    obligations.open_year(year=2026, on=ON)
    assert Obligation.objects.get().status == "waived"
    assert proof.run_full(on=NEW_YEAR).written == 0
    assert Notice.objects.count() == 0


@pytest.fixture
def desk(client, overseer):
    client.force_login(overseer)
    with time_machine.travel("2026-11-23T10:00:00+08:00"):
        yield client


def address(obligation):
    return reverse("duties:waiver_new", args=[obligation.post_id, 2026])


def test_on_the_page_from_choice_to_reinstatement(desk, obligation):
    page = desk.get(address(obligation), {"obligation": obligation.pk})
    assert page.context["form"].initial["obligations"] == [obligation.pk]
    said = {"token": str(page.context["token"]), "reason": "没有案件", "obligations": obligation.pk}
    desk.post(address(obligation), said | {"files": [pdf_upload()]})
    waiver = Waiver.objects.get()
    assert "没有案件" in desk.get(reverse("duties:obligation", args=[obligation.pk])).text
    item = waiver.items.get()
    back = reverse("duties:waiver_reinstate", args=[waiver.pk, item.pk])
    assert "请写明为什么恢复履行" in desk.post(back, {f"{item.pk}-reason": ""}).text
    desk.post(back, {f"{item.pk}-reason": "有案件"})
    obligation.refresh_from_db()
    assert obligation.status == "open"


def test_what_is_missing_is_said_and_the_upload_kept(desk, obligation):
    token = str(uuid.uuid4())
    page = desk.post(address(obligation), {"token": token, "reason": "", "files": [pdf_upload()]})
    assert "请写明为什么不能适用" in page.text
    assert "请至少勾选一项" in page.text
    assert page.context["files"].count() == 1


def test_another_posts_obligation_is_refused(desk, obligation, county):
    page = desk.post(address(obligation), {"reason": "没有", "obligations": obligation.pk + 9})
    assert "请重新勾选" in page.text


def test_the_duties_of_an_abolished_post_come_ticked(desk, obligation):
    units.abolish_post(post=obligation.post, by=None, on=ON, abolished_on=date(2026, 10, 1))
    page = desk.get(address(obligation))
    assert page.context["form"].initial["obligations"] == [obligation.pk]
