"""An assessment from the draft to its second version, by the actions alone."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from assessments.actions import assessing, objections
from assessments.figures.published import score_of
from assessments.figures.verifying import sha256_of
from assessments.models import Assessment, Objection, ObjectionFile, Score, ScoreHolder
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Notice
from organizations.actions import grants
from organizations.errors import Refused
from organizations.models import JournalEntry, Unit
from tests.assessment_world import AFTER, again, answer, object_to, open_comment, publish, submit
from tests.cast import ON, make_person
from tests.files import pdf_upload

pytestmark = pytest.mark.django_db


def test_a_draft_covers_the_posts_below_and_not_its_own(draft, post, province):
    row = draft()
    assert [score.post for score in row.scores.all()] == [post]
    assert (row.version, row.stage, row.done, row.total, row.is_computed) == (
        1, "draft", 1, 1, True,
    )  # fmt: skip


def test_only_who_assesses_may_begin(province, two_owed, overseer, official):
    for person in (overseer, official):
        with pytest.raises(PermissionDenied):
            assessing.draft(unit=province, year=ON.year, by=person, on=ON)


def test_the_same_draft_asked_for_twice_is_one(draft, province, approver):
    row = draft()
    assert draft().pk == row.pk
    with pytest.raises(Conflict):
        assessing.draft(unit=province, year=ON.year, by=approver, on=ON)


def test_in_the_draft_nobody_outside_sees_it_and_under_comment_each_his_own(
    draft, assessor, official, liaison, overseer
):
    row = draft()
    for person in (official, liaison, overseer):
        assert not Assessment.objects.visible_to(person, ON).exists()
        assert not Score.objects.visible_to(person, ON).exists()
    open_comment(row, assessor)
    assert Score.objects.visible_to(official, ON).get().assessment == row
    for person in (liaison, overseer):
        assert not Score.objects.visible_to(person, ON).exists()
        assert not Assessment.objects.visible_to(person, ON).exists()


def test_opened_the_official_is_told_until_when(commenting, official):
    commenting()
    notice = official.notices.get()
    assert (notice.kind, notice.text_zh) == (
        "assessment", "2026年度考核征求意见，如有异议请于11月30日（含当日）前提出",
    )  # fmt: skip


def test_an_objection_is_raised_once_with_its_evidence_and_answered(commenting, official, assessor):
    score = commenting().scores.get()
    row = object_to(score, official)
    assert row.files.get().name == "会议纪要.pdf"
    assert objections.raise_objection(
        score=score, key=row.pk, text="再来", by=official, on=ON
    ) == row  # fmt: skip
    answered = answer(row, assessor, "upheld")
    assert (answered.ruling, answered.answered_by) == ("upheld", assessor)
    told = [notice.text_zh for notice in official.notices.order_by("pk")]
    assert told[-1] == "异议已答复：采纳"
    assert assessor.notices.get().text_zh == "收到异议：杭州市市长"


def test_the_same_objection_sent_twice_at_once_is_one(commenting, official, monkeypatch):
    """The second looks only once it holds the lock; before, both saw nothing and one broke."""
    score, key, locked = commenting().scores.get(), uuid.uuid4(), assessing.locked

    def first_the_other(row):
        monkeypatch.setattr(assessing, "locked", locked)
        objections.raise_objection(score=score, key=key, text="漏计", by=official, on=ON)
        return locked(row)

    monkeypatch.setattr(assessing, "locked", first_the_other)
    objections.raise_objection(score=score, key=key, text="漏计", by=official, on=ON)
    assert Objection.objects.count() == 1


def test_only_who_is_assessed_may_object_and_only_in_time(commenting, liaison, official):
    score = commenting().scores.get()
    with pytest.raises(NotAllowed):
        object_to(score, liaison)
    with pytest.raises(Conflict):
        objections.raise_objection(
            score=score, key=uuid.uuid4(), text="迟了", by=official, on=AFTER
        )  # fmt: skip


def test_an_objection_is_answered_once(commenting, official, assessor, approver):
    row = object_to(commenting().scores.get(), official)
    answer(row, assessor)
    assert answer(row, assessor).answered_by == assessor
    with pytest.raises(Conflict):
        answer(row, approver)


def test_it_is_not_submitted_while_something_is_open(commenting, official, assessor):
    row = commenting()
    with pytest.raises(Refused, match="期限未到"):
        assessing.submit(assessment=row, edition=row.edition, by=assessor, on=ON)
    objection = object_to(row.scores.get(), official)
    with pytest.raises(Refused, match="1条异议"):
        submit(row, assessor)
    answer(objection, assessor)
    assert submit(row, assessor).stage == "submitted"


def test_who_submitted_may_not_approve(commenting, assessor):
    row = submit(commenting(), assessor)
    with pytest.raises(Refused, match="另一人"):
        publish(row, assessor)
    rows = Assessment.objects.filter(pk=row.pk)
    forced = {"stage": "published", "published_by": assessor, "published_at": row.submitted_at}
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(sha256="0", **forced)


def test_who_is_assessed_may_not_approve(commenting, assessor, post, province, official):
    row = submit(commenting(), assessor)
    grants.give(person=official, code="assess", unit=province, by=None, on=ON)
    with pytest.raises(Refused, match="回避"):
        publish(row, official)


def test_published_the_post_has_its_frozen_score(published, post, official, liaison):
    row = published()
    assert score_of(post, ON.year).assessment == row
    assert len(row.sha256) == 64 and row.sha256 == sha256_of(row)
    assert Score.objects.visible_to(liaison, ON).exists()
    assert official.notices.order_by("-pk").first().text_zh == "2026年度考核结果已公布"


def test_approving_twice_is_once(published, approver):
    row = published()
    assert publish(row, approver).edition == row.edition
    assert JournalEntry.objects.filter(action="assessments.publish").count() == 1


@pytest.mark.parametrize("model", [Assessment, Score, ScoreHolder, Objection, ObjectionFile])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_itself_keeps_what_is_published(
    commenting, official, assessor, approver, model, verb
):
    row = commenting()
    answer(object_to(row.scores.get(), official), assessor)
    publish(submit(row, assessor), approver)
    rows = model.objects.all()
    column = next(field.name for field in model._meta.fields if not field.primary_key)
    do = {
        "update": lambda: rows.update(**{column: getattr(rows.first(), column)}),
        "delete": lambda: rows._raw_delete(rows.db),
    }
    with pytest.raises(DatabaseError, match="frozen once published"), transaction.atomic():
        do[verb]()


def test_nothing_is_added_to_what_is_published(published):
    score = published().scores.get()
    person = make_person("later")
    with pytest.raises(DatabaseError, match="frozen once published"), transaction.atomic():
        ScoreHolder.objects.create(score=score, person=person, months=1)


def test_a_change_is_a_new_version_with_a_reason_and_the_old_one_stays(
    published, draft, assessor, approver, post
):
    first = published()
    with pytest.raises(Refused, match="理由"):
        draft()
    second = draft(reason="督查结果更正")
    assert (second.version, score_of(post, ON.year).assessment) == (2, first)
    publish(submit(open_comment(second, assessor), assessor), approver)
    assert score_of(post, ON.year).assessment == second
    assert Assessment.objects.published().count() == 2


def test_back_to_the_draft_the_official_sees_it_no_longer(commenting, assessor, official):
    row = commenting()
    assessing.withdraw(assessment=row, edition=row.edition, reason="指标有误", by=assessor, on=ON)
    assert not Score.objects.visible_to(official, ON).exists()
    assert Assessment.objects.get().withdraw_reason == "指标有误"


def test_two_at_once_one_is_told(draft, assessor, approver):
    row = draft()
    open_comment(row, assessor)
    with pytest.raises((Conflict, Refused)):
        open_comment(row, approver)


def test_what_changed_since_asks_to_be_worked_out_again(commenting, two_owed, confirm, assessor):
    row = commenting()
    before = row.scores.get().total
    confirm(two_owed[0])
    with pytest.raises(Refused, match="有1个职务"):
        submit(row, assessor)
    row.refresh_from_db()
    row = again(row, assessor)
    score = row.scores.get()
    assert (score.shown_total, before, score.total) == (None, None, Decimal("100.00"))
    assert submit(row, assessor).stage == "submitted"


def test_worked_out_again_after_it_was_submitted_it_is_submitted_anew(
    commenting, two_owed, confirm, assessor, approver
):
    """Else the one who has the figures made would be the one who approves them."""
    row = submit(commenting(), assessor)
    confirm(two_owed[0])
    row = again(row, approver)
    assert (row.stage, row.submitted_by, row.submitted_at) == ("comment", None, None)
    with pytest.raises(Refused, match="当前阶段"):
        publish(row, approver)
    row = submit(row, approver)
    with pytest.raises(Refused, match="另一人"):
        publish(row, approver)
    assert publish(row, assessor).published_by == assessor


def test_a_post_that_came_to_another_level_is_worked_out_again(draft, assessor, post):
    """Else it would be ranked and graded among those it does not belong to any more."""
    row = draft()
    Unit.objects.filter(pk=post.unit_id).update(level="county")
    with pytest.raises(Refused, match="有1个职务"):
        open_comment(row, assessor)
    assert again(row, assessor).scores.get().level == "county"


def test_a_draft_begun_by_mistake_can_be_dropped(draft, assessor):
    row = draft()
    assessing.discard(assessment=row, edition=row.edition, by=assessor, on=ON)
    assert not Assessment.objects.exists() and not Score.objects.exists()


def test_an_upload_never_raised_does_not_keep_a_draft_from_being_dropped(
    commenting, assessor, official
):
    row = commenting()
    file = {"key": uuid.uuid4(), "file": pdf_upload()}
    objections.attach(score=row.scores.get(), **file, by=official, on=ON)
    row = assessing.withdraw(
        assessment=row, edition=row.edition, reason="重来", by=assessor, on=ON
    )  # fmt: skip
    assessing.discard(assessment=row, edition=row.edition, by=assessor, on=ON)
    assert not Assessment.objects.exists() and not ObjectionFile.objects.exists()


def test_the_deadline_lies_ahead(draft, assessor):
    row = draft()
    for days in (0, 61):
        with pytest.raises(Refused, match="60天"):
            assessing.open_comment(
                assessment=row, edition=row.edition, until=ON + timedelta(days=days),
                by=assessor, on=ON,
            )  # fmt: skip
    assert Notice.objects.count() == 0
