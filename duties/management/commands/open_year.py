from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from duties.actions import obligations


class Command(BaseCommand):
    help = "生成某一年度的履职事项，可重复执行。/ Open a year; safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int)

    def handle(self, *, year, **options):
        if not 2018 <= year <= localdate().year + 1:
            raise CommandError(_("年度应在2018年和明年之间。"))
        opened = obligations.open_year(year=year, on=localdate(), say=self._say)
        self.stdout.write(
            _("%(year)d年：为%(posts)d个职务新增%(obligations)d项履职事项。")
            % {"year": year, "posts": opened.posts, "obligations": opened.obligations}
        )

    def _say(self, done: int, number: int) -> None:
        self.stderr.write(f"\r{done}/{number}", ending="\n" if done == number else "")
