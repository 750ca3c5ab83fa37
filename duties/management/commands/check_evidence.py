from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from duties.actions import likeness


class Command(BaseCommand):
    help = "比对佐证材料，找出雷同和近似。/ Hold evidence against other evidence."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="read and pair everything anew")

    def handle(self, *, again, **options):
        if again:
            likeness.begin_again()
        done = likeness.run_all(at=timezone.now(), say=self._say)
        self.stdout.write(
            _(
                "读取%(read)d份（另有%(unreadable)d份无法读取），比对%(paired)d份，发现雷同%(found)d处。"
            )
            % {
                "read": done.read,
                "unreadable": done.unreadable,
                "paired": done.paired,
                "found": done.found,
            }
        )

    def _say(self, done: int, number: int) -> None:
        self.stderr.write(f"\r{done}/{number}", ending="\n" if done == number else "")
