"""Log-in, lock-out, idle time-out, and sessions that stay dead."""

import pytest
import time_machine
from django.urls import reverse

from organizations.actions import people
from organizations.models import JournalEntry
from tests.cast import ON, PASSWORD

LOGIN = "/login/"


def log_in(client, username, password=PASSWORD, **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def journal():
    found = JournalEntry.objects.filter(action__startswith="sessions").order_by("pk")
    return list(found.values_list("action", flat=True))


def test_log_in_and_out_are_journalled(client, liaison):
    assert log_in(client, "liaison")["Location"] == "/"
    client.post("/logout/")
    assert journal() == ["sessions.open", "sessions.close"]


def test_a_wrong_password_says_so_and_keeps_the_name(client, liaison):
    answer = log_in(client, "liaison", "wrong")
    assert answer.status_code == 200
    assert 'value="liaison"' in answer.text
    assert journal() == ["sessions.refuse"]


def test_an_unknown_name_is_not_kept(client, db):
    """People type their password into the name field by mistake."""
    log_in(client, "my-secret-password", "x")
    entry = JournalEntry.objects.get()
    assert (entry.target, entry.detail["known"]) == ("", False)
    assert "my-secret" not in str(entry.detail)


def test_five_failures_lock_this_name_from_this_address_only(client, liaison, reviewer):
    for _ in range(5):
        log_in(client, "liaison", "wrong")
    assert log_in(client, "liaison").status_code == 429
    assert log_in(client, "reviewer").status_code == 302
    client.logout()
    client.defaults["REMOTE_ADDR"] = "10.9.8.7"
    assert log_in(client, "liaison").status_code == 302


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "javascript:x"])
def test_next_stays_at_home(client, liaison, target):
    assert log_in(client, "liaison", next=target)["Location"] == "/"


def test_next_leads_to_a_page_of_ours(client, liaison):
    assert log_in(client, "liaison", next="/notices/")["Location"] == "/notices/"


def test_half_an_hour_idle_ends_the_session(client, liaison):
    with time_machine.travel("2026-11-23 09:00", tick=False) as clock:
        log_in(client, "liaison")
        clock.move_to("2026-11-23 09:29")
        assert client.get("/notices/").status_code == 200
        clock.move_to("2026-11-23 10:05")
        assert client.get("/notices/").status_code == 302


def test_an_account_switched_off_and_on_needs_a_new_log_in(client, liaison):
    """Django alone would revive the old cookie (RELIABILITY T10)."""
    log_in(client, "liaison")
    people.change(person=liaison, by=None, on=ON, is_active=False)
    assert client.get("/notices/").status_code == 302
    people.change(person=liaison, by=None, on=ON, is_active=True)
    assert client.get("/notices/").status_code == 302


def test_a_new_password_ends_the_other_sessions(client, client_factory, liaison):
    other = client_factory()
    log_in(client, "liaison")
    log_in(other, "liaison")
    fresh = "another-horse-2026"
    fields = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh}
    answer = client.post(reverse("organizations:password_change"), fields)
    assert answer["Location"] == "/password/done/"
    assert client.get("/notices/").status_code == 200
    assert other.get("/notices/").status_code == 302


def test_a_weak_password_is_refused_with_words(client, liaison):
    log_in(client, "liaison")
    fields = {"old_password": PASSWORD, "new_password1": "12345", "new_password2": "12345"}
    answer = client.post(reverse("organizations:password_change"), fields)
    assert answer.status_code == 200
    assert "密码" in answer.text


def test_nothing_of_a_page_is_kept_by_caches(client, liaison):
    log_in(client, "liaison")
    answer = client.get("/")
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
