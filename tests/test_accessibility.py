"""No serious finding of axe on the pages that people use every day, at both widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from assessments.actions import schemes
from assessments.figures.applying import default_scheme
from assessments.models import Finding
from tests.cast import ON
from tests.test_journey import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "liaison": [
        "/",
        "/posts/{post}/",
        "/posts/{post}/records/new/",
        "/notices/",
        "/regulation/",
        "/calendar/",
    ],
    "overseer": [
        "/oversight/",
        "/oversight/overdue/",
        "/scores/",
        "/reports/{post}/2026/",
        "/inspections/",
        "/inspections/new/",
        "{inspection}",
        "{inspection}publish/",
        "{inspection}draws/records/",
        "/findings/",
        "{finding}",
    ],
    "inspector": ["/inspections/", "{paper}", "{inspection}findings/new/"],
    "assessor": [
        "/schemes/",
        "/schemes/new/",
        "/schemes/{scheme}/",
        "/schemes/{scheme}/edit/",
        "/schemes/{scheme}/effects/",
        "/results/",
        "/results/import/",
        "/score-items/",
        "/scores/{post}/2026/",
        "/scores/{post}/2026/items/",
    ],
    "administrator": ["/units/", "/people/", "/people/new/"],
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("username", PAGES)
def test_no_serious_finding(
    page,
    live_server,
    post,
    record,
    liaison,
    overseer,
    administrator,
    assessor,
    province,
    on_site,
    write,
    username,
    width,
):
    inspection = on_site()
    paper = inspection.papers.get()
    write(paper, "discrepancy", "会议没有召开")
    keys = {
        "scheme": schemes.draft(
            unit=province, year=2026, content=default_scheme(), by=assessor, on=ON
        ).pk,
        "post": post.pk, "inspection": inspection.get_absolute_url(),
        "paper": paper.get_absolute_url(), "finding": Finding.objects.get().get_absolute_url(),
    }  # fmt: skip
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, live_server, username)
    found = {}
    for path in PAGES[username]:
        page.goto(live_server.url + path.format(**keys))
        serious = [
            violation["id"]
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        if serious:
            found[path] = serious
    assert found == {}
