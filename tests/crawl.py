"""Everything one person can reach by reading, to be compared between two worlds.

``crawl`` goes from the home page and every address without parameters along links, redirects and
GET forms. What is fresh in each rendering is taken out (``normalise``); all else is compared byte
by byte (``differences``). ``tests.worlds`` tells the same story twice, once with the hidden thing.

Nothing is written: GET only, and nobody is logged out. Posting is for the story to do.
Documents are compared as the words and data that would be set: setting them gives the same bytes
for the same words (``test_pdf``), and would take most of the time.
"""

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from unittest import mock
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.urls import NoReverseMatch, reverse

from organizations import pdf
from organizations.excel import MEDIA_TYPE as XLSX
from tests.test_house import full_urls

BOUND = 600
HOST = "testserver"
#: A part of a page that htmx asks for is another answer than the page itself.
PART = "hx "
HEADERS = ("Content-Type", "Content-Length", "ETag", "Content-Disposition", "Location")
_UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
#: What is fresh each time: CSRF tokens, and the tokens that make a form count once.
_FRESH = (
    (re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*'), rb"\1-"),
    (re.compile(rb'(name="csrf-token" content=")[^"]*'), rb"\1-"),
    (re.compile(rb'(name="(?:token|key)" value=")' + _UUID), rb"\1-"),
)
EMPTY_PAGE = (
    b"\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
    b"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
    b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj\n"
    b"trailer <</Root 1 0 R/Size 4>>\n%%EOF\n"
)
#: The seal of a journal entry covers the entries before it; the column stands in the export alone.
_SEAL = re.compile(rb"(<is><t>)[0-9a-f]{64}(</t></is></c></row>)")
_MADE_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


class TooManyPages(AssertionError):
    """The crawl did not come to an end; what it has not seen it cannot compare."""


@dataclass(frozen=True)
class Page:
    url: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    #: Statements asked of the database: one more is a difference that a stop-watch may find (T6).
    queries: int = 0

    @property
    def kind(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]


def crawl(
    client,
    *,
    also: Iterable[str] = (),
    words: Sequence[str] = (),
    bound: int = BOUND,
    may_stop: bool = False,
) -> dict[str, Page]:
    """The normalised pages by address. ``also``: addresses no link leads to, such as that of the
    hidden thing; ``words`` are typed into every search field, such as its title."""
    waiting = deque(["/", *sorted(named_urls()), *also])
    seen, pages, tried = set(waiting), {}, set()
    while waiting:
        if len(pages) == bound:
            if may_stop:
                break
            raise TooManyPages(f"{bound} pages read, {len(waiting)} more: {[*waiting][:5]}")
        page = fetch(client, waiting.popleft())
        for url in _following(page, words, tried):
            if url not in seen:
                seen.add(url)
                waiting.append(url)
        pages[page.url] = normalise(page)
    return pages


def named_urls() -> Iterator[str]:
    """Every address of the URLconf that takes no parameter, log-out apart."""
    for name, _ in full_urls():
        with suppress(NoReverseMatch):
            if name not in ("organizations:logout", "set_language"):
                yield reverse(name)


def fetch(client, url: str) -> Page:
    part = url.startswith(PART)
    asked = Counted()
    with connection.execute_wrapper(asked), documents_unset():
        answer = client.get(url.removeprefix(PART), headers={"HX-Request": "true"} if part else {})
        body = answer.getvalue() if answer.streaming else answer.content
    kept = {name: answer[name] for name in HEADERS if answer.has_header(name)}
    return Page(url, answer.status_code, kept, body, asked.times)


def documents_unset():
    """What would be printed is not set meanwhile."""
    return mock.patch.object(pdf, "render", unset)


def unset(html: str, *, attachments=(), **_options) -> bytes:
    """A page that can be bound, and in its comment what would have been set."""
    words = b" ".join([html.encode(), *(each.content for each in attachments)])
    return b"%PDF-1.7\n%" + b" ".join(words.split()) + EMPTY_PAGE


class Counted:
    times = 0

    def __call__(self, execute, sql, params, many, context):
        self.times += 1
        return execute(sql, params, many, context)


def normalise(page: Page) -> Page:
    """Without what is fresh in each rendering; a workbook becomes its parts one after the other."""
    body = page.body
    if page.kind == XLSX:
        body = _parts(body, sealed="journal" in page.url)
    elif page.kind == "text/html":
        for pattern, instead in _FRESH:
            body = pattern.sub(instead, body)
    headers = dict(page.headers)
    if "Content-Length" in headers:
        headers["Content-Length"] = str(len(body))
    return replace(page, headers=headers, body=body)


def differences(first: dict[str, Page], second: dict[str, Page]) -> list[str]:
    """In words, one line each; empty where nobody could tell the two apart."""
    found = [f"{url}: only in the first" for url in first if url not in second]
    found += [f"{url}: only in the second" for url in second if url not in first]
    for url in first:
        if url in second:
            found += _unlike(url, first[url], second[url])
    return found


def _unlike(url: str, one: Page, other: Page) -> Iterator[str]:
    if one.status != other.status:
        yield f"{url}: status {one.status} | {other.status}"
    for name in sorted(one.headers.keys() | other.headers.keys()):
        if one.headers.get(name) != other.headers.get(name):
            yield f"{url}: {name} {one.headers.get(name)} | {other.headers.get(name)}"
    if one.body != other.body:
        yield f"{url}: {around(one.body, other.body)}"
    if one.queries != other.queries:
        yield f"{url}: {one.queries} | {other.queries} queries"


def around(one: bytes, other: bytes, width: int = 120) -> str:
    """Both texts about the first place where they part."""
    pairs = enumerate(zip(one, other, strict=False))
    at = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    start = max(at - width // 3, 0)
    cut = (text[start : start + width].decode(errors="replace") for text in (one, other))
    return f"byte {at}: " + " | ".join(repr(text) for text in cut)


def _parts(body: bytes, *, sealed: bool) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        parts = [f"{name}\n".encode() + book.read(name) for name in sorted(book.namelist())]
    whole = _MADE_AT.sub(rb"\1-", b"\n".join(parts))
    return _SEAL.sub(rb"\1-\2", whole) if sealed else whole


def _following(page: Page, words: Sequence[str], tried: set) -> Iterator[str]:
    base = page.url.removeprefix(PART)
    if location := page.headers.get("Location"):
        yield from _own(base, location)
    if page.kind != "text/html":
        return
    links = Links()
    links.feed(page.body.decode())
    for link in links.found:
        yield from _own(base, link)
    for link in links.parts:
        yield from (PART + url for url in _own(base, link))
    for form in links.forms:
        for url in _own(base, form.action or base):
            yield from _asked(url, form, words, tried)


def _own(base: str, link: str) -> Iterator[str]:
    """The address within the site, its query in one order; nothing for what lies elsewhere."""
    there = urlsplit(urldefrag(urljoin(f"http://{HOST}{base}", link)).url)
    elsewhere = there.scheme not in ("http", "https") or there.netloc != HOST
    static = there.path.startswith(f"/{settings.STATIC_URL.strip('/')}/")
    if not elsewhere and not static and there.path != reverse("organizations:logout"):
        query = urlencode(sorted(parse_qsl(there.query, keep_blank_values=True)))
        yield f"{there.path}?{query}" if query else there.path


def _asked(url: str, form: "Form", words: Sequence[str], tried: set) -> Iterator[str]:
    """The form as it stands, then each option of each select and each word in each text field,
    one at a time. The same choice on the same path is tried once, or filters would multiply."""
    path = url.partition("?")[0]
    choices = [(name, each) for name, options in form.selects.items() for each in options]
    choices += [(name, word) for name in form.texts for word in words]
    for name, value in [("", ""), *choices]:
        if (path, name, value) not in tried:
            tried.add((path, name, value))
            filled = form.filled | ({name: value} if name else {})
            yield f"{path}?{urlencode(sorted(filled.items()))}" if filled else path


@dataclass
class Form:
    action: str
    filled: dict[str, str] = field(default_factory=dict)
    selects: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


class Links(HTMLParser):
    """Addresses of links and htmx parts, and the GET forms of a page."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.parts: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.found.append(given["href"])
        for name in ("data-url", "src"):
            if name in given and tag != "script":
                self.found.append(given[name])
        if "hx-get" in given:
            self.parts.append(given["hx-get"])
        if tag == "form" and given.get("method", "get").lower() == "get":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None:
            self._fill(self._form, tag, given)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def _fill(self, form: Form, tag: str, given: dict[str, str]):
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "select" and name:
            self._select = name
            form.selects[name] = []
        elif tag == "option" and self._select:
            form.selects[self._select].append(value)
            if "selected" in given or self._select not in form.filled:
                form.filled[self._select] = value
        elif tag == "input" and name:
            self._input(form, name, value, given)

    @staticmethod
    def _input(form: Form, name: str, value: str, given: dict[str, str]):
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio"):
            form.selects.setdefault(name, []).append(value)
            if "checked" not in given:
                return
        elif kind in ("text", "search"):
            form.texts.append(name)
        if kind not in ("submit", "button", "image", "reset"):
            form.filled[name] = value
