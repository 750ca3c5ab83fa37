"""WeasyPrint, held short: reached only through ``organizations.pdf`` (which see)."""

import logging
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from organizations import justification, pdf

SCHEME = "app:"
#: Figures and Latin letters come from the Song face that follows in every stack: those of
#: FandolFang are too heavy for its Chinese.
HAN_ONLY = " unicode-range: U+2010-2027, U+2030-205E, U+2460-10FFFF;"
log = logging.getLogger(__name__)
#: Reused by all documents: loading the system's fonts again costs time and changes nothing.
font_configuration = FontConfiguration()
justification.install()


class OurOwnOnly(URLFetcher):
    """Serves ``app:fonts/…`` and ``app:static/…css``; any other address ends the render.

    The handlers that could open a network address or a file of the host are never reached,
    since ``fetch`` does not call the parent's; redirects cannot occur either.
    """

    def __init__(self):
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url, headers=None):
        path = our_file(url)
        if path is None:
            raise ValueError(f"refused: {url}")
        kind = {".css": "text/css"}.get(path.suffix, "font/otf")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def our_file(url: str) -> Path | None:
    """The file an ``app:`` address stands for, or None."""
    if not url.startswith(SCHEME):
        return None
    root, _, name = url.removeprefix(SCHEME).partition("/")
    if root == "fonts":
        return pdf.font_file(name)
    if root == "static" and name.endswith(".css") and ".." not in name:
        found = finders.find(name)
        return Path(found) if found else None
    return None


def typeset(html: str, stylesheets: tuple[str, ...], fonts: frozenset[str]) -> bytes:
    sheets = [_faces(tuple(pdf.faces().items())), *map(_stylesheet, stylesheets)]
    try:
        source = HTML(string=html, url_fetcher=OurOwnOnly())
        document = source.render(font_config=font_configuration, stylesheets=sheets)
        result = document.write_pdf(pdf_tags=True)
    except FatalURLFetchingError as error:  # a BaseException: nothing inside may swallow it
        raise pdf.FetchRefused(str(error)) from error
    _require_fonts({font.family for font in document.fonts.values()}, fonts)
    return result


def _require_fonts(used: set[str], fonts: frozenset[str]) -> None:
    """WeasyPrint falls back in silence where a font is missing: look at what it really used."""
    absent = sorted(role for role in fonts if not used & set(pdf.ROLES[role]))
    if absent:
        raise pdf.MissingFont(", ".join(absent))
    others = used - {family for families in pdf.ROLES.values() for family in families}
    if others:
        log.warning("fonts outside the official format: %s", ", ".join(sorted(others)))


@lru_cache
def _faces(families: tuple[tuple[str, str], ...]) -> CSS:
    rules = "".join(
        f'@font-face {{ font-family: "{family}"; src: url("{SCHEME}fonts/{name}");{HAN_ONLY} }}\n'
        for family, name in families
    )
    return _parsed(rules, f"{SCHEME}static/")


@lru_cache
def _stylesheet(name: str) -> CSS:
    path = our_file(f"{SCHEME}static/{name}")
    if path is None:
        raise pdf.PdfError(f"no such stylesheet: {name}")
    return _parsed(path.read_text(), f"{SCHEME}static/{name}")


def _parsed(text: str, base_url: str) -> CSS:
    return CSS(
        string=text,
        base_url=base_url,
        url_fetcher=OurOwnOnly(),
        font_config=font_configuration,
    )
