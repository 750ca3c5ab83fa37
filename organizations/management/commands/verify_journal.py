"""Is the journal's chain whole? Prints the first broken entry and exits with 1 if not."""

from django.core.management.base import BaseCommand, CommandError

from organizations.actions import journal
from organizations.models import JournalEntry


class Command(BaseCommand):
    help = "校验操作日志的哈希链是否完整。"

    def handle(self, **options):
        broken = journal.first_broken()
        if broken is not None:
            raise CommandError(
                f"日志链在第{broken.pk}条断裂。/ The chain breaks at entry {broken.pk}."
            )
        count = JournalEntry.objects.count()
        self.stdout.write(f"日志链完整，共{count}条。/ The chain is whole: {count} entries.")
