"""No serious finding of axe on the pages of chapter IV, at both widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.test_journey import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CASE = "{case}do/"
PAGES = {
    "handler": ["/", "/accountability/agenda/", "/accountability/cases/", "{case}", CASE + "test/",
                CASE + "assign/", "/accountability/leads/", "/accountability/leads/new/", "{lead}",
                "/accountability/overview/"],
    "official": ["/", "{case}", CASE + "state/"],
    "organizer": ["/accountability/incentives/", "/accountability/incentives/new/"],
    "reporter": ["/accountability/register/new/", "{entry}"],
    "collator": ["/", "/accountability/register/", "{entry}", "/accountability/register/quarters/",
                 "/accountability/register/circulars/"],
}  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390])
def test_no_serious_finding(page, live_server, story, enter, collator, width):
    case = story.notified()
    story.claim(case)
    keys = {"case": case.get_absolute_url(), "lead": story.lead().get_absolute_url(),
            "entry": enter().get_absolute_url()}  # fmt: skip
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for username, paths in PAGES.items():
        page.context.clear_cookies()
        log_in(page, live_server, username)
        for path in paths:
            page.goto(live_server.url + path.format(**keys))
            serious = [
                violation["id"]
                for violation in Axe().run(page).response["violations"]
                if violation["impact"] in ("serious", "critical")
            ]
            if serious:
                found[f"{username} {path}"] = serious
    assert found == {}
