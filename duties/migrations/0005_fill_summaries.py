"""Ledgers and summaries of portals that were opened before there were any."""

from django.db import migrations
from django.db.models import Count, F, Q
from django.db.models.functions import Substr

STEP = 4
STATUSES = ("open", "partial", "met", "met_late", "missed", "waived")


def fill(apps, schema_editor):
    Obligation = apps.get_model("duties", "Obligation")
    for year in Obligation.objects.order_by("year").values_list("year", flat=True).distinct():
        rows = Obligation.objects.filter(year=year).order_by()
        _ledgers(apps, rows, year)
        units = list(apps.get_model("organizations", "Unit").objects.values("pk", "path", "depth"))
        for depth in range(1, max(unit["depth"] for unit in units)):
            keys = {unit["path"]: unit["pk"] for unit in units if unit["depth"] == depth}
            below = rows.filter(post__unit__depth__gt=depth).annotate(
                above=Substr("post__unit__path", 1, depth * STEP)
            )
            _tallies(apps, below, keys, year)
            _headcounts(apps, below, keys, year)


def _ledgers(apps, rows, year):
    Ledger = apps.get_model("duties", "Ledger")
    owed = rows.values_list("post").annotate(owed=Count("pk"))
    Ledger.objects.bulk_create(
        (Ledger(post_id=post, year=year, inputs="", owed=number) for post, number in owed),
        batch_size=1000,
    )


def _tallies(apps, below, keys, year):
    Tally = apps.get_model("duties", "Tally")
    groups = below.values(
        "above", "due_on", track=F("requirement__clause__track"),
        article=F("requirement__clause__article"), code=F("requirement__code"),
    )
    sums = {f"in_{status}": Count("pk", filter=Q(status=status)) for status in STATUSES}
    Tally.objects.bulk_create(
        (
            Tally(
                unit_id=keys[row["above"]], year=year, track=row["track"],
                article=row["article"], code=row["code"], due_on=row["due_on"],
                **{status: row[f"in_{status}"] for status in STATUSES},
            )
            for row in groups.annotate(**sums)
        ),
        batch_size=1000,
    )


def _headcounts(apps, below, keys, year):
    Headcount = apps.get_model("duties", "Headcount")
    groups = below.values_list("above", "post__track", "post__unit__level")
    Headcount.objects.bulk_create(
        Headcount(unit_id=keys[above], year=year, track=track, level=level, posts=posts)
        for above, track, level, posts in groups.annotate(n=Count("post", distinct=True))
    )


class Migration(migrations.Migration):
    dependencies = [("duties", "0004_recurring_checks")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
