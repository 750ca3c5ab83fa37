from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.shortcuts import render
from django.utils.timezone import localdate

from duties import figures
from duties.models import Clause, Requirement
from duties.themes import theme_of


@login_required
def regulation(request):
    on = localdate()
    requirements = Requirement.objects.in_force(on).order_by("position")
    clauses = (
        Clause.objects.in_force(on)
        .filter(regulation__in=figures.regulations_in_force(on))
        .prefetch_related(Prefetch("requirements", requirements, to_attr="current"))
        .order_by("article", "item")
    )
    articles = [
        {
            "number": number,
            "label": figures.article_label(number),
            "theme": theme_of(number),
            "clauses": [(clause, _worded(clause)) for clause in each],
        }
        for number, each in groupby(clauses, key=lambda clause: clause.article)
    ]
    context = {"regulations": figures.regulations_in_force(on), "articles": articles}
    return render(request, "duties/regulation.html", context)


def _worded(clause: Clause) -> list[tuple[Requirement, str]]:
    return [(row, figures.rule_in_words(row)) for row in clause.current]
