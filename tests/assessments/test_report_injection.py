"""Whatever is typed into a report stays words: on the page and in the PDF (RELIABILITY T25, T26)."""

import re
import subprocess
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pikepdf
import pytest
from django.urls import reverse

from assessments import pdf, reporting
from assessments.actions import reports
from assessments.models import AnnualReport
from duties.actions import obligations
from tests.cast import ON, make_requirement, noon
from tests.handing_in import hand_in, set_term

pytestmark = pytest.mark.django_db
FETCHING = (
    '<img src="{0}">', '<link rel=stylesheet href="{0}">', "<style>@import '{0}'</style>",
    '<div style="background:url({0})">', "<style>@font-face{{font-family:x;src:url({0})}}</style>",
    '<link rel=attachment href="{0}">', '<link rel=attachment href="file:///etc/passwd">',
    '<a rel=attachment href="{0}">', '<svg><image href="{0}"/></svg>', '<svg><use href="{0}#a"/></svg>',
    '<object data="{0}">', '<embed src="{0}">', "<style>p::after{{content:url({0})}}</style>",
    '<ul style="list-style:url({0})">', '<img src="{0}?302">', '<base href="{0}">',
    '<link rel=icon href="{0}">', '<div style="border-image:url({0})">',
)  # fmt: skip
WORDS = (
    "{{7*7}}", "{% debug %}", "</td></table>", "<style>*{display:none}</style>",
    "<script>alert(1)</script>", "--pagedjs", "<p style='width:1e9px'>", "&lt;b&gt;", "x" * 1500,
)  # fmt: skip


@pytest.fixture
def listener():
    """Counts every request that reaches this machine."""
    asked = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Counting)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/canary", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def seat(post, official, liaison, overseer):
    make_requirement("15.2/1")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    return post.appointments.get()


PLACES = ("opening", "study", "article-15", "inspections", "problems", "causes", "plans")


def test_nothing_is_fetched_and_every_word_is_printed(seat, listener, tmp_path):
    """All vectors in all places at once: 0 requests, 0 attachments of theirs, the text literal."""
    address, asked = listener
    hostile = [each.format(address) for each in FETCHING] + list(WORDS)
    said = dict.fromkeys(PLACES, "")
    for number, vector in enumerate(hostile):
        place = PLACES[number % len(PLACES)]
        said[place] = f"{said[place]}\n{vector}"
    report = AnnualReport(post=seat.post, appointment=seat, year=2026, narrative=said)
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf.annual_report(reporting.read_for(report, on=ON)))
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True).stdout
    printed = re.sub(r"—\d+—", "", re.sub(r"[\s\u200b]", "", text))
    missing = [each for each in hostile if re.sub(r"\s", "", each) not in printed]
    assert missing == []
    assert asked == []
    with pikepdf.open(file) as book:
        assert [name for name in book.attachments if not name.startswith("report-")] == []


def test_the_pages_show_it_as_words(seat, client, overseer):
    set_term(overseer.unit, overseer)
    hostile = "\n".join([*(each.format("http://x.invalid/") for each in FETCHING), *WORDS[:-1]])
    frozen = hand_in(seat, plans=hostile[:1900])
    client.force_login(overseer)
    with noon(ON):
        page = client.get(reverse("assessments:annual_report", args=[seat.pk, 2026]))
        for form in ("return", "evaluate"):
            said = {"edition": 0, "version": 1, "reason": "<script>x</script>" * 40,
                    "note": "<script>x</script>" * 40, "grade": ""}  # fmt: skip
            answer = client.post(
                reverse(f"assessments:annual_report_{form}", args=[seat.pk, 2026]), said
            )
            assert "<script>x" not in answer.content.decode()
    body = page.content.decode()
    assert "<script>alert" not in body and 'src="http://x.invalid/"' not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    reports.send_back(report=frozen.report, edition=2, reason="<b>退</b>", by=overseer, on=ON)
    with noon(ON):
        client.force_login(seat.person)
        page = client.get(reverse("assessments:annual_report", args=[seat.pk, 2026]))
    assert "&lt;b&gt;退&lt;/b&gt;" in page.content.decode()
