"""The overview of an assessment: charts on the page, vectors in the PDF, tables for Excel."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments import pdf
from assessments.figures import assessment_page as page
from assessments.figures.overview import Overview, overview_of
from assessments.figures.overview_letter import kept_of, letter_now
from assessments.views import assessment_charts as charts
from assessments.views.assessments import find
from organizations.excel import workbook_response
from organizations.pdf import file_name


def _whole(request, pk):
    """Only for those who see all of it."""
    row = find(request, pk)
    if not page.oversees(row, request.user):
        raise PermissionDenied
    return row


def _league(request, row):
    leagues = page.leagues_of(row.scores.all())
    found = next((each for each in leagues if each.key == request.GET.get("league")), None)
    return leagues, found or max(leagues, key=lambda each: each.posts, default=None)


@login_required
@require_safe
def assessment_overview(request, pk):
    row = _whole(request, pk)
    leagues, league = _league(request, row)
    context = {
        "assessment": row, "leagues": leagues, "league": league, "latest": page.latest(row),
    }  # fmt: skip
    if league:
        overview = overview_of(row, league)
        context |= {"overview": overview, "charts": charts.all_of(overview)}
    return render(request, "assessments/results/overview.html", context)


@login_required
@require_safe
def assessment_overview_pdf(request, pk):
    row = _whole(request, pk)
    letter = kept_of(row, get_language()) or letter_now(row, get_language())
    content = pdf.assessment_overview(letter)
    response = HttpResponse(content, content_type="application/pdf")
    name = file_name(_("%(title)s情况通报") % {"title": row.title})
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@login_required
@require_safe
def assessment_overview_export(request, pk, table):
    row = _whole(request, pk)
    _leagues, league = _league(request, row)
    if league is None or table not in TABLES:
        raise Http404
    title, head, rows = TABLES[table](overview_of(row, league))
    return workbook_response(f"{row.title}-{league.label}-{title}", title, head, rows)


def _distribution(overview: Overview):
    head = [_("分数段"), _("人数")]
    return _("得分分布"), head, [[each.label, each.number] for each in overview.bins]


def _grades(overview: Overview):
    head = [_("等次"), _("人数"), _("按得分达到"), _("名额上限")]
    rows = [[each.label, each.number, each.earned, each.room] for each in overview.grades]
    return _("等次"), head, rows


def _cities(overview: Overview):
    head = [_("地区（单位）"), _("职务数"), _("平均分"), _("最高分"), _("最低分"), _("优秀")]
    rows = [
        [each.unit.label, each.posts, each.mean, each.highest, each.lowest, each.excellent]
        for each in overview.cities
    ]
    return _("分地区"), head, rows


def _years(overview: Overview):
    head = [_("年度"), _("职务数"), _("平均分"), _("优秀率（%）")]
    rows = [[each.year, each.posts, each.mean, each.excellent] for each in overview.years]
    return _("逐年比较"), head, rows


def _indicators(overview: Overview):
    head = [_("指标"), _("有计分依据"), _("平均分"), _("最高分"), _("最低分")]
    rows = [
        [each.title, each.posts, each.mean, each.highest, each.lowest]
        for each in overview.indicators
    ]
    return _("分指标"), head, rows


TABLES = {
    "distribution": _distribution, "grades": _grades, "cities": _cities, "years": _years,
    "indicators": _indicators,
}  # fmt: skip
