"""Working an assessment out in chunks: resumable, fenced, and the same however it is cut."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.actions import assessing, computing
from assessments.figures import placing
from assessments.figures.applying import default_scheme
from assessments.figures.live import score_of
from assessments.models import Assessment, Score
from assessments.schemes import dump
from duties.actions import obligations
from organizations.actions import grants
from organizations.models import Post
from tests.assessment_world import again, computed
from tests.cast import ON, appoint, make_person, make_post
from tests.scoring_world import enter_result, force_scheme

pytestmark = pytest.mark.django_db
YEAR = ON.year


@pytest.fixture
def many(two_owed, county, city, other_city):
    """Five posts of two leagues."""
    made = [make_post(unit, track) for unit, track in (
        (city, "party"), (other_city, "government"), (other_city, "party"), (county, "government")
    )]  # fmt: skip
    obligations.open_year(year=YEAR, on=ON)
    return made


@pytest.fixture
def begun(many, province, assessor):
    return assessing.draft(unit=province, year=YEAR, by=assessor, on=ON)


def kept(row) -> list:
    columns = ("post", "sha256", "total", "grade", "rank", "position", "basis")
    return list(row.scores.order_by("post").values_list(*columns))


def test_the_figures_are_those_of_the_live_score(begun, post):
    row = computed(begun)
    score = row.scores.get(post=post)
    live = score_of(post, YEAR, ON)
    assert (score.loaded_tree, score.loaded_facts) == (live.tree, live.facts)
    assert score.total == live.tree.total


def test_cut_in_pieces_it_is_the_same(begun, monkeypatch):
    row = computed(begun)
    monkeypatch.setattr(computing, "CHUNK", 2)
    again_from_nothing(row)


def test_stopped_in_the_middle_the_next_goes_on(begun, monkeypatch):
    monkeypatch.setattr(computing, "CHUNK", 2)
    turns = iter([True, False])
    assert computing.run(begun.pk, go_on=lambda: next(turns)) == 2
    begun.refresh_from_db()
    assert (begun.done, begun.is_computed, begun.lease_until) == (2, False, None)
    assert computing.run_waiting() == begun.total - 2
    begun.refresh_from_db()
    assert begun.is_computed and begun.done == begun.total


def test_while_somebody_holds_it_nobody_else_begins(begun):
    assert computing.claim(begun.pk) is not None
    assert computing.claim(begun.pk) is None
    assert computing.run_waiting() == 0


def test_one_that_cannot_be_worked_out_holds_up_no_other(
    begun, city, post, county, assessor, monkeypatch, caplog
):
    make_person("of_the_city", ("assess", city))
    grants.give(person=assessor, code="assess", unit=city, by=None, on=ON)
    other = assessing.draft(unit=city, year=YEAR, by=assessor, on=ON)
    chunk = computing.chunk

    def breaks(row, posts):
        if row.pk == begun.pk:
            raise ValueError("spoilt")
        return chunk(row, posts)

    monkeypatch.setattr(computing, "chunk", breaks)
    assert computing.run_waiting() == other.total
    other.refresh_from_db()
    assert other.is_computed and "cannot be worked out" in caplog.text
    caplog.clear()


def test_a_killed_worker_s_lease_runs_out_and_he_writes_nothing_any_more(begun, monkeypatch):
    monkeypatch.setattr(computing, "CHUNK", 2)
    dead = computing.claim(begun.pk)
    posts = list(computing.left(dead)[:2])
    computing.chunk(dead, posts)
    past = timezone.now() - timedelta(seconds=1)
    Assessment.objects.filter(pk=begun.pk).update(lease_until=past)
    assert computing.run(begun.pk) == begun.total - 2
    before = kept(begun)
    with pytest.raises(computing.Fenced):
        computing.chunk(dead, posts)
    with pytest.raises(computing.Fenced):
        computing.finish(dead)
    assert kept(begun) == before


def test_asked_again_a_run_under_way_is_fenced_off(begun, assessor):
    old = computing.claim(begun.pk)
    begun.refresh_from_db()
    computing.ask(assessment=begun, edition=begun.edition, by=assessor, on=ON)
    with pytest.raises(computing.Fenced):
        computing.chunk(old, list(computing.left(old)))
    assert computing.run(begun.pk) == begun.total


def test_only_what_moved_is_worked_out_again(begun, post, assessor):
    row = computed(begun)
    enter_result(post.unit, "90", assessor)
    row = computing.ask(assessment=row, edition=row.edition, by=assessor, on=ON)
    moved = Post.objects.filter(unit=post.unit, ledgers__year=YEAR).count()
    assert (row.total - row.done, computing.run(row.pk)) == (moved, moved)
    again_from_nothing(row)


def again_from_nothing(row) -> None:
    """Whatever was taken over is what working all of it out would give."""
    row.refresh_from_db()
    before = kept(row)
    Assessment.objects.filter(pk=row.pk).update(run=row.run + 1, done=0)
    computed(row)
    assert kept(row) == before


def test_nothing_moved_nothing_is_worked_out(begun, assessor):
    row = computed(begun)
    row = computing.ask(assessment=row, edition=row.edition, by=assessor, on=ON)
    assert (row.done, computing.run(row.pk)) == (row.total, 0)
    row.refresh_from_db()
    assert row.is_computed


def test_on_another_day_what_a_day_between_tells_is_worked_out(begun, many, assessor):
    """On 31 December every duty of the year falls due; until then one post changes hands."""
    appoint(many[1], "first", ON.replace(month=1, day=1), ON + timedelta(days=3))
    row = computed(begun)
    soon, later = ON + timedelta(days=5), ON.replace(year=YEAR + 1, month=1, day=5)
    owing = Post.objects.filter(obligations__year=YEAR).distinct().count()
    for day, number in ((soon, 1), (later, owing)):
        row = computing.ask(assessment=row, edition=row.edition, by=assessor, on=day)
        assert computing.run(row.pk) == number
        again_from_nothing(row)


def test_objections_and_what_was_shown_survive_working_it_out_again(begun, assessor):
    row = computed(begun)
    keys = set(row.scores.values_list("pk", flat=True))
    row.scores.update(shown_total=Decimal(1))
    row = again(row, assessor)
    assert set(row.scores.values_list("pk", flat=True)) == keys
    assert set(row.scores.values_list("shown_total", flat=True)) == {Decimal(1)}


def test_under_six_months_nobody_is_graded_or_ranked_and_both_holders_stand_there(
    begun, many, assessor
):
    appoint(many[1], "first", ON.replace(month=1, day=1), ON.replace(month=5, day=31))
    appoint(many[1], "second", ON.replace(month=8, day=1))
    enter_result(many[1].unit, "95", assessor)
    score = computed(begun).scores.get(post=many[1])
    assert (score.total, score.grade, score.rank) == (Decimal("95.00"), "", None)
    months = dict(score.holders.values_list("person__username", "months"))
    assert months == {"first": 5, "second": 5}


def place(*totals):
    content = dump(default_scheme())
    rows = [
        {"pk": n, "post_id": n, "level": "city", "track": "party", "scheme": "s", "engine": 1,
         "total": Decimal(total), "earned": "excellent", "grade": "?", "quota_zh": "", "quota_en": "",
         "rank": None, "position": 0}
        for n, total in enumerate(totals)
    ]  # fmt: skip
    return {row["post_id"]: row for row in placing.misplaced(rows, {"s": content})}


def test_quotas_and_ranks_by_hand():
    """Ten of a league, 30 %: three may be excellent; two with equal points share a rank."""
    found = place("99", "98", "97", "97", "96", "95", "94", "93", "92", "91")
    grades = [found[n]["grade"] for n in range(10)]
    assert grades == ["excellent", "excellent"] + ["good"] * 8
    assert [found[n]["rank"] for n in range(6)] == [1, 2, 3, 3, 5, 6]
    assert "30%" in found[2]["quota_zh"] and "30%" in found[2]["quota_en"]


def test_another_league_has_its_own_ranks(many, province, assessor, post):
    force_scheme(province, assessor)
    row = computed(assessing.draft(unit=province, year=YEAR, by=assessor, on=ON))
    leagues = {(s.level, s.track) for s in row.scores.all()}
    assert len(leagues) == 3
    for level, track in leagues:
        places = row.scores.of_league(level, track).order_by("position")
        assert [s.position for s in places] == list(range(1, len(places) + 1))


def test_a_chunk_asks_the_same_questions_however_many_posts(begun, many, django_assert_num_queries):
    for number, post in enumerate(many):
        make_person(f"holder{number}", post=post)
    claimed = computing.claim(begun.pk)
    posts = list(computing.left(claimed))
    for some in (posts[:1], posts[1:4]):
        with django_assert_num_queries(23):
            computing.chunk(claimed, some)
    assert Score.objects.count() == 4
