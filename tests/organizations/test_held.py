"""What was typed is not lost when the log-in has run out, or another window has changed the token."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from organizations import held
from organizations.models import JournalEntry
from tests.cast import PASSWORD

OURS = "http://testserver"
PATH = "/grants/new/?from=list"
TYPED = {"csrfmiddlewaretoken": "x", "note": "写了 很久\n的理由", "do": "save"}
PAGE = {"HTTP_REFERER": f"{OURS}/grants/new/"}
HX = {"HTTP_HX_REQUEST": "true"}


def sealed(answer) -> str:
    return re.search(r'name="held" value="([^"]+)"', answer.text)[1]


def expired(client, typed=TYPED, **more):
    """A form of ours sent without a session; the log-in page's own field comes back."""
    answer = client.post(PATH, typed, **PAGE, **more)
    assert answer.status_code == 401
    return answer


def log_in(client, answer, username, password=PASSWORD):
    fields = {"username": username, "password": password, "held": sealed(answer)}
    return client.post("/login/", fields)


def hidden(answer) -> dict:
    """The fields that the page would send, and where to."""
    form = answer.text[answer.text.index('enctype="multipart/form-data"') :]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: text for name, text in found if name != held.TOKEN}


def test_the_log_in_page_takes_what_was_typed_and_offers_it_again(client, liaison):
    answer = expired(client)
    assert "登录已过期，请重新登录；您填写的内容已为您保留。" in answer.text
    assert (answer["Cache-Control"], "写了" in answer.text) == ("no-store", False)
    onward = log_in(client, answer, "liaison")
    assert onward.status_code == 200
    assert hidden(onward) == {"note": "写了 很久\n的理由", "do": "save"}
    assert f'action="{PATH}"' in onward.text
    assert 'href="/grants/new/"' in onward.text
    assert "（liaison）" in onward.text


def test_a_wrong_password_and_a_lock_out_keep_it(client, liaison):
    answer = expired(client)
    for _ in range(4):
        answer = log_in(client, answer, "liaison", "wrong")
        assert "您填写的内容已为您保留" in answer.text
    locked = log_in(client, answer, "liaison", "wrong")
    assert locked.status_code == 429
    back = client.post("/login/", {"held": sealed(locked)})
    assert held.opened(sealed(back)).fields == (("note", TYPED["note"]), ("do", "save"))
    assert JournalEntry.objects.filter(action__startswith="sessions.").count() == 5


def test_files_are_chosen_again_and_passwords_never_kept(client, liaison):
    file = SimpleUploadedFile("会议纪要.pdf", b"%PDF-1.7")
    answer = expired(client, TYPED | {"photo": file, "new_password1": "s3cret-horse"})
    assert "文件需要重新选择。" in answer.text
    assert held.opened(sealed(answer)).files == (("photo", ("会议纪要.pdf",)),)
    onward = log_in(client, answer, "liaison")
    assert "文件未能保留，请重新选择：会议纪要.pdf" in onward.text
    assert 'type="file" id="held-1" name="photo"' in onward.text
    assert "s3cret-horse" not in onward.text


def test_it_opens_for_nobody_but_him_who_typed(client, liaison, reviewer):
    """The idle session told whose it was; another's right password does not open the page."""
    with time_machine.travel("2026-11-23 09:00", tick=False) as clock:
        client.post("/login/", {"username": "liaison", "password": PASSWORD})
        client.get("/notices/")
        clock.move_to("2026-11-23 10:00")
        answer = expired(client)
        refused = log_in(client, answer, "reviewer")
        assert "由另一账户填写" in refused.text
        assert log_in(client, refused, "liaison").status_code == 200


def test_another_who_is_logged_in_already_passes_it_on(client, liaison, reviewer):
    kept = held.Held("/notices/", "/", str(liaison.pk), (("note", "写了很久"),), ())
    client.force_login(reviewer)
    answer = client.post("/login/", {"held": held.seal(kept)})
    assert "写了很久" not in answer.text
    out = client.post("/logout/", {"held": sealed(answer)})
    assert hidden(log_in(client, out, "liaison")) == {"note": "写了很久"}


def test_after_three_days_it_is_said_that_it_is_gone(client, liaison):
    with time_machine.travel("2026-11-23 09:00", tick=False) as clock:
        answer = expired(client)
        clock.move_to("2026-11-26 09:01")
        answer = client.post("/login/", {"held": sealed(answer)})
    assert "保留的内容已超过三天" in answer.text
    assert 'name="held"' not in answer.text


def test_what_is_too_much_is_not_promised(client, db, monkeypatch):
    monkeypatch.setattr(held, "LONGEST", 100)
    answer = expired(client)
    assert "未能保留" in answer.text
    assert 'name="held"' not in answer.text


def test_a_seal_of_nobody_s_opens_nothing():
    assert held.opened("forged:1:x") is None
    assert held.opened("") is None


def test_logging_out_twice_is_logging_out(client, db):
    assert client.post("/logout/", TYPED)["Location"] == "/login/"


def test_part_of_a_page_never_becomes_the_log_in_page(client, db):
    for answer in (client.post(PATH, TYPED, **HX), client.get("/notices/", **HX)):
        assert answer.status_code == 401
        assert "请在新窗口重新登录" in answer.text
        assert "<form" not in answer.text


@pytest.fixture
def strict(liaison):
    """A browser whose page is older than its token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(liaison)
    client.get("/notices/")
    return client


def test_a_page_of_ours_with_an_old_token_may_send_again(strict):
    answer = strict.post(PATH, TYPED, HTTP_ORIGIN=OURS, **PAGE)
    assert answer.status_code == 403
    assert hidden(answer) == {"note": "写了 很久\n的理由", "do": "save"}


@pytest.mark.parametrize(
    "origin", [{}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": "https://evil.example"}]
)
@pytest.mark.parametrize("path", [PATH, "/login/"])
def test_what_a_foreign_page_sent_is_never_offered_again(strict, path, origin):
    answer = strict.post(path, TYPED | {"held": "x"}, **origin)
    assert answer.status_code == 403
    assert "页面已过期" in answer.text
    assert "写了" not in answer.text
    assert ('method="post"' in answer.text, "X-CSRFToken" in answer) == (False, False)


def test_htmx_gets_the_new_token_and_the_next_save_works(strict):
    stale = strict.post(PATH, TYPED, HTTP_ORIGIN=OURS, **HX)
    assert (stale.status_code, "<html" in stale.text) == (403, False)
    fresh = stale["X-CSRFToken"]
    assert strict.post("/logout/", HTTP_X_CSRFTOKEN=fresh).status_code == 302


def test_an_old_log_in_page_asks_again_and_keeps_all_but_the_password(liaison):
    client = Client(enforce_csrf_checks=True)
    kept = held.seal(held.Held("/notices/", "/", "", (("note", "写了很久"),), ()))
    fields = {"username": "liaison", "password": PASSWORD, "held": kept}
    answer = client.post("/login/", fields, HTTP_ORIGIN=OURS)
    assert "请重新输入密码" in answer.text
    assert ('value="liaison"' in answer.text, PASSWORD in answer.text) == (True, False)
    assert held.opened(sealed(answer)).fields == (("note", "写了很久"),)
