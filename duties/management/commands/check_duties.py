from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context

import django
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from duties.actions import checks, proof
from duties.choices import Status
from duties.models import Obligation

#: Status changes printed one by one; a country's year end has millions.
SHOWN = 200


class Command(BaseCommand):
    help = "核验履职事项并列出状态变动。/ Check the duties and print what changed."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, help="as of this day (YYYY-MM-DD)")
        parser.add_argument(
            "--full", action="store_true", help="compare everything with the records, repair it"
        )
        parser.add_argument("--jobs", type=int, default=1, help="processes that share --full")

    def handle(self, *, on, full, jobs, **options):
        if jobs < 1:
            raise CommandError(_("--jobs 应为不小于1的整数。"))
        day = on or localdate()
        summary = self._full(day, jobs) if full else checks.run_due(on=day)
        for change in summary.changes[:SHOWN]:
            self.stdout.write(self._line(change))
        for key in summary.failed:
            self.stderr.write(_("履职事项%(key)s核验失败，详见日志。") % {"key": key})
        if not summary.changes:
            self.stdout.write(_("没有状态变动。"))
        elif summary.changed > SHOWN:
            self.stdout.write(_("……其余从略。"))
        self._conclude(day, summary, full)

    def _full(self, day: date, jobs: int) -> checks.Summary:
        """Every range, shared out over processes; each says when it is done."""
        total = checks.run_due(on=day)
        todo = proof.ranges()
        if jobs == 1:
            results = (proof.run_range(each, on=day) for each in todo)
            return self._collect(results, total, len(todo))
        connection.close()
        with ProcessPoolExecutor(
            jobs, mp_context=get_context("spawn"), initializer=django.setup
        ) as pool:
            work = [pool.submit(_prove, each, day) for each in todo]
            return self._collect((one.result() for one in work), total, len(todo))

    def _collect(self, results, total: checks.Summary, number: int) -> checks.Summary:
        for done, summary in enumerate(results, 1):
            total.add(summary)
            if number > 1:
                self.stderr.write(f"\r{done}/{number}", ending="\n" if done == number else "")
        return total

    def _conclude(self, day: date, summary: checks.Summary, full: bool) -> None:
        if full and not summary.written:
            self.stdout.write(
                _("%(day)s：全部%(count)d项与履职记录逐项比对一致，未作任何修改。")
                % {"day": day.isoformat(), "count": Obligation.objects.count()}
            )
            return
        self.stdout.write(
            _("%(day)s：核验%(looked)d项，变动%(changes)d项，发出提醒%(notices)d条。")
            % {
                "day": day.isoformat(),
                "looked": summary.looked,
                "changes": summary.changed,
                "notices": summary.notices,
            }
        )

    @staticmethod
    def _line(change) -> str:
        row = change.obligation
        before, after = Status(change.before).label, Status(change.after).label
        return f"{row.post} {row.requirement.code} {row.period_key}: {before} → {after}"


def _prove(each: proof.Range, day: date) -> checks.Summary:
    """In a process of its own, which has its own connection."""
    return proof.run_range(each, on=day)
