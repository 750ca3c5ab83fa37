"""Bonus and deductions, outcomes handed over: entered, checked, counted."""

import os
import uuid
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import schemes
from assessments.actions import orphans, outcomes, score_items, scores
from assessments.figures.applying import default_scheme
from assessments.figures.live import score_of
from assessments.models import ScoreItem, ScoreItemFile
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Ledger
from duties.wording import Sentence
from organizations.actions import appointments, journal
from organizations.errors import Refused
from organizations.models import JournalEntry
from tests.assessments.test_schemes import THIS_YEAR
from tests.assessments.test_views import owe
from tests.cast import ON, make_person
from tests.files import pdf_upload
from tests.scoring_world import enter_item, force_scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(province):
    return make_person("second", ("assess", province), unit=province)


@pytest.fixture
def owing(post):
    owe(post, "15.1/1", "met", due_on=THIS_YEAR)
    scores.refresh(on=ON)
    return post


class TestItems:
    def test_it_counts_once_a_second_person_has_confirmed(self, assessor, second, owing, province):
        """(60×100)÷60=100 already; so a deduction shows: 100−2=98."""
        talk = schemes.Indicator("talk", Sentence("约谈", "Talk"), schemes.Source.DEDUCTION)
        usual = default_scheme()
        force_scheme(province, assessor, replace(usual, indicators=(*usual.indicators, talk)))
        item = enter_item(owing, assessor, kind="deduction", code="talk", points="2")
        with pytest.raises(NotAllowed):
            score_items.decide(item=item, confirmed=True, by=assessor, on=ON)
        score_items.decide(item=item, confirmed=True, by=second, on=ON)
        live = score_of(owing, 2026, ON)
        assert [each.key for each in live.facts.items] == [str(item.pk)]
        assert str(live.tree.total) == "98.00"
        assert Ledger.objects.get(post=owing).moved

    def test_a_withdrawn_one_no_longer_counts(self, assessor, second, owing):
        item = enter_item(owing, assessor)
        score_items.decide(item=item, confirmed=True, by=second, on=ON)
        score_items.withdraw(item=item, reason="称号已被取消", by=assessor, on=ON)
        assert score_of(owing, 2026, ON).facts.items == ()
        with pytest.raises(Conflict):
            score_items.decide(item=item, confirmed=True, by=second, on=ON)

    def test_what_was_withdrawn_before_it_ever_counted_stays_among_those_who_assess(
        self, client, assessor, owing, official
    ):
        item = enter_item(owing, assessor)
        score_items.withdraw(item=item, reason="误录", by=assessor, on=ON)
        for person, answered in ((official, 404), (assessor, 200)):
            client.force_login(person)
            assert client.get(item.get_absolute_url()).status_code == answered

    def test_refusing_needs_a_reason(self, assessor, second, owing):
        item = enter_item(owing, assessor)
        with pytest.raises(Refused):
            score_items.decide(item=item, confirmed=False, by=second, on=ON)

    def test_nobody_decides_what_concerns_himself_though_he_sits_there_no_more(
        self, assessor, second, owing
    ):
        item = enter_item(owing, assessor)
        appointments.begin(
            post=owing, person=second, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31),
            by=None, on=ON,
        )  # fmt: skip
        with pytest.raises(NotAllowed, match="涉及本人"):
            score_items.decide(item=item, confirmed=True, by=second, on=ON)
        with pytest.raises(NotAllowed, match="涉及本人"):
            score_items.withdraw(item=item, reason="不妥", by=second, on=ON)

    def test_the_same_form_twice_at_once_is_one_item(self, assessor, owing, monkeypatch):
        """Both looked before the first was kept: the second waits for the lock and looks then."""
        token, said = uuid.uuid4(), {"post": owing, "by": assessor, "on": ON}
        score_items.attach(**said, token=token, file=pdf_upload())
        said |= {"year": 2026, "kind": "bonus", "code": "bonus", "points": Decimal(1)}
        hold = journal.hold

        def first_the_other():
            monkeypatch.setattr(journal, "hold", hold)
            score_items.enter(**said, reason="示范", token=token)

        monkeypatch.setattr(journal, "hold", first_the_other)
        row = score_items.enter(**said, reason="示范", token=token)
        assert row == ScoreItem.objects.get()

    def test_no_item_without_evidence(self, assessor, owing):
        with pytest.raises(Refused, match="佐证材料"):
            score_items.enter(
                post=owing, year=2026, kind="bonus", code="bonus", points=Decimal(1),
                reason="示范", token=uuid.uuid4(), by=assessor, on=ON,
            )  # fmt: skip

    @pytest.mark.parametrize(("kind", "code"), [("deduction", "talk"), ("veto", "bonus")])
    def test_it_stands_under_an_indicator_of_its_kind(self, assessor, owing, kind, code):
        """Anything else would be confirmed by two people and never count."""
        with pytest.raises(Refused, match="请选择指标体系中的指标"):
            enter_item(owing, assessor, kind=kind, code=code)

    def test_a_file_is_taken_off_whatever_else_is_wrong(self, client, assessor, owing):
        client.force_login(assessor)
        url = reverse("assessments:score_item_new", args=[owing.pk, 2026])
        token = str(uuid.uuid4())
        client.post(url, {"token": token, "files": pdf_upload()})
        client.post(url, {"token": token, "drop": str(ScoreItemFile.objects.get().pk)})
        assert not ScoreItemFile.objects.exists()
        assert JournalEntry.objects.filter(action="score_items.detach").count() == 1

    def test_the_form_keeps_the_file_when_something_else_is_wrong(self, client, assessor, owing):
        client.force_login(assessor)
        url = reverse("assessments:score_item_new", args=[owing.pk, 2026])
        sent = {"code": "bonus", "points": "", "reason": "示范", "files": pdf_upload()}
        page = client.post(url, sent | {"token": str(uuid.uuid4())})
        assert page.context["form"].errors["points"] == ["加分和扣分须填写分值。"]
        again = {"code": "bonus", "points": "1.5", "reason": "示范", "token": page.context["token"]}
        assert client.post(url, again).status_code == 302
        assert client.post(url, again).status_code == 302
        item = ScoreItem.objects.get()
        assert (item.points, item.files.count()) == (Decimal("1.50"), 1)

    def test_no_more_than_the_cap_is_taken_and_the_form_names_it(self, client, assessor, owing):
        client.force_login(assessor)
        url = reverse("assessments:score_item_new", args=[owing.pk, 2026])
        sent = {"code": "bonus", "points": "99", "reason": "示范", "files": pdf_upload()}
        page = client.post(url, sent | {"token": str(uuid.uuid4())})
        assert page.context["form"].errors["points"] == ["本指标计入上限3分，超过部分不能计入。"]
        assert "加分（计入上限3分）" in page.text and 'value="99"' in page.text
        with pytest.raises(Refused, match="计入上限3分"):
            enter_item(owing, assessor, points="4")
        assert not ScoreItem.objects.exists()

    def test_items_above_the_cap_together_say_what_counts(self, client, assessor, owing):
        first = enter_item(owing, assessor, points="2")
        client.force_login(assessor)
        said = "本职务同一指标已录入合计4分，只按3分计"
        assert said not in client.get(first.get_absolute_url()).text
        second = enter_item(owing, assessor, points="2")
        assert said in client.get(second.get_absolute_url()).text
        score_items.withdraw(item=first, reason="误录", by=assessor, on=ON)
        assert said not in client.get(second.get_absolute_url()).text

    def test_a_note_that_is_too_long_is_not_cut(self, client, assessor, second, owing):
        item = enter_item(owing, assessor)
        client.force_login(second)
        url = reverse("assessments:score_item_decide", args=[item.pk])
        page = client.post(url, {"do": "refuse", "note": "理" * 501})
        assert ("理" * 501 in page.text, "501" in page.text) == (True, True)
        item.refresh_from_db()
        assert item.state == "waiting"

    def test_the_official_sees_it_once_it_counts(self, client, assessor, second, owing, official):
        item = enter_item(owing, assessor)
        client.force_login(official)
        assert client.get(item.get_absolute_url()).status_code == 404
        score_items.decide(item=item, confirmed=True, by=second, on=ON)
        assert client.get(item.get_absolute_url()).status_code == 200
        page = client.get(reverse("assessments:score", args=[owing.pk, 2026]))
        assert "获评省级法治示范" in page.text
        assert item.files.get().get_absolute_url() in page.text

    @pytest.mark.parametrize("number", [1, 3])
    def test_three_rows_cost_the_queries_of_one(
        self, client, assessor, owing, number, django_assert_num_queries
    ):
        for _ in range(number):
            enter_item(owing, assessor)
        client.force_login(assessor)
        client.get("/score-items/")
        with django_assert_num_queries(9):
            client.get("/score-items/")

    def test_bytes_without_a_row_go_and_those_of_today_stay(self, assessor, owing):
        """A file taken off leaves its bytes: another form may just be sending the same."""
        token, said = uuid.uuid4(), {"post": owing, "by": assessor, "on": ON}
        row = score_items.attach(**said, token=token, file=pdf_upload())
        item, path = enter_item(owing, assessor), row.path
        day = timedelta(days=1)
        ScoreItemFile.objects.all()._raw_delete("default")
        assert orphans.sweep(before=timezone.now() - day) == 0 and path.exists()
        os.utime(path, (0, 0))
        again = score_items.attach(**said, token=token, file=pdf_upload())
        again.delete()
        assert orphans.sweep(before=timezone.now() - day) == 0 and path.exists()
        os.utime(path, (0, 0))
        assert orphans.sweep(before=timezone.now() - day) == 1 and not path.exists()
        assert item.pk


class TestOutcomes:
    def hand_over(self, post, by, **fields):
        fields = {"kind": "veto", "grade": "pass", "source": "case:1"} | fields
        return outcomes.hand_over(
            post=post, year=2026, reason=Sentence("违规干预司法", "Interference"), by=by, on=ON,
            **fields,
        )  # fmt: skip

    def test_a_case_caps_the_grade_and_twice_is_once(self, assessor, owing):
        self.hand_over(owing, assessor)
        self.hand_over(owing, assessor)
        tree = score_of(owing, 2026, ON).tree
        assert [node.grade for node in tree.by_code("outcomes").children] == ["pass"]

    def test_another_content_from_the_same_source_is_refused(self, assessor, owing):
        self.hand_over(owing, assessor)
        with pytest.raises(Conflict):
            self.hand_over(owing, assessor, kind="deduction", grade="", points=Decimal(2))

    def test_an_incentive_counts_within_the_limit_of_the_bonus(self, assessor, owing):
        self.hand_over(owing, assessor, kind="bonus", grade="", points=Decimal(5))
        node = score_of(owing, 2026, ON).tree.by_code("bonus")
        assert node.sentence.zh == "合计5分，超过上限，按3分计。"

    def test_what_is_withdrawn_counts_no_more(self, assessor, owing):
        self.hand_over(owing, assessor)
        outcomes.withdraw(source="case:1", by=assessor, on=ON)
        outcomes.withdraw(source="case:1", by=assessor, on=ON)
        assert score_of(owing, 2026, ON).facts.outcomes == ()
        assert JournalEntry.objects.filter(action="outcomes.withdraw").count() == 1
