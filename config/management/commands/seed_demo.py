"""Fill an empty portal with demo data; the password is drawn anew and kept in var/."""

import secrets
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from config.demo import people, seed
from organizations.models import User

FILE = "demo-password"


class Command(BaseCommand):
    help = "演示数据：真实区划、以职务代称的人员、去年全年和今年至今的履职记录。"

    def handle(self, **options):
        if User.objects.exists():
            self.stdout.write("已有人员数据，不写入演示数据。/ People exist: nothing seeded.")
            return
        password = secrets.token_urlsafe(9)
        file = Path(settings.VAR_DIR) / FILE
        seed.run(password=password, on=timezone.localdate(), say=self.stdout.write)
        file.write_text(password)
        file.chmod(0o600)
        names = ", ".join(role.username for role in people.ROLES)
        self.stdout.write(f"演示账号 / demo log-ins: {names}\n密码 / password: {password}")
