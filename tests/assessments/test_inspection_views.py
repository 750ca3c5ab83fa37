"""The pages of an inspection: planned in a form, ordered, fed back, published, read by others."""

import uuid

import pytest
from django.urls import reverse

from assessments.models import Finding, Inspection, Rectification, Stage
from duties.models import Notice
from tests.cast import ON
from tests.files import pdf_upload

pytestmark = pytest.mark.usefixtures("that_day")


@pytest.fixture
def form(province, city, inspector, colleague):
    """What the planner fills in."""
    return {
        "key": str(uuid.uuid4()), "unit": province.pk, "kind": "special", "title": "专项督查",
        "year": 2026, "starts_on": "2026-11-25", "ends_on": "2026-11-30", "units_how": "chosen",
        "units": [city.pk], "team_how": "chosen", "team": [inspector.pk, colleague.pk],
        "size": 5, "weighting": "risk",
    }  # fmt: skip


@pytest.fixture
def act(client):
    """``act(name, *keys, by=…, **fields)``: a write by somebody; answers the response."""

    def act(name, *keys, by, **fields):
        client.force_login(by)
        return client.post(reverse(f"assessments:{name}", args=keys), fields)

    return act


def test_the_same_plan_sent_twice_is_one_inspection(act, overseer, record, form):
    first = act("inspection_new", by=overseer, **form)
    again = act("inspection_new", by=overseer, **form)
    row = Inspection.objects.get()
    assert first.url == again.url == row.get_absolute_url()
    assert (row.stage, row.members.count(), row.scope.count()) == (Stage.PLANNED, 2, 1)


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"ends_on": "2026-11-01"}, "结束日期不得早于开始日期"),
        ({"units": []}, "请至少选择一个被督查单位"),
        ({"kind": "unannounced"}, "实地暗访须由两人共同下达"),
        ({"team": []}, "请选择督查组成员"),
        ({"team_how": "drawn", "team_drawn": ""}, "请填写抽取数量"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(act, overseer, record, form, wrong, said):
    page = act("inspection_new", by=overseer, **form | wrong).content.decode()
    assert said in page
    assert 'value="专项督查"' in page
    assert not Inspection.objects.exists()


def test_ordering_tells_the_unit_and_encloses_the_letter(act, client, plan, overseer, official):
    row = plan()
    act("inspection_order", row.pk, by=overseer, version=row.version)
    notice = Notice.objects.get(recipient=official)
    assert notice.url == row.get_absolute_url()
    client.force_login(official)
    letter = client.get(
        reverse("assessments:inspection_document", args=[row.pk, "notice", "zh-hans"])
    )
    assert letter.getvalue()[:5] == b"%PDF-"
    assert letter["Content-Disposition"].startswith("attachment")


def test_a_planned_one_is_nobody_elses_affair(client, plan, assessor, official):
    row = plan()
    for person in (assessor, official):
        client.force_login(person)
        assert client.get(row.get_absolute_url()).status_code == 404


def test_from_finding_to_closing(act, client, record, on_site, finish, publish, liaison, inspector):
    row = publish(finish(on_site(), "discrepancy", "会议没有召开"))
    finding = Finding.objects.get()
    sent = act(
        "finding_answer", finding.pk, by=liaison, key=str(uuid.uuid4()), measures="已补开会议。",
        files=pdf_upload(),
    )  # fmt: skip
    assert sent.url == finding.get_absolute_url()
    answer = Rectification.objects.get()
    assert answer.files.count() == 1
    returned = {"rectification": answer.pk, "decision": "return", "reason": ""}
    assert (
        "退回须写明原因"
        in act("finding_decide", finding.pk, by=inspector, **returned).content.decode()
    )
    act("finding_decide", finding.pk, by=inspector, **returned | {"decision": "accept"})
    finding.refresh_from_db()
    assert (finding.state, finding.righted_on, row.stage) == ("closed", ON, Stage.PUBLISHED)


def test_the_draw_is_checked_on_its_page_once_published(
    client, record, on_site, finish, publish, overseer
):
    row = finish(on_site())
    page = reverse("assessments:drawing", args=[row.pk, "records"])
    client.force_login(overseer)
    drawing = row.drawings.get()
    before = client.get(page).content.decode()
    assert drawing.commitment in before and drawing.seed not in before
    publish(row)
    after = client.get(page).content.decode()
    assert drawing.seed in after and "alert-success" in after
