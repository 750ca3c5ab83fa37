from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from duties.actions import recount
from duties.models import Ledger


class Command(BaseCommand):
    help = "将看板汇总与履职事项重新清点比对。/ Recount the dashboard's summaries."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="write what was counted")

    def handle(self, *, repair, **options):
        wrong = 0
        for year in Ledger.objects.order_by("year").values_list("year", flat=True).distinct():
            found = recount.differences(year)
            wrong += len(found)
            for path, key, kept, counted in found:
                self.stdout.write(f"{path} {' '.join(map(str, key))}: {kept} → {counted}")
            if found and repair:
                recount.rebuild(year=year)
        if not wrong:
            self.stdout.write(_("汇总与逐项清点一致。"))
        elif repair:
            self.stdout.write(_("%(count)d处汇总有误，已重新清点。") % {"count": wrong})
        else:
            raise CommandError(
                _("%(count)d处汇总有误，请加 --repair 重新清点。") % {"count": wrong}
            )
