from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import include, path

from assessments.views.scoping import tops_of, unit_of


@login_required
def nothing(request):
    """Session, user, grants, unit and the frame: what every page of a superior costs."""
    unit_of(request, tops_of(request))
    return render(request, "base.html")


urlpatterns = [path("nothing/", nothing), path("", include("config.urls"))]
