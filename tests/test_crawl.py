"""The crawl itself: blind to nothing but what is fresh each time, and it puts everything back."""

from dataclasses import replace

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse

from duties.actions import inbox
from duties.models import Notice
from organizations.actions import journal
from organizations.models import JournalEntry
from tests import test_access_table
from tests.crawl import Page, TooManyPages, crawl, differences, fetch, named_urls, normalise
from tests.test_house import own_models
from tests.worlds import outgoing, put_back, readings, worlds

pytestmark = [pytest.mark.worlds, pytest.mark.django_db]
#: One post, records in every state, evidence, a waiver, a spot check, every role.
world = test_access_table.world

#: Role and how many pages it reaches at least.
REACH = {"official": 50, "overseer": 80}


@pytest.fixture
def people(world, outsider):
    return world["people"] | {"outsider": outsider}


@pytest.mark.parametrize("role", REACH)
def test_two_worlds_alike_cannot_be_told_apart(people, role):
    first, second = worlds(lambda hidden: readings({role: people[role]})[role])
    assert differences(first, second) == []
    assert len(first) >= REACH[role]
    assert {page.status for page in first.values()} <= {200, 302, 403, 405}


def test_one_more_record_is_seen_by_those_who_may_and_by_nobody_else(people, world, confirm):
    """The control: a difference that there is gets found."""
    some = {role: people[role] for role in ("reviewer", "overseer", "grantor", "outsider")}

    def tell(hidden):
        if hidden:
            confirm(world["obligation"], title="多出来的会议")
        return readings(some)

    first, second = worlds(tell)
    told = {role for role in some if differences(first[role], second[role])}
    assert told == {"reviewer", "overseer"}
    assert any("多出来的会议".encode() in page.body for page in first["overseer"].values())
    assert len(first["outsider"]) >= 30
    everything_is_read(first["overseer"])


def everything_is_read(pages):
    """Pages, exports, sheets and files."""
    kinds = {page.kind for page in pages.values() if page.status == 200}
    assert {"text/html", "application/pdf"} < kinds
    assert any(kind.endswith("spreadsheetml.sheet") for kind in kinds)
    assert any(url.startswith("/evidence/") for url in pages)


def test_what_goes_out_is_compared_too(world, confirm):
    def tell(hidden):
        if hidden:
            confirm(world["obligation"])
        inbox.send()
        return outgoing()

    first, second = worlds(tell)
    assert len(first) > len(second) > 0
    assert any("Message-ID: -" in each for each in second)


def test_after_a_world_everything_is_as_before(world, confirm, settings):
    def state():
        rows = {model: list(model.objects.order_by("pk").values()) for model in own_models()}
        return rows, len(mail.outbox), files(), cache.get("left-behind")

    def files():
        return sorted(settings.EVIDENCE_ROOT.rglob("*.*"))

    def tell(hidden):
        record = confirm(world["obligation"])
        inbox.send()
        cache.set("left-behind", 1, timeout=None)
        (settings.EVIDENCE_ROOT / "left.pdf").touch()
        entry = JournalEntry.objects.first()
        return record.pk, entry.pk, Notice.objects.order_by("pk").last().pk, len(mail.outbox)

    before = state()
    first, second = worlds(tell)
    assert first == second
    assert state() == before
    assert connection.in_atomic_block


def test_a_sequence_goes_back_even_where_nothing_is_left_of_its_rows(world):
    def next_key():
        with put_back():
            return journal.record(action="units.create", by=None).pk

    assert next_key() == next_key() == JournalEntry.objects.first().pk + 1


def test_a_crawl_that_does_not_end_fails_unless_told_otherwise(client, people):
    client.force_login(people["overseer"])
    with pytest.raises(TooManyPages):
        crawl(client, bound=5)
    assert len(crawl(client, bound=5, may_stop=True)) == 5


def test_hidden_addresses_and_words_are_tried_as_well(client, people):
    client.force_login(people["outsider"])
    pages = crawl(client, also=["/spot-checks/999/"], words=["秘密"], bound=200)
    assert pages["/spot-checks/999/"].status == 404
    assert any("q=%E7%A7%98%E5%AF%86" in url for url in pages)


def test_what_is_fresh_each_time_is_taken_out_and_nothing_else(client, world, people):
    client.force_login(people["liaison"])
    url = f"/posts/{world['post'].pk}/records/new/"
    first, second = fetch(client, url), fetch(client, url)
    assert first.body != second.body
    assert normalise(first).body == normalise(second).body
    token = b'name="token" value="-"'
    assert token in normalise(first).body
    assert len(first.body) - len(normalise(first).body) < 400


def test_only_the_seals_of_the_journal_are_taken_out(client, world, people):
    client.force_login(people["auditor"])
    sheet = fetch(client, "/journal.xlsx")
    assert JournalEntry.objects.first().hash.encode() not in normalise(sheet).body
    kept = normalise(replace(sheet, url="/other.xlsx")).body
    assert JournalEntry.objects.first().hash.encode() in kept


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": 404}, "/a/: status 200 | 404"),
        ({"headers": {"ETag": "2"}}, "/a/: ETag 1 | 2"),
        ({"headers": {}}, "/a/: ETag 1 | None"),
        ({"body": b"one three"}, "/a/: byte 5: 'one two' | 'one three'"),
        ({"body": b"one two "}, "/a/: byte 7: 'one two' | 'one two '"),
        ({"queries": 4}, "/a/: 3 | 4 queries"),
    ],
)
def test_a_difference_is_said_in_a_line(change, said):
    page = Page("/a/", 200, {"ETag": "1"}, b"one two", 3)
    assert differences({"/a/": page}, {"/a/": replace(page, **change)}) == [said]


def test_a_page_of_one_world_only_is_a_difference():
    page = {"/a/": Page("/a/", 200)}
    assert differences(page, {}) == ["/a/: only in the first"]
    assert differences({}, page) == ["/a/: only in the second"]


def test_links_parts_and_forms_are_followed_and_nothing_else():
    body = b"""<a href="/a/#x">a</a> <a href="http://elsewhere.invalid/b/">b</a> <a href="?page=2">2</a>
    <a href="/logout/">out</a> <a href="mailto:x@portal.invalid">m</a> <div hx-get="/part/"></div>
    <form method="post" action="/write/"><input name="no"></form>
    <form action="/find/"><input name="q" type="search"><input type="checkbox" name="late" value="1">
    <select name="kind"><option value="">-</option><option value="x" selected>x</option></select>
    <button>go</button></form><img src="/evidence/1/?inline=1"><a href="/static/x.css">s</a>"""

    class Answering:
        def get(self, url, headers):
            return HttpResponse(body if url == "/" else b"", status=200)

    pages = crawl(Answering(), words=["w"])
    assert set(pages) - {*named_urls()} - {"/"} == {
        "/a/", "/?page=2", "hx /part/", "/evidence/1/?inline=1", "/find/?kind=x&q=",
        "/find/?kind=&q=", "/find/?kind=x&late=1&q=", "/find/?kind=x&q=w",
    }  # fmt: skip
