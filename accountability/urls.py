from django.urls import path

from accountability.views import acting, cases, leads

app_name = "accountability"

urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases.xlsx", cases.cases_export, name="cases_export"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/file.pdf", cases.case_file_pdf, name="case_file_pdf"),
    path("cases/<uuid:pk>/do/<str:verb>/", acting.case_act, name="case_act"),
    path(
        "cases/<uuid:pk>/documents/<str:kind>/<int:position>/<str:language>.pdf",
        cases.case_document,
        name="case_document",
    ),
    path("case-files/<uuid:pk>/", cases.case_file, name="case_file"),
    path("leads/", leads.leads, name="leads"),
    path("leads.xlsx", leads.leads_export, name="leads_export"),
    path("leads/new/", leads.lead_new, name="lead_new"),
    path("leads/<uuid:pk>/", leads.lead, name="lead"),
    path("leads/<uuid:pk>/take-up/", leads.lead_take_up, name="lead_take_up"),
    path("leads/<uuid:pk>/set-aside/", leads.lead_set_aside, name="lead_set_aside"),
    path("leads/<uuid:pk>/merge/", leads.lead_merge, name="lead_merge"),
]
