"""Constraints that every storey needs, written once."""

from django.db import models
from django.db.models import Q


def choices_constraint(table: str, field: str, choices: type[models.TextChoices]):
    """The database, too, knows which values a choice field may hold (STYLE 16)."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}), name=f"{table}_{field}_known"
    )


def who_and_when(table: str, stem: str, *also: str):
    """``<stem>_by`` and ``<stem>_at`` (and ``also``) travel together (STYLE 14)."""
    names = [f"{stem}_by", f"{stem}_at", *also]
    none = Q(**{f"{name}__isnull": True for name in names})
    every = Q(**{f"{name}__isnull": False for name in names})
    return models.CheckConstraint(condition=none | every, name=f"{table}_{stem}_together")
