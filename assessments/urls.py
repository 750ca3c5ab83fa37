from django.urls import path

from assessments.views import (
    dashboard,
    drawings,
    findings,
    inspection_home,
    inspections,
    papers,
    planning,
    reports,
    schemes,
    score_items,
    scores,
    spot_checks,
)

app_name = "assessments"

urlpatterns = [
    path("oversight/", dashboard.dashboard, name="dashboard"),
    path("oversight.xlsx", dashboard.dashboard_export, name="dashboard_export"),
    path("oversight/overdue/", dashboard.overdue, name="overdue"),
    path("oversight/overdue.xlsx", dashboard.overdue_export, name="overdue_export"),
    path("scores/", scores.scores, name="scores"),
    path("scores.xlsx", scores.scores_export, name="scores_export"),
    path("scores/<int:pk>/<int:year>/", scores.score, name="score"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("score-items/files/<int:pk>/", score_items.score_item_file, name="score_item_file"),
    path("spot-checks/", spot_checks.spot_checks, name="spot_checks"),
    path("spot-checks/new/", spot_checks.spot_check_new, name="spot_check_new"),
    path("spot-checks/<int:pk>/", spot_checks.spot_check, name="spot_check"),
    path("spot-checks/<int:pk>/<int:item>/", spot_checks.spot_check_look, name="spot_check_look"),
    path("inspections/", inspection_home.inspections, name="inspections"),
    path("inspections.xlsx", inspection_home.inspections_export, name="inspections_export"),
    path("inspections/relations/", inspection_home.relations, name="relations"),
    path(
        "inspections/relations/<int:pk>/withdraw/",
        inspection_home.relation_withdraw,
        name="relation_withdraw",
    ),
    path("findings/", inspection_home.findings, name="findings"),
    path("findings.xlsx", inspection_home.findings_export, name="findings_export"),
    path("inspections/new/", planning.inspection_new, name="inspection_new"),
    path("inspections/<uuid:pk>/", inspections.inspection, name="inspection"),
    path("inspections/<uuid:pk>/order/", planning.inspection_order, name="inspection_order"),
    path("inspections/<uuid:pk>/begin/", planning.inspection_begin, name="inspection_begin"),
    path(
        "inspections/<uuid:pk>/withdraw/", planning.inspection_withdraw, name="inspection_withdraw"
    ),
    path(
        "inspections/<uuid:pk>/units/<int:unit>/",
        inspections.inspection_praise,
        name="inspection_praise",
    ),
    path(
        "inspections/<uuid:pk>/feed-back/",
        inspections.inspection_feed_back,
        name="inspection_feed_back",
    ),
    path(
        "inspections/<uuid:pk>/publish/", inspections.inspection_publish, name="inspection_publish"
    ),
    path(
        "inspections/<uuid:pk>/documents/<str:kind>/<str:language>.pdf",
        inspections.inspection_document,
        name="inspection_document",
    ),
    path("inspections/<uuid:pk>/draws/<str:what>/", drawings.drawing, name="drawing"),
    path("inspections/<uuid:pk>/draws/<str:what>.json", drawings.drawing_json, name="drawing_json"),
    path("inspections/<uuid:pk>/progress/", papers.inspection_progress, name="inspection_progress"),
    path("inspections/<uuid:pk>/papers/sign/", papers.papers_sign, name="papers_sign"),
    path("inspections/<uuid:pk>/papers/<uuid:paper>/", papers.paper, name="paper"),
    path(
        "inspections/<uuid:pk>/papers/<uuid:paper>/photos/", papers.paper_photo, name="paper_photo"
    ),
    path("inspection-files/<uuid:pk>/", papers.inspection_file, name="inspection_file"),
    path(
        "inspection-files/<uuid:pk>/remove/",
        papers.inspection_file_remove,
        name="inspection_file_remove",
    ),
    path("inspections/<uuid:pk>/findings/new/", findings.finding_new, name="finding_new"),
    path("findings/<uuid:pk>/", findings.finding, name="finding"),
    path("findings/<uuid:pk>/edit/", findings.finding_edit, name="finding_edit"),
    path("findings/<uuid:pk>/drop/", findings.finding_drop, name="finding_drop"),
    path("findings/<uuid:pk>/answer/", findings.finding_answer, name="finding_answer"),
    path("findings/<uuid:pk>/decide/", findings.finding_decide, name="finding_decide"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:pk>/<int:year>/", reports.report, name="report"),
    path("reports/<int:pk>/<int:year>.pdf", reports.report_pdf, name="report_pdf"),
]
