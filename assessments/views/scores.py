"""How well it was done: the ranking, and each score opened up to its records."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.figures import scope as scopes
from assessments.figures.ranking import articles_of, largest, leagues, ranking
from assessments.figures.score_page import score_page
from assessments.views import charts
from assessments.views.scoping import filters, scope_of
from duties.figures import article_label, years_of
from duties.themes import theme_of
from organizations.excel import workbook_response
from organizations.models import Post

PER_PAGE = 25


@login_required
@require_safe
def scores(request):
    scope, tops = scope_of(request, localdate())
    tabs = leagues(scope)
    league = _chosen(tabs, request.GET.get("league"))
    places = ranking(scope, league) if league else []
    context = {
        "scope": scope,
        "trail": scopes.trail(tops, scope.unit),
        "filters": filters(scope, tops, hidden=("track", "article")),
        "leagues": tabs,
        "league": league,
        "articles": [(article_label(each), theme_of(each)) for each in articles_of(places)],
        "page": Paginator(places, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "assessments/scores.html", context)


@login_required
@require_safe
def scores_export(request):
    scope, _tops = scope_of(request, localdate())
    league = _chosen(leagues(scope), request.GET.get("league"))
    places = ranking(scope, league) if league else []
    articles = articles_of(places)
    head = [_("名次"), _("单位"), _("职务"), _("得分")]
    head += [_("按期完成"), _("逾期完成"), _("逾期未完成"), _("应完成")]
    head += [article_label(number) for number in articles]
    rows = (
        [place.rank, place.post.unit.label, place.post.label, place.total]
        + [place.met, place.late, place.missed, place.owed]
        + [place.articles.get(number) for number in articles]
        for place in places
    )
    title = _("%(unit)s%(year)s年度考核得分") % {"unit": scope.unit.label, "year": scope.year}
    return workbook_response(title, league.label if league else title, head, rows)


@login_required
@require_safe
def score(request, pk, year):
    on = localdate()
    visible = Post.objects.visible_to(request.user, on).select_related("unit")
    post = get_object_or_404(visible, pk=pk)
    years = years_of(post)
    if year not in years:
        raise Http404(_("该职务在这一年度没有履职事项。"))
    page = score_page(post, year, on)
    context = {
        "post": post,
        "year": year,
        "years": years,
        "on": on,
        "score": page,
        "chart": charts.by_article(page),
        "may_rank": bool(scopes.top_units(request.user)),
    }
    return render(request, "assessments/score.html", context)


def _chosen(tabs, asked):
    """The league asked for; without a wish the one with most posts."""
    return next((each for each in tabs if each.key == asked), None) or largest(tabs)
