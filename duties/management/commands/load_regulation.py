from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duties import catalogue
from duties.actions import regulations


class Command(BaseCommand):
    help = "Load a regulation from its file; shows each change before it writes."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check and show, write nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask before changing")

    def handle(self, *, file, dry_run, yes, **options):
        data = self._read(file)
        on = localdate()
        changes = regulations.load(data=data, by=None, on=on, dry_run=True)
        for change in changes:
            self.stdout.write(change.said.in_language(get_language()))
        self.stdout.write(
            _("%(code)s：%(clauses)d条款，%(requirements)d项要求，%(changes)d处变动。")
            % {
                "code": data.code,
                "clauses": len(data.clauses),
                "requirements": len(data.requirements),
                "changes": len(changes),
            }
        )
        if dry_run or not changes:
            return
        if regulations.is_loaded(code=data.code) and not yes and not self._agreed():
            raise CommandError(_("未写入。"))
        regulations.load(data=data, by=None, on=on)
        self.stdout.write(self.style.SUCCESS(_("已写入。")))

    def _read(self, file: Path) -> catalogue.RegulationData:
        try:
            return catalogue.parse(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except catalogue.CatalogueErrors as error:
            lines = [one.said.in_language(get_language()) for one in error.errors]
            raise CommandError("\n".join([f"{file}:", *lines])) from error

    def _agreed(self) -> bool:
        """Without a terminal nobody can agree: then ``--yes`` is needed."""
        try:
            return input(_("写入以上变动？[y/N] ")).strip().lower() in ("y", "yes", "是")
        except EOFError:
            return False
