"""Year-end reports: which there are, and the facts of a post as they stand today."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments import pdf, reporting
from assessments.figures import report_list
from assessments.forms.annual_report import ReportFilter
from assessments.models.report_batch import CODES
from duties.models import Obligation
from organizations import access
from organizations.excel import workbook_response
from organizations.models import Post
from organizations.paging import page_of

LANGUAGES = ("zh-hans", "en")
EXPORTED = 20_000
CHUNK = 500


@login_required
@require_safe
def reports(request):
    on = localdate()
    years, year, form, rows = _asked(request, on)
    page = page_of(request, rows, order=report_list.ORDER)
    page.rows = report_list.lines(page.rows, request.user, year, on)
    held = access.codes(request.user)
    context = {
        "page": page, "years": years, "year": year, "form": form, "on": on,
        "sets_terms": bool(held & {"assess", "oversee"}), "may_batch": bool(held & set(CODES)),
        "query": request.GET.urlencode(), "filtered": any(form.data.get(name) for name in form.fields),
    }  # fmt: skip
    return render(request, "assessments/report_list.html", context)


@login_required
@require_safe
def reports_export(request):
    on = localdate()
    _years, year, _form, rows = _asked(request, on)
    head = [_("单位"), _("职务"), _("述职人"), _("任职开始"), _("任职结束"), _("应完成"),
            _("已完成"), _("逾期未完成"), _("状态"), _("提交截止日期"), _("提交日期"),
            _("是否按期"), _("评议等次"), _("评议日期")]  # fmt: skip
    title = _("%(year)s年度述法报告提交情况") % {"year": year}
    ordered = list(rows.order_by(*report_list.ORDER)[:EXPORTED])
    chunks = (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK))
    lines = (line for each in chunks for line in report_list.lines(each, request.user, year, on))
    return workbook_response(title, title, head, (_cells(line) for line in lines))


def _cells(line) -> list:
    said, report = line.evaluation, line.report
    words = {True: _("按期"), False: _("逾期"), None: ""}
    return [
        line.post.unit.label, line.post.label, line.appointment.person.label, line.starts_on,
        line.ends_on, line.post.owed, line.post.fulfilled, line.post.overdue,
        report.get_state_display() if report else _("未提交"), line.term.due_on,
        report and report.submitted_on, words[line.in_time],
        said and said.get_grade_display(), said and said.evaluated_on,
    ]  # fmt: skip


def _asked(request, on):
    """Years, the one asked for, the filter, and the appointments that pass it."""
    years = _years(request.user, on)
    year = _chosen_year(request, years, on.year)
    form = ReportFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    rows = report_list.appointments(
        request.user, year, on, q=said.get("q", ""), state=said.get("state", "")
    )
    return years, year, form, rows


def _years(user, on) -> list[int]:
    """With duties that this person sees through a post, or answered for himself."""
    posts = reporting.years_of(Post.objects.visible_to(user, on))
    served = user.appointments.filter(starts_on__lte=on).values("post")
    seen = Obligation.objects.visible_to(user, on).filter(post__in=served).order_by()
    return sorted({*posts, *seen.values_list("year", flat=True).distinct()}, reverse=True)


@login_required
@require_safe
def report(request, pk, year):
    post = _post(request, pk)
    facts = _facts(request, post, year)
    rows = report_list.appointments(request.user, year, localdate()).filter(post=post)
    context = {
        "post": post, "report": facts,
        "lines": report_list.lines(rows.order_by("starts_on"), request.user, year, localdate()),
    }  # fmt: skip
    return render(request, "assessments/report_page.html", context)


@login_required
@require_safe
def report_pdf(request, pk, year):
    facts = _facts(request, _post(request, pk), year)
    return pdf_response(pdf.annual_report(facts), facts)


def pdf_response(content: bytes, facts) -> HttpResponse:
    with translation.override(facts.language):
        name = reporting.file_name(facts)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _post(request, pk):
    visible = Post.objects.visible_to(request.user, localdate()).select_related("unit")
    return get_object_or_404(visible, pk=pk)


def language_of(request) -> str:
    """The document is Chinese; ``?lang=en`` gives the English rendition of the same data."""
    asked = request.GET.get("lang")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _facts(request, post, year):
    if not 2000 <= year <= 2999:
        raise Http404
    facts = reporting.read(post=post, year=year, on=localdate(), language=language_of(request))
    if not facts.rows:
        raise Http404(_("该职务在这一年度没有履职事项。"))
    return facts


def _chosen_year(request, years, this_year):
    """The year asked for if there is one, else this year, else the latest with duties."""
    asked = request.GET.get("year", "")
    if asked.isdecimal() and int(asked) in years:
        return int(asked)
    return this_year if this_year in years or not years else years[0]
