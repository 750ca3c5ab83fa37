"""A case exists only for the people on it: everybody else reads all there is to read, and cannot
tell the world with a hidden case from the one without (RELIABILITY T4–T6)."""

from uuid import UUID

import pytest

from accountability.actions import files, warning
from accountability.models.case import CaseQuerySet
from duties.actions import inbox
from duties.models import Notice
from tests.cast import ON
from tests.crawl import differences
from tests.files import pdf_upload
from tests.worlds import outgoing, readings, worlds

pytestmark = [pytest.mark.worlds, pytest.mark.django_db]
WORDS = "CANARY事由"
KEY = UUID(int=77)
ADDRESSES = (
    f"/accountability/cases/{KEY}/", f"/accountability/leads/{KEY}/",
    f"/accountability/cases/{KEY}/do/account/", f"/accountability/cases/{KEY}/file.pdf",
    f"/accountability/case-files/{KEY}/",
)  # fmt: skip
LATER = ("bystander", "overseer", "liaison")
OUTSIDERS = ("official", "bystander", "city_discipline", "overseer", "liaison", "auditor")


@pytest.fixture
def people(request):
    return {role: request.getfixturevalue(role) for role in OUTSIDERS}


@pytest.fixture
def hide(story):
    """One under check, taken up before anybody saw the lead; he knows nothing of it yet."""

    def hide():
        case = story.taken_up(key=KEY, text=WORDS)
        files.attach(
            case=case, key=KEY, purpose="material", file=pdf_upload(f"{WORDS}.pdf"),
            by=story.handler, on=ON,
        )  # fmt: skip
        warning.warn(on=case.due_on)

    return hide


def test_nobody_else_can_tell_the_two_worlds_apart(people, hide, story):
    def tell(hidden):
        if hidden:
            hide()
        _something_else_is_told(people["official"])
        inbox.send()
        others = [text for text in outgoing() if not _to_the_handlers(text, story)]
        return others, readings(people, words=[WORDS], also=ADDRESSES)

    (sent, read), (unsent, without) = worlds(tell)
    assert sent == unsent
    told = {role: differences(read[role], without[role]) for role in people}
    assert {role: said for role, said in told.items() if said} == {}
    assert min(len(pages) for pages in read.values()) > 20


def test_nor_when_it_has_come_as_far_as_an_appeal(request, story):
    """A number was given, a decision served and sent by notices: still nobody's but theirs."""
    people = {role: request.getfixturevalue(role) for role in LATER}

    def tell(hidden):
        if hidden:
            warning.warn(on=story.appealed(key=KEY, text=WORDS).due_on)
        inbox.send()
        own = (*_handlers(story), story.official)
        others = [text for text in outgoing() if not any(each.username in text for each in own)]
        return others, readings(people, words=[WORDS, "问责〔2026〕1号"], also=ADDRESSES)

    (sent, read), (unsent, without) = worlds(tell)
    told = {role: differences(read[role], without[role]) for role in people}
    assert sent == unsent and {role: said for role, said in told.items() if said} == {}


def test_with_the_rule_removed_it_is_told(monkeypatch, people, hide):
    """The control: were every case visible, the same reading would find it."""
    some = {"bystander": people["bystander"]}
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda rows, user, on: rows)

    def tell(hidden):
        if hidden:
            hide()
        return readings(some, words=[WORDS])

    first, second = worlds(tell)
    assert all(differences(first[role], second[role]) for role in some)


def test_no_notice_says_what_it_is_about(hide, settings):
    hide()
    assert Notice.objects.filter(kind="case").exists()
    assert not any(WORDS in text for text in outgoing())


def _something_else_is_told(person) -> None:
    """Its number among all notices must not tell that there were others before."""
    Notice.objects.create(
        recipient=person, key="later", kind="due", text_zh="到期", text_en="Due", url="/",
        created_on=ON,
    )  # fmt: skip


def _to_the_handlers(text: str, story) -> bool:
    return any(person.username in text for person in _handlers(story))


def _handlers(story):
    return story.handler, story.second_handler, story.office, story.organizer
