from django.urls import path

from assessments.views import dashboard, inspections, reports, scores, spot_checks

app_name = "assessments"

urlpatterns = [
    path("oversight/", dashboard.dashboard, name="dashboard"),
    path("oversight.xlsx", dashboard.dashboard_export, name="dashboard_export"),
    path("oversight/overdue/", dashboard.overdue, name="overdue"),
    path("oversight/overdue.xlsx", dashboard.overdue_export, name="overdue_export"),
    path("scores/", scores.scores, name="scores"),
    path("scores.xlsx", scores.scores_export, name="scores_export"),
    path("scores/<int:pk>/<int:year>/", scores.score, name="score"),
    path("spot-checks/", spot_checks.spot_checks, name="spot_checks"),
    path("spot-checks/new/", spot_checks.spot_check_new, name="spot_check_new"),
    path("spot-checks/<int:pk>/", spot_checks.spot_check, name="spot_check"),
    path("spot-checks/<int:pk>/<int:item>/", spot_checks.spot_check_look, name="spot_check_look"),
    path("inspections/<uuid:pk>/", inspections.inspection, name="inspection"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:pk>/<int:year>/", reports.report, name="report"),
    path("reports/<int:pk>/<int:year>.pdf", reports.report_pdf, name="report_pdf"),
]
