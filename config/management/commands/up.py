"""Serve the portal: broker, web, Celery worker and beat under one supervisor."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import broker
from config.demo import people
from config.management.commands.seed_demo import FILE
from config.supervisor import Child, Supervisor


class Command(BaseCommand):
    help = "启动平台：消息队列、网页、后台任务和定时任务。Ctrl-C 全部停止。"

    def handle(self, **options):
        children, env = self._broker()
        self._refuse_taken_port()
        children += [Child(name, command, env) for name, command in self._commands()]
        self._welcome()
        code = Supervisor(children, self.stdout.write).run()
        self.stdout.write("已停止。/ Stopped.")
        sys.exit(code)

    def _broker(self) -> tuple[list[Child], dict[str, str]]:
        """The embedded broker, unless REDIS_URL names another."""
        if settings.ENV["REDIS_URL"]:
            return [], {}
        port = broker.free_port()
        folder = Path(settings.VAR_DIR) / "broker"
        child = Child("broker", broker.command(port, folder))
        settings.BROKER_URL_FILE.write_text(broker.url(port))
        return [child], {"REDIS_URL": broker.url(port)}

    def _commands(self) -> list[tuple[str, list[str]]]:
        python, env = sys.executable, settings.ENV
        calm = ["-W", "ignore:You're running the worker"]
        celery = [python, *calm, "-m", "celery", "--quiet", "-A", "config"]
        web = [
            python, "-m", "gunicorn", "config.wsgi", "--config", "python:config.gunicorn",
            "--bind", f"{env['BIND']}:{env['PORT']}", "--workers", str(env["WEB_WORKERS"]),
        ]  # fmt: skip
        worker = [*celery, "worker", "--pool", "threads", "-c", str(env["TASK_THREADS"])]
        return [
            ("web", web),
            ("worker", [*worker, "--loglevel", "warning", "--without-mingle"]),
            ("beat", [*celery, "beat", "--loglevel", "warning", "--pidfile", ""]),
        ]

    def _refuse_taken_port(self) -> None:
        if not broker.is_free(settings.ENV["BIND"], settings.ENV["PORT"]):
            port = settings.ENV["PORT"]
            raise CommandError(
                f"端口 {port} 已被占用，请用 PORT=8001 make run 换一个端口。\n"
                f"Port {port} is taken; try PORT=8001 make run."
            )

    def _welcome(self) -> None:
        say = self.stdout.write
        say(f"\n  {settings.PORTAL_NAME}  http://{settings.ENV['BIND']}:{settings.ENV['PORT']}/\n")
        file = Path(settings.VAR_DIR) / FILE
        if file.exists():
            password = file.read_text()
            say(f"  演示账号 demo log-ins · 口令 password: {password}")
            for role in people.ROLES:
                say(f"    {role.username:<14} {role.name_zh}  {role.name_en}")
        say("\n  Ctrl-C 停止 / to stop\n")
        self.stdout.flush()
