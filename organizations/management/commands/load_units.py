from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organizations import divisions
from organizations.actions import divisions as loading


class Command(BaseCommand):
    help = "Create the administrative divisions of a file, each with its two posts."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--update", action="store_true", help="also take over names that differ"
        )

    def handle(self, *, file, update, **options):
        try:
            wanted = divisions.parse(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, divisions.DivisionError) as error:
            raise CommandError(f"{file}: {error}") from error
        changes = loading.load(divisions=wanted, by=None, on=localdate(), update=update)
        said = {
            "insert": _("新增"), "update": pgettext("difference", "修改"),
            "differs": _("不一致，保留原值"),
        }  # fmt: skip
        for change in changes:
            self.stdout.write(f"{said[change.verb]} {change.code} {change.detail}")
        self.stdout.write(
            _("%(units)d个单位，%(changes)d处变动。")
            % {
                "units": len(wanted),
                "changes": sum(change.verb != "differs" for change in changes),
            }
        )
