from django.apps import AppConfig

from config import checks

__all__ = ["ConfigConfig", "checks"]


class ConfigConfig(AppConfig):
    """Top storey as an app, for its commands (up, seed_demo) and its start-up checks."""

    name = "config"
