"""Times the year-end report: one document in under two seconds (issue 2).

``python -m benchmarks.report [posts]`` takes posts out of the configured database, the
demo's after ``make run``, and ends with 1 when a document takes longer.
"""

import os
import sys
from datetime import date
from statistics import median
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from assessments import pdf, reporting
from duties.models import Obligation
from organizations.models import Post
from organizations.pdf import warm_up

LIMIT = 2.0


def main(posts: int = 5) -> int:
    begun = perf_counter()
    warm_up(pdf.STYLESHEETS)
    print(f"loading WeasyPrint and fonts, once a process: {perf_counter() - begun:.2f} s")
    samples = list(measured(posts))
    if not samples:
        print("No obligations in this database: run `make run` once, it loads the demo.")
        return 2
    print(f"one report: median {median(samples):.2f} s, slowest {max(samples):.2f} s")
    return int(max(samples) >= LIMIT)


def measured(posts: int):
    year = Obligation.objects.order_by("year").values_list("year", flat=True).first()
    if year is None:
        return
    found = list(reporting.owing(Post.objects.all(), year))
    reporting.count(found, year)
    for post in sorted(found, key=lambda post: -post.fulfilled)[:posts]:
        begun = perf_counter()
        report = reporting.read(post=post, year=year, on=date(year + 1, 1, 15))
        size = len(pdf.annual_report(report))
        seconds = perf_counter() - begun
        print(
            f"{seconds:6.2f} s {size // 1024:6d} KB  "
            f"{len(report.rows)} duties, {len(report.deeds)} records  {post}"
        )
        yield seconds


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
