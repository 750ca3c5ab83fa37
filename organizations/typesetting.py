"""WeasyPrint, held short: reached only through ``organizations.pdf`` (which see)."""

import gc
import logging
import re
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from cssselect2 import ElementWrapper
from django.contrib.staticfiles import finders
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint import Attachment as Embedded
from weasyprint.pdf import VARIANTS, generate_pdf
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from organizations import justification, line_memory, page_tree, pdf, pdf_file, used_values

SCHEME = "app:"
#: Archival, tagged, and with room for the data behind what is printed (ISO 19005-3, level A).
VARIANT = "pdf/a-3a"
OPTIONS = DEFAULT_OPTIONS | {"pdf_variant": VARIANT} | VARIANTS[VARIANT][1]
#: What elements are, before any sheet of a document: a tenth of the browser's defaults that
#: WeasyPrint would match against every element.
DEFAULTS = "css/document-defaults.css"
#: Bold already, not to be made bolder.
BOLD_FAMILIES = ("DocumentTitle", "PortalTitle")
BOLD = " font-weight: bold;"
#: What is mended for lines to break well. A space that ends a paragraph is cut off: where the
#: paragraph just fills a line, WeasyPrint sends all but its first word to the next. A Chinese line
#: may end beside quotation marks: Unicode's rules, made for marks that look the same at both
#: ends, forbid it; a zero-width space allows it and is not printed.
BREAKS = (
    (re.compile(r"\s+(?=(?:</span>)?</(?:p|li|td|th|h[1-3])>)"), ""),
    (re.compile("(?<=[\u3001\u3002\u4e00-\u9fff，；：！？）》])“"), "\u200b“"),
    (re.compile("”(?=[\u4e00-\u9fff（《])"), "”\u200b"),
)
log = logging.getLogger(__name__)
#: Parts of WeasyPrint that are ours: where, by what name, what; and what was there before.
REPLACED = tuple(
    part
    for module in (justification, line_memory, used_values, pdf_file)
    for part in module.REPLACED
)
ORIGINALS = tuple((holder, name, getattr(holder, name)) for holder, name, _ in REPLACED)


def put(parts: tuple[tuple[object, str, object], ...]) -> None:
    for holder, name, part in parts:
        setattr(holder, name, part)


put(REPLACED)


class OurOwnOnly(URLFetcher):
    """Serves ``app:fonts/…`` and ``app:static/…css``; any other address ends the render.

    The handlers that could open a network address or a file of the host are never reached,
    since ``fetch`` does not call the parent's; redirects cannot occur either.
    """

    def __init__(self):
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.refused = []

    def fetch(self, url, headers=None):
        path = our_file(url)
        if path is None:
            self.refused.append(url)
            raise ValueError(f"refused: {url}")
        kind = "text/css" if path.suffix == ".css" else "font/otf"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


class Sheet(HTML):
    """A page of ours, whose elements start from ``DEFAULTS``."""

    def __init__(self, page: str, fetcher: URLFetcher):
        root = page_tree.tree(page)
        base = root.find(".//base")
        self.base_url = None if base is None else base.get("href")
        self.url_fetcher, self.media_type = fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root)
        self.etree_element = root

    def _ua_stylesheets(self, forms=False):
        return [_stylesheet(DEFAULTS, tuple(pdf.font_files()))]


def our_file(url: str) -> Path | None:
    """The file an ``app:`` address stands for, or None."""
    if not url.startswith(SCHEME):
        return None
    root, _, name = url.removeprefix(SCHEME).partition("/")
    if root == "fonts":
        return pdf.font_files().get(name)
    if root == "static" and name.endswith(".css") and ".." not in name.split("/"):
        found = finders.find(name)
        return Path(found) if found else None
    return None


def prepare(stylesheets: tuple[str, ...]) -> tuple[tuple[str, ...], list[CSS]]:
    """The families we load from files, and all stylesheets parsed (once)."""
    families = tuple(pdf.font_files())
    return families, [_faces(families), *(_stylesheet(name, families) for name in stylesheets)]


def typeset(
    html: str,
    stylesheets: tuple[str, ...],
    roles: frozenset[str],
    attachments: tuple[pdf.Attachment, ...],
) -> bytes:
    fetcher = OurOwnOnly()
    try:
        with _without_collector():
            result, used, missing = _set(html, stylesheets, fetcher, attachments)
    except FatalURLFetchingError as error:  # a BaseException: nothing inside may swallow it
        raise pdf.FetchRefused(str(error)) from error
    if fetcher.refused:  # … and yet the drawing of an SVG does
        raise pdf.FetchRefused(", ".join(fetcher.refused))
    _require_fonts(used, roles)
    _tell_boxes(missing)
    return result


def _set(html, stylesheets, fetcher, attachments) -> tuple[bytes, set[str], set[int]]:
    """The file, the families it was set in, the characters that none of them has."""
    families, sheets = prepare(stylesheets)
    source = Sheet(_with_breaks(html), fetcher)
    document = source.render(font_config=_configuration(families), stylesheets=sheets)
    document.metadata.attachments += [_embedded(each) for each in attachments]
    drawn = generate_pdf(document, None, 1, **OPTIONS)
    result = pdf_file.written(drawn, OPTIONS["pdf_version"])
    fonts = document.fonts.values()
    return (
        result,
        {font.family for font in fonts},
        {sign for font in fonts for sign in font.missing},
    )


def _embedded(attachment: pdf.Attachment) -> Embedded:
    noon = datetime.combine(attachment.day, time(12), UTC)
    return Embedded(
        file_obj=BytesIO(attachment.content), name=attachment.name,
        description=attachment.description, created=noon, modified=noon,
        relationship="Data", url_fetcher=OurOwnOnly(),
    )  # fmt: skip


@contextmanager
def _without_collector():
    """A document is a heap of live objects: walking it again and again took an eighth.

    Once it is out of reach the first, cheapest round takes all of it; none of it grows old.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _with_breaks(html: str) -> str:
    head, body, rest = html.partition("<body")
    for place, allowed in BREAKS:
        rest = place.sub(allowed, rest)
    return head + body + rest


def _require_fonts(used: set[str], roles: frozenset[str]) -> None:
    """WeasyPrint falls back in silence where a font is missing: look at what it really used."""
    absent = sorted(role for role in roles if not used & set(pdf.ROLES[role]))
    if absent:
        wanted = (" / ".join(pdf.ROLES[role]) for role in absent)
        raise pdf.MissingFont(", ".join(wanted))
    others = used - {family for families in pdf.ROLES.values() for family in families}
    if others:
        log.warning("fonts outside the official format: %s", ", ".join(sorted(others)))


def _tell_boxes(missing: set[int]) -> None:
    """A character that no font has is printed as a box: the operator is told which."""
    if missing:
        found = " ".join(f"{chr(sign)} U+{sign:04X}" for sign in sorted(missing))
        log.warning("characters that no font has, printed as boxes: %s", found)


@lru_cache
def _configuration(families: tuple[str, ...]) -> FontConfiguration:
    """Reused by all documents: loading the system's fonts again changes nothing."""
    return FontConfiguration()


@lru_cache
def _faces(families: tuple[str, ...]) -> CSS:
    rules = "".join(
        f'@font-face {{ font-family: "{family}"; src: url("{SCHEME}fonts/{family}");'
        f"{BOLD if family in BOLD_FAMILIES else ''} }}\n"
        for family in families
    )
    return _parsed(rules, f"{SCHEME}static/", families)


@lru_cache
def _stylesheet(name: str, families: tuple[str, ...]) -> CSS:
    address = f"{SCHEME}static/{name}"
    path = our_file(address)
    if path is None:
        raise pdf.PdfError(f"no such stylesheet: {name}")
    return _parsed(path.read_text(encoding="utf-8"), address, families)


def _parsed(text: str, base_url: str, families: tuple[str, ...]) -> CSS:
    return CSS(
        string=text,
        base_url=base_url,
        url_fetcher=OurOwnOnly(),
        font_config=_configuration(families),
    )
