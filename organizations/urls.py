from django.urls import path

from organizations.views import appointments, grants, journal, people, sessions, units, workdays

app_name = "organizations"
urlpatterns = [
    path("login/", sessions.login, name="login"),
    path("logout/", sessions.logout, name="logout"),
    path("password/", sessions.password_change, name="password_change"),
    path("password/done/", sessions.password_changed, name="password_changed"),
    path("units/", units.units, name="units"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/new/", units.unit_new, name="unit_new"),
    path("units/<int:pk>/edit/", units.unit_edit, name="unit_edit"),
    path("units/<int:pk>/posts/new/", units.post_new, name="post_new"),
    path("posts/<int:pk>/abolish/", units.post_abolish, name="post_abolish"),
    path("posts/<int:pk>/appoint/", appointments.appointment_new, name="appointment_new"),
    path("appointments/<int:pk>/end/", appointments.appointment_end, name="appointment_end"),
    path("people/", people.people, name="people"),
    path("people.xlsx", people.people_export, name="people_export"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/password/", people.person_password, name="person_password"),
    path("grants/", grants.grants, name="grants"),
    path("grants/new/", grants.grant_new, name="grant_new"),
    path("grants/<int:pk>/withdraw/", grants.grant_withdraw, name="grant_withdraw"),
    path("workdays/", workdays.workdays, name="workdays"),
    path("workdays.xlsx", workdays.workdays_export, name="workdays_export"),
    path("workdays/day/", workdays.workday_set, name="workday_set"),
    path("workdays/notice/", workdays.workday_notice, name="workday_notice"),
    path("journal/", journal.journal, name="journal"),
    path("journal.xlsx", journal.journal_export, name="journal_export"),
]
