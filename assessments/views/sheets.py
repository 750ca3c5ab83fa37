"""Sheets to take away: the score with its explanations, the progress of half a year."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments import half_year, pdf, reporting
from assessments.figures import published, score_sheet
from assessments.figures.half_year_end import then_of
from assessments.views import assessed
from duties.figures import years_of
from organizations import pdf as documents
from organizations.downloads import language_of, pdf_response
from organizations.models import Post


@login_required
@require_safe
def score_pdf(request, pk, year):
    """What is published if anything is; with ``?live=1`` the figures of the day."""
    on = localdate()
    post = _post(request, pk, year, on)
    kept = None if request.GET.get("live") else published.score_of(post, year)
    if kept is not None:
        return _sheet(score_sheet.read_kept(kept, language=language_of(request)))
    return _sheet(score_sheet.read(post=post, year=year, on=on, language=language_of(request)))


@login_required
@require_safe
def assessed_pdf(request, pk, post):
    """The score of one assessment, in the stage that it has, to whom its page is shown."""
    score = assessed.find(request, pk, post)
    return _sheet(score_sheet.read_kept(score, language=language_of(request)))


def _sheet(sheet):
    with translation.override(sheet.language):
        name = score_sheet.file_name(sheet)
    return pdf_response(pdf.score_sheet(sheet), name)


@login_required
@require_safe
def half_year_pdf(request, pk, year):
    on = localdate()
    post = _post(request, pk, year, on)
    asked = {"post": post, "year": year, "on": on, "language": language_of(request)}
    progress = half_year.of(reporting.read(**asked), then_of(**asked))
    with translation.override(progress.language):
        name = _half_year_name(progress)
    return pdf_response(pdf.half_year(progress), name)


def _half_year_name(progress) -> str:
    mark = "" if progress.final else _("（进度稿）")
    name = _("%(who)s%(year)s年上半年履职进展情况报告%(mark)s") % {
        "who": progress.signatory, "year": progress.year, "mark": mark,
    }  # fmt: skip
    return documents.file_name(name)


def _post(request, pk, year, on) -> Post:
    visible = Post.objects.visible_to(request.user, on).select_related("unit")
    post = get_object_or_404(visible, pk=pk)
    if year not in years_of(post):
        raise Http404(_("该职务在这一年度没有履职事项。"))
    return post
