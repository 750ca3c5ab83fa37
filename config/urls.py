from django.urls import include, path

from config import views

handler400 = "config.views.bad_request"

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("organizations.urls")),
    path("", include("duties.urls")),
    path("", include("assessments.urls")),
    path("accountability/", include("accountability.urls")),
]
