"""How well it was done: the ranking, and each score opened up to its records."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.actions import assessors
from assessments.actions import scores as actions
from assessments.figures import published, ranking
from assessments.figures import scope as scopes
from assessments.figures.score_page import score_page
from assessments.models import PostScore
from assessments.views import charts
from assessments.views.scoping import asked, filters
from duties.figures import article_label, article_short, years_of
from duties.themes import theme_of
from organizations.excel import workbook_response
from organizations.models import Post
from organizations.paging import page_of

#: Posts scored while a page is waited for; a country's first time is the worker's affair.
AT_ONCE = 400
EXPORTED = 100_000


@login_required
@require_safe
def scores(request):
    scope, tops = asked(request, localdate())
    tabs = ranking.leagues(scope)
    league = _chosen(tabs, request.GET.get("league"))
    page, places, left = _page(request, scope, league) if league else (None, [], 0)
    articles = ranking.articles_of(places)
    indicators = ranking.indicators_of(page.rows) if page else []
    context = {
        "scope": scope,
        "trail": scopes.trail(tops, scope.unit),
        "filters": filters(scope, tops, hidden=("track", "article")),
        "leagues": tabs,
        "league": league,
        "articles": [
            (article_short(each), f"{article_label(each)} {theme_of(each)}") for each in articles
        ],
        "indicators": indicators,
        "places": [(each, each.figures(indicators), each.cells(articles)) for each in places],
        "page": page,
        "left": left,
        "scored": league.posts - left if league else 0,
    }
    return render(request, "assessments/scores.html", context)


def _page(request, scope, league):
    """Up to date for what can be worked out while one waits; the rest follows by itself."""
    ledgers = ranking.ledgers_of(scope, league)
    done = actions.refresh(on=scope.on, ledgers=ledgers, at_most=AT_ONCE)
    rows = ranking.scores(scope, league)
    page = page_of(request, rows, order=ranking.ORDER)
    left = ledgers.filter(moved=True).count() if done == AT_ONCE else 0
    return page, ranking.places(page.rows, rows), left


@login_required
@require_safe
def scores_export(request):
    scope, _tops = asked(request, localdate())
    league = _chosen(ranking.leagues(scope), request.GET.get("league"))
    if league and _waiting(scope, league):
        messages.warning(request, _("部分职务的得分还在计算，请稍后再导出。"))
        return redirect(f"{reverse('assessments:scores')}?{request.GET.urlencode()}")
    rows = ranking.scores(scope, league) if league else PostScore.objects.none()
    found = list(rows.order_by(*ranking.ORDER)[:EXPORTED])
    places = ranking.places(found, rows)
    indicators = ranking.indicators_of(found)
    articles = ranking.articles_of(places)
    head = [_("名次"), _("单位"), _("职务"), _("得分"), _("等次")]
    head += [column.title for column in indicators]
    head += [_("按期完成"), _("逾期完成"), _("逾期未完成"), _("应完成")]
    head += [article_label(number) for number in articles]
    rows = (
        [place.rank, place.post.unit.label, place.post.label, place.total, place.grade]
        + place.figures(indicators)
        + [place.met, place.late, place.missed, place.owed]
        + [place.articles.get(number) for number in articles]
        for place in places
    )
    title = _("%(unit)s%(year)s年度考核得分") % {"unit": scope.unit.label, "year": scope.year}
    return workbook_response(title, league.label if league else title, head, rows)


def _waiting(scope, league) -> bool:
    """Would a workbook leave somebody out, or show what does not hold any more?"""
    ledgers = ranking.ledgers_of(scope, league)
    actions.refresh(on=scope.on, ledgers=ledgers, at_most=AT_ONCE)
    return ledgers.filter(moved=True).exists()


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
        "published": published.score_of(post, year),
        "chart": charts.by_article(page),
        "may_rank": bool(scopes.top_units(request.user)),
        "may_assess": assessors.may_enter(request.user, post.unit),
    }
    return render(request, "assessments/score.html", context)


def _chosen(tabs, asked):
    """The league asked for; without a wish the one with most posts."""
    return next((each for each in tabs if each.key == asked), None) or ranking.largest(tabs)
