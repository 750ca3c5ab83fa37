from django.urls import path

from duties.views import (
    calendar,
    evidence,
    handover,
    likeness,
    notices,
    posts,
    records,
    regulation,
    review,
    waivers,
    writing,
)

app_name = "duties"

urlpatterns = [
    path("duties/", posts.mine, name="mine"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>.xlsx", posts.post_export, name="post_export"),
    path("posts/<int:pk>/<int:year>/list.pdf", posts.post_list, name="post_list"),
    path("obligations/<int:pk>/", posts.obligation, name="obligation"),
    path("posts/<int:pk>/records/new/", writing.record_new, name="record_new"),
    path("records/<int:pk>/", records.record, name="record"),
    path("records/<int:pk>/edit/", writing.record_edit, name="record_edit"),
    path("records/<int:pk>/submit/", records.record_submit, name="record_submit"),
    path("records/<int:pk>/withdraw/", records.record_withdraw, name="record_withdraw"),
    path("records/<int:pk>/discard/", records.record_discard, name="record_discard"),
    path("records/<int:pk>/confirm/", review.record_confirm, name="record_confirm"),
    path("records/<int:pk>/return/", review.record_return, name="record_return"),
    path("records/<int:pk>/strike/", review.record_strike, name="record_strike"),
    path("posts/<int:pk>/<int:year>/waivers/new/", waivers.waiver_new, name="waiver_new"),
    path("waivers/<int:pk>/", waivers.waiver, name="waiver"),
    path(
        "waivers/<int:pk>/<int:item>/reinstate/", waivers.waiver_reinstate, name="waiver_reinstate"
    ),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/renew/", calendar.calendar_renew, name="calendar_renew"),
    path("calendar/withdraw/", calendar.calendar_withdraw, name="calendar_withdraw"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("review/", review.review, name="review"),
    path("evidence/alike/", likeness.likenesses, name="likenesses"),
    path("evidence/alike.xlsx", likeness.likenesses_export, name="likenesses_export"),
    path("evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence_remove"),
    path("evidence/<int:pk>/beside/<int:other>/", likeness.evidence_beside, name="evidence_beside"),
    path("handover/<int:pk>/", handover.handover, name="handover"),
    path("handover/<int:pk>.pdf", handover.handover_pdf, name="handover_pdf"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("regulation/", regulation.regulation, name="regulation"),
]
