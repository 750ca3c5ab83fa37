"""The two accounts a fresh production needs; everything else they do in the browser."""

import secrets

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from organizations.actions import grants, people
from organizations.models import Unit, User

FIRST = (
    ("administrator", "系统管理员", "System administrator", "administer"),
    ("grantor", "授权管理员", "Permission administrator", "grant"),
)


class Command(BaseCommand):
    help = "首次部署：建立系统管理员和授权管理员账号，口令只显示一次。"

    @transaction.atomic
    def handle(self, **options):
        root = Unit.objects.filter(depth=1).first()
        if root is None:
            raise CommandError("请先导入单位（manage.py load_units）。/ Load the units first.")
        if User.objects.exists():
            raise CommandError("已有人员账号，不再建立。/ There are people already.")
        for username, name_zh, name_en, code in FIRST:
            password = secrets.token_urlsafe(12)
            on = timezone.localdate()
            person = people.create(
                by=None, on=on, username=username, password=password, unit=root,
                name_zh=name_zh, name_en=name_en,
            )  # fmt: skip
            grants.give(person=person, code=code, unit=root, by=None, on=on)
            self.stdout.write(f"{username}: {password}")
