"""Storey 5: how it is wired."""

from config.celery import app as celery

__all__ = ["celery"]
