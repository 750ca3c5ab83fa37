"""Anybody may ask whether a document is one of the portal's, and learns no more."""

import pytest
from django.urls import reverse

from tests.assessments import test_annual_report_views
from tests.handing_in import hand_in

pytestmark = pytest.mark.django_db
seat = test_annual_report_views.seat


def verified(client, mark):
    return client.get(reverse("assessments:verify_code", args=[mark]))


def test_anybody_may_ask_whether_a_code_or_a_hash_is_a_report(client, seat):
    frozen = hand_in(seat)
    for mark in (frozen.code, frozen.code.upper(), frozen.files.first().sha256):
        assert verified(client, mark).context["known"] is True
    for mark in ("0" * 32, "0" * 64, "x", frozen.code[:-1]):
        assert verified(client, mark).context["known"] is False


def test_a_draft_and_a_stranger_look_the_same(client, seat, official):
    """Yes and no differ in one sentence; nothing else is told, no name, no date, no unit."""
    frozen = hand_in(seat)
    yes, no = (verified(client, mark).content.decode() for mark in (frozen.code, "0" * 32))
    for told in (seat.post.title_zh, official.name_zh, str(frozen.submitted_on), "杭州"):
        assert told not in yes
    swapped = no.replace("0" * 32, frozen.code).replace("不是本平台", "是本平台")
    swapped = swapped.replace("verify-no", "verify-yes").replace(
        "x-octagon-fill", "patch-check-fill"
    )
    assert without_tokens(swapped) == without_tokens(yes)


def without_tokens(page):
    return [line for line in page.splitlines() if "csrf" not in line]


def test_the_form_takes_a_code_in_groups(client, seat):
    frozen = hand_in(seat)
    answer = client.get(reverse("assessments:verify"), {"mark": f" {frozen.code_in_groups} "})
    assert answer["Location"] == reverse("assessments:verify_code", args=[frozen.code])
    for bad in ("", "abc", "\x00", "a" * 500):
        assert client.get(reverse("assessments:verify"), {"mark": bad}).status_code == 200
