import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language

from assessments import sampling
from assessments.models import Drawing


class Command(BaseCommand):
    help = "Draw again: every published draw, those of one inspection, or a downloaded file."

    def add_arguments(self, parser):
        parser.add_argument("inspection", nargs="?", help="key of one inspection (in its address)")
        parser.add_argument("--file", type=Path, help="a draw downloaded as JSON")

    def handle(self, *, inspection=None, file=None, **options):
        draws = [(str(file), _read(file))] if file else list(_stored(inspection))
        if not draws:
            raise CommandError("no published draw found / 没有已公布的抽取")
        wrong = 0
        for name, draw in draws:
            checked = sampling.verify(draw)
            wrong += not checked.fits
            said = checked.sentence.in_language(get_language())
            self.stdout.write(f"{'OK ' if checked.fits else '!! '} {name}: {said}")
        if wrong:
            raise CommandError(f"{wrong} of {len(draws)} draws do not fit / 抽取不符：{wrong}项")


def _stored(inspection):
    rows = Drawing.objects.filter(drawn__isnull=False).select_related("inspection")
    rows = rows.filter(inspection__published_at__isnull=False)
    if inspection:
        rows = rows.filter(inspection=inspection)
    for row in rows:
        yield f"{row.inspection.title} · {row.get_what_display()}", row.published


def _read(file: Path) -> sampling.Draw:
    try:
        return sampling.read(json.loads(file.read_text()))
    except (OSError, ValueError) as error:
        sentence = getattr(error, "sentence", None)
        said = sentence.in_language(get_language()) if sentence else str(error)
        raise CommandError(said) from error
