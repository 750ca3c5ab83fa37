"""Year-end reports: which there are, a preview in the browser, the printed document."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assessments import pdf, reporting
from assessments.models.report_batch import CODES
from organizations import access
from organizations.models import Post
from organizations.paging import page_of

LANGUAGES = ("zh-hans", "en")


@login_required
def reports(request):
    on = localdate()
    posts = Post.objects.visible_to(request.user, on)
    years = reporting.years_of(posts)
    year = _chosen_year(request, years, on.year)
    page = page_of(request, reporting.owing(posts, year), order=("unit__path", "-track", "pk"))
    reporting.count(page.rows, year)
    context = {"page": page, "years": years, "year": year, "final": on.year > year,
               "may_batch": bool(access.codes(request.user) & set(CODES))}  # fmt: skip
    return render(request, "assessments/report_list.html", context)


@login_required
def report(request, pk, year):
    post = _post(request, pk)
    context = {"post": post, "report": _facts(request, post, year)}
    return render(request, "assessments/report_page.html", context)


@login_required
def report_pdf(request, pk, year):
    facts = _facts(request, _post(request, pk), year)
    with translation.override(facts.language):
        name = reporting.file_name(facts)
    response = HttpResponse(pdf.annual_report(facts), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _post(request, pk):
    visible = Post.objects.visible_to(request.user, localdate()).select_related("unit")
    return get_object_or_404(visible, pk=pk)


def _facts(request, post, year):
    """The document is Chinese; ``?lang=en`` gives the English rendition of the same data."""
    if not 2000 <= year <= 2999:
        raise Http404
    language = request.GET.get("lang")
    facts = reporting.read(
        post=post,
        year=year,
        on=localdate(),
        language=language if language in LANGUAGES else LANGUAGES[0],
    )
    if not facts.rows:
        raise Http404(_("该职务在这一年度没有履职事项。"))
    return facts


def _chosen_year(request, years, this_year):
    """The year asked for if there is one, else this year, else the latest with duties."""
    asked = request.GET.get("year", "")
    if asked.isdecimal() and int(asked) in years:
        return int(asked)
    return this_year if this_year in years or not years else years[0]
