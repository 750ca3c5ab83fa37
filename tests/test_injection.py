"""RELIABILITY G5: 18 vectors in every field that reaches a PDF; none fetches, all are printed.

The papers are found by themselves: each function of a ``pdf`` module that takes one frozen
value. A new paper, and a new field of an old one, is attacked without another line here.
"""

import inspect
import re
from dataclasses import is_dataclass
from io import BytesIO
from typing import get_type_hints

import pikepdf
import pytest
import weasyprint

import accountability.pdf
import accountability.register_pdf
import assessments.pdf
import duties.pdf
from organizations import pdf
from tests.measuring import sheets
from tests.vectors import MARKUP, VECTORS, Filled

MODULES = (duties.pdf, assessments.pdf, accountability.pdf, accountability.register_pdf)


def papers():
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != module.__name__:
                continue
            hints = get_type_hints(function)
            kind = next(iter(hints.values()), None)
            if hints.get("return") is bytes and is_dataclass(kind):
                yield pytest.param(function, kind, id=f"{module.__name__}.{name}")


PAPERS = list(papers())


def attack(listener) -> str:
    url, _called, secret = listener
    return "法治" + MARKUP + "".join(VECTORS.values()).format(url=url, file=secret)


def compact(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


#: The data of a report, as it is attached by ourselves.
DATA = re.compile(r"report-\d{4}-[a-z-]+\.json")


def harmless(document: bytes, listener) -> None:
    """Nothing was called, nothing embedded but our own data, no secret within."""
    assert listener[1] == []
    with pikepdf.open(BytesIO(document)) as opened:
        assert all(DATA.fullmatch(name) for name in opened.attachments)
        streams = [each for each in opened.objects if isinstance(each, pikepdf.Stream)]
        assert not any(b"CANARY" in _bytes(each) for each in streams)


def _bytes(stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def test_the_papers_are_found():
    assert len(PAPERS) >= 8


@pytest.mark.parametrize(("paper", "kind"), PAPERS)
def test_whatever_is_typed_is_printed_and_nothing_is_fetched(paper, kind, listener):
    text = attack(listener)
    filled = Filled(text)
    document = paper(filled.of(kind))
    assert filled.count > 0
    harmless(document, listener)
    printed = re.sub(r"—\d+—", "", compact("".join(page.text for page in sheets(document))))
    assert compact(text) in printed


def test_the_index_of_a_case_file_too(listener):
    text = attack(listener)
    row = Filled(text).of(accountability.pdf.IndexRow)
    harmless(accountability.pdf.index(text, text, text, [row], "zh-hans"), listener)


@pytest.mark.parametrize("vector", VECTORS)
def test_unescaped_each_would_be_refused_or_ignored(vector, listener):
    """The second wall: even as markup of ours nothing is fetched."""
    url, called, secret = listener
    body = VECTORS[vector].format(url=url, file=secret)
    try:
        harmless(
            pdf.render(f"<html lang='zh'><body>{body}x</body></html>", stylesheets=()), listener
        )
    except pdf.FetchRefused:
        assert called == []


def test_the_vectors_bite_where_the_door_stands_open(listener):
    """The control: WeasyPrint by itself fetches for most of them."""
    url, called, secret = listener
    bitten = 0
    for vector in VECTORS.values():
        called.clear()
        html = f"<html><body>{vector.format(url=url, file=secret)}x</body></html>"
        document = weasyprint.HTML(string=html).write_pdf()
        with pikepdf.open(BytesIO(document)) as opened:
            bitten += bool(called or list(opened.attachments))
    assert bitten >= 14


def test_a_word_without_end_is_set(listener):
    """Longer than any field takes."""
    facts = Filled("A" * 5_000).of(accountability.pdf.Letter)
    printed = "".join(page.text for page in sheets(accountability.pdf.letter(facts)))
    assert printed.count("A") >= 5_000
