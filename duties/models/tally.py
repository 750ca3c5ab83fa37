"""Summaries kept by the actions that change statuses; ``recount`` proves them.

Without them a superior's page would cost what exists below him, not what is shown to him.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.constraints import choices_constraint
from organizations.models import Post, Track, Unit
from organizations.models.unit import Level


class Ledger(models.Model):
    """A post in a year: what its obligations were opened under, and how often they changed.

    ``owed`` is the number of its obligations; ``inputs`` tells whether anything is lacking without looking at the obligations;
    ``moved`` marks what has changed since figures were last derived from it, ``version``
    whether it has changed again meanwhile.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="ledgers")
    year = models.PositiveSmallIntegerField(_("年度"))
    inputs = models.CharField(max_length=64)
    owed = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    moved = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("年度台账")
        verbose_name_plural = _("年度台账")
        default_permissions = ()
        indexes = [models.Index(fields=["year"], condition=Q(moved=True), name="ledger_moved")]
        constraints = [models.UniqueConstraint(fields=["post", "year"], name="ledger_once")]


class Tally(models.Model):
    """How the obligations below a unit stand: one requirement, one due date, a column a status.

    *Below* leaves the unit's own posts out: those are few and counted where they are.
    Nothing here depends on the day, so that no clock can make it stale.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tallies")
    year = models.PositiveSmallIntegerField()
    track = models.CharField(max_length=12, choices=Track)
    article = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    due_on = models.DateField()
    open = models.PositiveIntegerField(default=0)
    partial = models.PositiveIntegerField(default=0)
    met = models.PositiveIntegerField(default=0)
    met_late = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    waived = models.PositiveIntegerField(default=0)
    #: Raised with every change: a page made of tallies is good until then.
    edition = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = _("汇总")
        verbose_name_plural = _("汇总")
        default_permissions = ()
        constraints = [
            choices_constraint("tally", "track", Track),
            models.UniqueConstraint(fields=["unit", "year", "code", "due_on"], name="tally_once"),
        ]


class Headcount(models.Model):
    """How many posts below a unit owe anything in a year, by track and level."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="headcounts")
    year = models.PositiveSmallIntegerField()
    track = models.CharField(max_length=12, choices=Track)
    level = models.CharField(max_length=10, choices=Level)
    posts = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("职务数")
        verbose_name_plural = _("职务数")
        default_permissions = ()
        constraints = [
            choices_constraint("headcount", "track", Track),
            choices_constraint("headcount", "level", Level),
            models.UniqueConstraint(
                fields=["unit", "year", "track", "level"], name="headcount_once"
            ),
        ]
