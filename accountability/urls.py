from django.urls import path

from accountability.views import acting, cases, incentives, leads, overview, quarters, register

app_name = "accountability"

urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases.xlsx", cases.cases_export, name="cases_export"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/take-over/", cases.case_take_over, name="case_take_over"),
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
    path("incentives/", incentives.incentives, name="incentives"),
    path("incentives.xlsx", incentives.incentives_export, name="incentives_export"),
    path("incentives/new/", incentives.incentive_new, name="incentive_new"),
    path("incentives/propose/", incentives.incentives_propose, name="incentives_propose"),
    path("incentives/<uuid:pk>/", incentives.incentive, name="incentive"),
    path("incentives/<uuid:pk>/do/<str:verb>/", incentives.incentive_act, name="incentive_act"),
    path(
        "incentives/<uuid:pk>/<str:language>.pdf",
        incentives.incentive_document,
        name="incentive_document",
    ),
    path("overview/", overview.overview, name="overview"),
    path("overview.xlsx", overview.overview_export, name="overview_export"),
    path("register/", register.register, name="register"),
    path("register.xlsx", register.register_export, name="register_export"),
    path("register/new/", register.register_new, name="register_new"),
    path("register/quarters/", quarters.quarter_list, name="quarters"),
    path("register/quarters.xlsx", quarters.quarters_export, name="quarters_export"),
    path("register/quarters/report/", quarters.quarter_report, name="quarter_report"),
    path("register/quarters/<uuid:key>/", quarters.quarter, name="quarter"),
    path("register/circulars/", quarters.circulars, name="circulars"),
    path("register/documents/<uuid:key>.pdf", quarters.register_document, name="register_document"),
    path("register/files/<uuid:pk>/", register.register_file, name="register_file"),
    path("register/<uuid:pk>/", register.register_entry, name="register_entry"),
    path("register/<uuid:pk>/add/", register.register_add, name="register_add"),
    path("register/<uuid:pk>/handle/", register.register_handle, name="register_handle"),
    path("register/<uuid:pk>/reveal/", register.register_reveal, name="register_reveal"),
]
