"""What a post owes and where it stands: my posts, one post's year, one obligation."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from duties import duty_list, figures, holders, pdf
from duties.actions import waivers
from duties.choices import Light
from duties.models import Obligation, Record
from organizations import excel
from organizations.downloads import language_of, pdf_response
from organizations.models import Post


@login_required
def mine(request):
    on = localdate()
    posts = list(Post.objects.loggable_by(request.user, on).in_force(on).select_related("unit"))
    if len(posts) == 1:
        return redirect(posts[0])
    context = {
        "on": on,
        "years": figures.post_years(posts, on.year, on),
        "unfinished": figures.to_finish(posts),
    }
    return render(request, "duties/mine.html", context)


@login_required
def post(request, pk):
    on = localdate()
    row = _post(request, pk, on)
    years = figures.years_of(row)
    year = _year(request, years, on)
    whole = figures.post_years([row], year, on)[0]
    light = request.GET.get("light") if request.GET.get("light") in Light.values else ""
    shown = [o for o in whole.rows if not light or o.light_on(on) == light]
    context = {
        "post": row, "incumbent": row.incumbent_on(on), "on": on, "year": year,
        "leaving": row.appointments.filter(starts_on__lte=on, ends_on__year=year)
        .select_related("person"),
        "years": [{"text": str(each), "active": each == year} for each in years],
        "whole": whole, "light": light,
        "lights": [
            {"value": each.value, "label": each.label, "count": whole.lights[each]}
            for each in Light
        ],
        "articles": figures.articles_of(shown, on),
        "may_log": row.may_log(request.user, on),
        "may_waive": waivers.may_waive(request.user, row, on),
    }  # fmt: skip
    return render(request, "duties/post.html", context)


@login_required
def post_export(request, pk):
    on = localdate()
    row = _post(request, pk, on)
    year = _year(request, figures.years_of(row), on)
    whole = figures.post_years([row], year, on)[0]
    headers = [
        _("条款"),
        _("要求"),
        _("周期"),
        _("截止日期"),
        _("完成"),
        _("应完成"),
        _("状态"),
        _("核验结论"),
    ]
    lines = (
        (
            o.requirement.clause.citation, o.requirement.statement, o.period_label, o.due_on,
            o.done, o.needed, o.get_status_display(), o.reason,
        )
        for o in whole.rows
    )  # fmt: skip
    name = _("%(post)s%(year)s年履职事项") % {"post": row.label, "year": year}
    return excel.workbook_response(name, str(year), headers, lines)


@login_required
def post_list(request, pk, year):
    """The duty list as a PDF."""
    row = _post(request, pk, localdate())
    facts = duty_list.read(post=row, year=year, on=localdate(), language=language_of(request))
    if not facts.parts:
        raise Http404(_("该职务在这一年度没有履职事项。"))
    with translation.override(facts.language):
        name = duty_list.file_name(facts)
    return pdf_response(pdf.duty_list(facts), name)


@login_required
def obligation(request, pk):
    on = localdate()
    visible = Obligation.objects.visible_to(request.user, on).with_law()
    row = get_object_or_404(visible, pk=pk)
    readable = Record.objects.visible_to(request.user, on)
    records = readable.filter(obligations=row).distinct()
    held = holders.responsibilities([row], on=on, records=readable.confirmed())[row.pk]
    context = {
        "obligation": row,
        "on": on,
        "records": records.prefetch_related("evidence"),
        "changes": row.changes.select_related("record"),
        "held": held,
        "answers": held.person,
        "may_open_post": Post.objects.visible_to(request.user, on).filter(pk=row.post_id).exists(),
        "rule": figures.rule_in_words(row.requirement),
        "article": figures.article_label(row.requirement.clause.article),
        "may_log": row.post.may_log(request.user, on),
        "may_waive": row.is_unmet and waivers.may_waive(request.user, row.post, on),
        "waived": row.waiver_items.select_related("waiver").order_by("-pk"),
    }
    return render(request, "duties/obligation.html", context)


def _post(request, pk, on) -> Post:
    visible = Post.objects.visible_to(request.user, on).select_related("unit")
    return get_object_or_404(visible, pk=pk)


def _year(request, years: list[int], on) -> int:
    asked = request.GET.get("year", "")
    if asked.isdecimal() and int(asked) in years:
        return int(asked)
    return on.year if on.year in years or not years else years[0]
