"""The web server of `manage.py up` starts: its settings are read before Django is there."""

import subprocess
import sys

from django.conf import settings

from config import gunicorn


def test_the_settings_can_be_read_before_django_is_set_up():
    command = [
        sys.executable, "-m", "gunicorn", "--check-config", "config.wsgi",
        "--config", "python:config.gunicorn",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_worker_begins_with_its_typesetter():
    gunicorn.post_worker_init(None)
