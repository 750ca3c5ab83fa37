"""What applies here, for everybody to read: time limits, measures and points, tolerance."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accountability import consequences, incentive_stages, limits, measures, tolerance
from accountability.actions import deciding, timing
from accountability.models import Condition, Form, IncentiveForm, Role, Stage
from assessments.schemes import grade_label
from organizations.bilingual import speaks_english


@login_required
@require_safe
def rulebook(request):
    context = {
        "limits": [(Stage(stage).label, *_limit(stage)) for stage in limits.LIMITS],
        "measures": [_measure(form) for form in measures.FORMS[measures.Subject.LEADER]],
        "incentives": [
            (IncentiveForm(form).label, _points(form)) for form in incentive_stages.Form
        ],
        "conditions": [
            (Condition(each).label, each in tolerance.REQUIRED, each in tolerance.ESSENTIAL)
            for each in tolerance.Condition
        ],
    }
    return render(request, "accountability/rulebook.html", context)


def _limit(stage) -> tuple[str, bool]:
    """How long, and whether the law fixes it."""
    limit = timing.limit_of(stage)
    if limit.span == limits.Span.WORKDAYS:
        words = _("%(n)s个工作日")
    else:
        words = ngettext("%(n)s个月", "%(n)s个月", limit.amount)
    return words % {"n": limit.amount}, limit.fixed


def _measure(form) -> tuple[str, str, int, str, str]:
    """Its name, who carries it out, months of effect, and what it means for the score."""
    told = [
        _consequence(consequences.consequence_of(
            form, mitigated=mitigated, points=settings.ACCOUNTABILITY_POINTS
        ))
        for mitigated in (False, True)
    ]  # fmt: skip
    by = Role(measures.MADE_BY[form]).label
    return Form(form).label, by, deciding.effect_months(form), *told


def _consequence(what: consequences.Consequence) -> str:
    if not what.grade:
        return _("扣%(points)s分") % {"points": what.points.normalize()}
    label = grade_label(what.grade).in_language("en" if speaks_english() else "zh")
    return _("等次不高于%(grade)s") % {"grade": label}


def _points(form) -> str:
    points = settings.ACCOUNTABILITY_POINTS.get(form, incentive_stages.POINTS[form])
    return _("加%(points)s分") % {"points": points.normalize()} if points else _("不加分")
