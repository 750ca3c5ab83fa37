from datetime import date

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from duties.actions import checks
from duties.choices import Status


class Command(BaseCommand):
    help = "核验履职事项并列出状态变动。/ Check the duties and print what changed."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, help="as of this day (YYYY-MM-DD)")
        parser.add_argument(
            "--full", action="store_true", help="judge everything again from the records"
        )

    def handle(self, *, on, full, **options):
        day = on or localdate()
        summary = checks.run_full(on=day) if full else checks.run_due(on=day)
        for change in summary.changes:
            self.stdout.write(self._line(change))
        for key in summary.failed:
            self.stderr.write(_("履职事项%(key)s核验失败，详见日志。") % {"key": key})
        if not summary.changes:
            self.stdout.write(_("没有状态变动。"))
        self.stdout.write(
            _("%(day)s：核验%(looked)d项，变动%(changes)d项，发出提醒%(notices)d条。")
            % {
                "day": day.isoformat(),
                "looked": summary.looked,
                "changes": len(summary.changes),
                "notices": summary.notices,
            }
        )

    @staticmethod
    def _line(change) -> str:
        row = change.obligation
        before, after = Status(change.before).label, Status(change.after).label
        return f"{row.post} {row.requirement.code} {row.period_key}: {before} → {after}"
