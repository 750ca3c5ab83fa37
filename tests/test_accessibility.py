"""No serious finding of axe on the pages that people use every day, at both widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from duties.actions import obligations
from tests.cast import ON, make_requirement
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
    "overseer": ["/oversight/", "/oversight/overdue/", "/scores/", "/reports/{post}/2026/"],
    "administrator": ["/units/", "/people/", "/people/new/"],
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("username", PAGES)
def test_no_serious_finding(
    page, live_server, post, liaison, overseer, administrator, username, width
):
    make_requirement("15.1/1")
    obligations.open_year(year=2026, on=ON)
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, live_server, username)
    found = {}
    for path in PAGES[username]:
        page.goto(live_server.url + path.format(post=post.pk))
        serious = [
            violation["id"]
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        if serious:
            found[path] = serious
    assert found == {}
