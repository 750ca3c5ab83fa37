"""The wrapper round WeasyPrint: nothing is fetched, nothing is substituted in silence."""

import http.server
import re
import subprocess
import threading

import pytest

from organizations import pdf

SHEETS = ("css/document.css",)
PROSE = "全面推进依法治县，主持召开会议，研究解决“重大问题”（2026年3月12日），督促落实。" * 30


def page(body: str, head: str = "") -> str:
    head = f'<meta charset="utf-8">{head}'
    return f'<html lang="zh-CN"><head>{head}</head><body>{body}</body></html>'


def prose(text: str = PROSE) -> bytes:
    html = page(f'<article class="document"><p><span>{text}</span></p></article>')
    return pdf.render(html, stylesheets=SHEETS, roles=("fangsong",))


def lines_of(document: bytes, tmp_path) -> list[tuple[float, float, float, str]]:
    """Left edge, right edge (mm), baseline box's bottom (pt) and text of each line of page 1."""
    file = tmp_path / "document.pdf"
    file.write_bytes(document)
    command = ["pdftotext", "-bbox-layout", "-f", "1", "-l", "1", str(file), "-"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pattern = r'<line xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</line>'
    mm = 25.4 / 72
    return [
        (float(left) * mm, float(right) * mm, float(bottom), _words(inner))
        for left, right, bottom, inner in re.findall(pattern, found, re.DOTALL)
    ]


def _words(inner: str) -> str:
    return "".join(re.findall(r">([^<]*)</word>", inner))


@pytest.fixture
def listener():
    """An address that must never be called."""
    called = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            called.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/x", called
    server.shutdown()
    server.server_close()


VECTORS = {
    "img": ("", '<img src="{url}">'),
    "stylesheet": ('<link rel="stylesheet" href="{url}">', ""),
    "import": ('<style>@import "{url}";</style>', ""),
    "background": ("", '<p style="background:url({url})">x</p>'),
    "font-face": ("<style>@font-face{{font-family:f;src:url({url})}}</style>", ""),
    "attachment": ('<link rel="attachment" href="{url}">', ""),
    "anchor attachment": ("", '<a rel="attachment" href="{url}">x</a>'),
    "svg image": (
        "",
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<image href="{url}" width="9" height="9"/></svg>',
    ),
    "object": ("", '<object data="{url}"></object>'),
    "embed": ("", '<embed src="{url}">'),
    "content": ("<style>p::before{{content:url({url})}}</style>", "<p>x</p>"),
    "list-style": ("", '<ul style="list-style-image:url({url})"><li>x</ul>'),
    "base": ('<base href="{url}">', '<img src="y.png">'),
    "border-image": ("", '<p style="border:1px solid;border-image:url({url}) 1">x</p>'),
}
SCHEMES = ("http", "file", "data", "app")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("vector", VECTORS)
def test_no_vector_fetches_anything(vector, scheme, listener, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY")
    url, called = listener
    address = {
        "http": url,
        "file": secret.as_uri(),
        "data": "data:text/css,p{color:red}",
        "app": "app:static/../settings.css",
    }[scheme]
    head, body = (part.format(url=address) for part in VECTORS[vector])
    with pytest.raises(pdf.FetchRefused):
        pdf.render(page(body, head), stylesheets=())
    assert called == []


def test_our_own_stylesheet_and_fonts_are_served(tmp_path):
    assert prose().startswith(b"%PDF-")


def test_a_stylesheet_we_do_not_have_is_an_error():
    with pytest.raises(pdf.PdfError):
        pdf.render(page("x"), stylesheets=("css/none.css",))


def test_a_missing_font_is_an_error_and_not_another_font(settings, tmp_path):
    settings.FONT_DIRS = [tmp_path]
    with pytest.raises(pdf.MissingFont, match="PortalFang"):
        prose()


def test_a_page_holds_22_lines_of_28_characters(tmp_path):
    lines = lines_of(prose("法" * 1400), tmp_path)
    body = [text for _, _, _, text in lines if "—" not in text]
    assert len(body) == 22
    assert [len(text) for text in body] == [26] + [28] * 21


def test_lines_fill_the_type_area_from_edge_to_edge(tmp_path):
    """Fails when a new WeasyPrint no longer takes our justification."""
    body = [line for line in lines_of(prose(), tmp_path) if "—" not in line[3]]
    lefts = {round(left) for left, _, _, _ in body[1:]}
    assert lefts <= {28, 30}  # 30: a line that begins with an opening bracket
    assert all(183.3 <= right <= 184.5 for _, right, _, _ in body), body


def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(tmp_path):
    for _, _, _, text in lines_of(prose(), tmp_path):
        assert text[0] not in "，。；：、！？）》】”’"
        assert text[-1] not in "（《【“‘"


def test_the_same_text_gives_the_same_bytes():
    assert prose() == prose()
