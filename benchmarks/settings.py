"""The portal with one page more: it knows who asks and what he may see, and shows nothing."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
ALLOWED_HOSTS = ["*"]
LOGGING_CONFIG = None
