"""How fast the year-end report is set, beside WeasyPrint as it comes and beside Chromium.

``python -m benchmarks.typesetting`` takes the fullest reports out of the configured database (the
demo's after ``make run``), sets each the same number of times by every engine in turn, and writes
``benchmarks/typesetting.md``.

* *portal*: ``organizations.pdf``, as users get it.
* *WeasyPrint untuned*: the same words and sheet, tagged too, with the fonts as Debian has them, its
  own defaults, a fresh font configuration a document, and columns as wide as their contents ask.
* *Chromium*: one warm headless browser that prints the same page with the same sheet and fonts,
  once with the fonts as Debian has them and once with those that we cut.
"""

import os
import re
import tempfile
from datetime import date
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
django.setup()

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import sync_playwright
from weasyprint import CSS, HTML
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration

from assessments import reporting
from benchmarks.timing import medians
from duties.models import Obligation
from organizations import justification, pdf
from organizations.models import Post

DOCUMENTS, ROUNDS = 6, 3
OUT = Path(__file__).with_name("typesetting.md")
SHEET = Path(finders.find("css/document.css"))
#: Ours, cut from Noto: "as Debian has them" is without them.
CUT = "Portal"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
         "--disable-component-update", "--disable-sync", "--allow-file-access-from-files"]  # fmt: skip


def main() -> None:
    pages = written()
    pdf.warm_up(pdf.OFFICIAL)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        tab = browser.new_page()
        engines = {
            "portal": lambda html, number: portal(html),
            "WeasyPrint untuned": lambda html, number: untuned(html),
            "Chromium, fonts of Debian": printer(tab, pages, Path(folder, "whole"), False),
            "Chromium, fonts cut": printer(tab, pages, Path(folder, "cut"), True),
        }
        for engine in engines.values():
            engine(pages[0], 0)
        found = [
            medians(
                ROUNDS, **{name: bound(engine, html, number) for name, engine in engines.items()}
            )
            for number, html in enumerate(pages)
        ]
        sizes = {name: len(engine(pages[0], 0)) // 1024 for name, engine in engines.items()}
        browser.close()
    report(found, sizes)


def bound(engine, html: str, number: int):
    def run() -> None:
        engine(html, number)

    return run


def written() -> list[str]:
    """The reports as HTML: reading the database and filling the templates is not measured."""
    year = Obligation.objects.order_by("year").values_list("year", flat=True).first()
    posts = list(reporting.owing(Post.objects.all(), year))
    reporting.count(posts, year)
    fullest = sorted(posts, key=lambda post: (-post.fulfilled, post.pk))[:DOCUMENTS]
    pages = []
    for post in fullest:
        facts = reporting.read(post=post, year=year, on=date(year + 1, 1, 15))
        with translation.override(facts.language):
            pages.append(render_to_string("assessments/report_pdf.html", {"report": facts}))
    return pages


def portal(html: str) -> bytes:
    inline.justify_line = justification.justify_line
    return pdf.official(html, "zh-hans")


def untuned(html: str) -> bytes:
    justification_of_weasyprint()
    fonts = FontConfiguration()
    plain = re.sub(r"\.document-\w+ col:nth-child[^\n]*\n", "", SHEET.read_text())
    sheets = [faces(False), plain.replace("table-layout: fixed;", "")]
    parsed = [CSS(string=sheet, font_config=fonts) for sheet in sheets]
    return HTML(string=html).write_pdf(stylesheets=parsed, font_config=fonts, pdf_tags=True)


def justification_of_weasyprint() -> None:
    inline.justify_line = justification._by_spaces


def faces(cut: bool) -> str:
    """The fonts that are loaded from files, by their place on this machine."""
    files = {name: file for name, file in pdf.font_files().items() if cut or CUT not in name}
    return "".join(
        f'@font-face {{ font-family: "{name}"; src: url("file://{file}"); }}'
        for name, file in files.items()
    )


def printer(tab, pages: list[str], folder: Path, cut: bool):
    """Prints the page of a number; the pages lie in ``folder``, each with the same sheet."""
    folder.mkdir()
    head = f'<style>{faces(cut)}</style><link rel="stylesheet" href="file://{SHEET}"></head>'
    for number, html in enumerate(pages):
        Path(folder, f"{number}.html").write_text(html.replace("</head>", head))

    def engine(html: str, number: int) -> bytes:
        tab.goto(f"file://{folder}/{number}.html")
        return tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True)

    return engine


def report(found: list[dict[str, float]], sizes: dict[str, int]) -> None:
    names = list(found[0])
    ours = sum(each["portal"] for each in found)
    lines = [
        "## Setting the year-end report", "",
        f"The {len(found)} fullest reports of the demo, {ROUNDS} rounds, engines in turn on one core "
        "and one machine; HTML in, PDF out. `.venv/bin/python -m benchmarks.typesetting` measures again.",
        "", "| engine | seconds a report | the portal takes of it | KiB |", "|---|---|---|---|",
    ]  # fmt: skip
    for name in names:
        seconds = sum(each[name] for each in found)
        lines.append(
            f"| {name} | {seconds / len(found):.2f} | {ours / seconds:.2f} | {sizes[name]} |"
        )
    print(*lines, sep="\n")
    OUT.write_text("\n".join([*lines, "", *NOTES, ""]), encoding="utf-8")


NOTES = [
    "**What to read from it.** The goal of 0.55 of WeasyPrint untuned is reached, that of 0.8 "
    "of Chromium is not. The portal's document is tagged, archival (PDF/A-3a) and justified "
    "to both edges; Chromium's is tagged and neither archival nor on the grid. Chromium lays "
    "out in C++, in processes of its own, and is faster still with the cut fonts, because of "
    "Noto's outlines it makes Type 3 fonts. Tried without gain: TrueType outlines, separate "
    "borders; with loss: no tags (8 % faster, no level A), another HTML parser (4 % faster, "
    "spoils SVG).",
]


if __name__ == "__main__":
    main()
