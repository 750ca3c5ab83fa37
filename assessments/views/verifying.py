"""The public page that tells whether a code or hash is that of a report handed in; nothing more."""

import re

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.forms.annual_report import VerifyForm
from assessments.models import FrozenReport

_MARK = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")
#: What stands between groups of four, or is left by copying.
_BETWEEN = re.compile(r"[\s:\-\u200b\u3000]+")


@require_safe
def verify(request):
    """A form that leads to the address of what was typed."""
    form = VerifyForm(request.GET if "mark" in request.GET else None)
    if form.is_valid():
        mark = _BETWEEN.sub("", form.cleaned_data["mark"]).lower()
        if _MARK.fullmatch(mark):
            return redirect("assessments:verify_code", mark)
        return _answer(request, form, mark, False)
    return render(
        request, "assessments/reports/verify.html", {"form": form, "mark": "", "known": None}
    )


@require_safe
def verify_code(request, mark):
    """The same page, the same status, one sentence: yes or no."""
    mark = mark.lower()
    known = bool(_MARK.fullmatch(mark)) and FrozenReport.objects.known(mark)
    return _answer(request, VerifyForm(), mark, known)


def _answer(request, form, mark, known):
    context = {"form": form, "mark": mark[:64], "known": known}
    return render(request, "assessments/reports/verify.html", context)
