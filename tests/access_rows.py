"""The rows of the access table: a URL, and one answer a role in the order of ``ROLES``."""

ROLES = [
    "anonymous",
    "official",
    "liaison",
    "reviewer",
    "other_overseer",
    "overseer",
    "inspector",
    "administrator",
    "grantor",
    "auditor",
]

#: name, then one answer per role in the order of ROLES.
READING = """
home                            302 200 200 302 302 302 200 302 302 302
health                          200 200 200 200 200 200 200 200 200 200
organizations:login             200 302 302 302 302 302 302 302 302 302
organizations:password_change   302 200 200 200 200 200 200 200 200 200
organizations:password_changed  302 200 200 200 200 200 200 200 200 200
organizations:units             302 200 200 200 200 200 200 200 200 200
organizations:unit              302 200 200 200 404 200 200 200 200 200
organizations:unit_new          302 403 403 403 404 403 403 200 403 403
organizations:unit_edit         302 403 403 403 404 403 403 200 403 403
organizations:post_new          302 403 403 403 404 403 403 200 403 403
organizations:post_abolish      302 403 403 403 404 403 403 200 403 403
organizations:appointment_new   302 403 403 403 404 403 403 200 403 403
organizations:appointment_end   302 403 403 403 404 403 403 200 403 403
organizations:people            302 403 403 403 403 403 403 200 403 403
organizations:people_export     302 403 403 403 403 403 403 200 403 403
organizations:person_new        302 403 403 403 403 403 403 200 403 403
organizations:person            302 403 403 403 403 403 403 200 403 403
organizations:person_password   302 403 403 403 403 403 403 200 403 403
organizations:grants            302 403 403 403 403 403 403 403 200 403
organizations:grant_new         302 403 403 403 403 403 403 403 200 403
organizations:grant_withdraw    302 403 403 403 403 403 403 403 200 403
organizations:journal           302 403 403 403 403 403 403 403 403 200
organizations:journal_export    302 403 403 403 403 403 403 403 403 200
organizations:workdays          302 200 200 200 200 200 200 200 200 200
organizations:workdays_export   302 200 200 200 200 200 200 200 200 200
organizations:workday_notice    302 403 403 403 403 403 403 200 403 403
duties:mine                     302 302 302 200 200 200 200 200 200 200
duties:post                     302 200 200 200 404 200 200 404 404 404
duties:post_export              302 200 200 200 404 200 200 404 404 404
duties:post_list                302 200 200 200 404 200 200 404 404 404
duties:obligation               302 200 200 200 404 200 200 404 404 404
duties:record                   302 200 200 200 404 200 200 404 404 404
duties:record_new               302 200 200 403 404 403 403 404 404 404
duties:record_edit              302 200 200 404 404 404 404 404 404 404
duties:waiver_new               302 403 403 403 404 200 403 404 404 404
duties:waiver                   302 200 200 200 404 200 200 404 404 404
duties:calendar                 302 200 200 200 200 200 200 200 200 200
duties:calendar_feed            200 200 200 200 200 200 200 200 200 200
duties:review                   302 403 403 200 403 403 403 403 403 403
duties:evidence                 302 200 200 200 404 200 200 404 404 404
duties:likenesses               302 403 403 200 200 200 200 403 403 403
duties:likenesses_export        302 403 403 200 200 200 200 403 403 403
duties:evidence_beside          302 404 404 200 404 200 200 404 404 404
duties:handover                 302 200 200 200 404 200 200 404 404 404
duties:handover_pdf             302 200 200 200 404 200 200 404 404 404
duties:notices                  302 200 200 200 200 200 200 200 200 200
duties:regulation               302 200 200 200 200 200 200 200 200 200
assessments:dashboard           302 403 403 403 200 200 200 403 403 403
assessments:dashboard_export    302 403 403 403 200 200 200 403 403 403
assessments:overdue             302 403 403 403 200 200 200 403 403 403
assessments:overdue_export      302 403 403 403 200 200 200 403 403 403
assessments:scores              302 403 403 403 200 200 200 403 403 403
assessments:scores_export       302 403 403 403 200 200 200 403 403 403
assessments:score               302 200 200 200 404 200 200 404 404 404
assessments:score_pdf           302 200 200 200 404 200 200 404 404 404
assessments:schemes             302 200 200 200 200 200 200 200 200 200
assessments:schemes_export      302 200 200 200 200 200 200 200 200 200
assessments:scheme              302 200 200 200 200 200 200 404 404 404
assessments:scheme_file         302 200 200 200 200 200 200 404 404 404
assessments:scheme_new          302 403 403 403 403 403 403 403 403 403
assessments:scheme_edit         302 404 404 404 404 404 404 404 404 404
assessments:scheme_effects      302 404 404 404 404 404 404 404 404 404
assessments:scheme_effects_export 302 404 404 404 404 404 404 404 404 404
assessments:results             302 403 403 403 403 403 403 403 403 403
assessments:results_export      302 403 403 403 403 403 403 403 403 403
assessments:results_import      302 403 403 403 403 403 403 403 403 403
assessments:result              302 403 403 403 404 403 403 404 404 404
assessments:score_items         302 403 403 403 403 403 403 403 403 403
assessments:score_items_export  302 403 403 403 403 403 403 403 403 403
assessments:score_item_new      302 403 403 403 404 403 403 404 404 404
assessments:score_item          302 200 200 200 404 200 200 404 404 404
assessments:score_item_file     302 200 200 200 404 200 200 404 404 404
assessments:spot_checks         302 403 403 403 403 403 200 403 403 403
assessments:spot_check_new      302 403 403 403 403 403 200 403 403 403
assessments:spot_check          302 404 404 404 404 404 200 404 404 404
assessments:spot_check_look     302 404 404 404 404 404 200 404 404 404
assessments:inspections         302 200 200 200 200 200 200 403 403 403
assessments:inspections_export  302 200 200 200 200 200 200 403 403 403
assessments:findings            302 200 200 200 200 200 200 403 403 403
assessments:findings_export     302 200 200 200 200 200 200 403 403 403
assessments:relations           302 403 403 403 403 403 200 403 403 403
assessments:paper               302 404 404 404 404 200 200 404 404 404
assessments:inspection_progress 302 404 404 404 404 200 200 404 404 404
assessments:inspection_file     302 404 404 404 404 200 200 404 404 404
assessments:inspection_new      302 403 403 403 200 200 403 403 403 403
assessments:inspection          302 200 200 200 404 200 200 404 404 404
assessments:inspection_praise   302 403 403 403 404 403 200 404 404 404
assessments:inspection_publish  302 403 403 403 404 200 403 404 404 404
assessments:inspection_document 302 200 200 200 404 200 200 404 404 404
assessments:drawing             302 200 200 200 404 200 200 404 404 404
assessments:drawing_json        302 404 404 404 404 200 200 404 404 404
assessments:finding_new         302 403 403 403 404 403 200 404 404 404
assessments:finding             302 200 200 200 404 200 200 404 404 404
assessments:finding_edit        302 403 403 403 404 403 200 404 404 404
assessments:assessments         302 200 200 200 200 200 200 200 200 200
assessments:assessments_export  302 200 200 200 200 200 200 200 200 200
assessments:assessment_new      302 403 403 403 403 403 403 403 403 403
assessments:assessment          302 200 200 200 404 200 200 404 404 404
assessments:assessment_export   302 200 200 200 404 200 200 404 404 404
assessments:objections          302 200 200 200 404 200 200 404 404 404
assessments:objections_export   302 200 200 200 404 200 200 404 404 404
assessments:assessment_progress 302 403 403 403 404 403 403 404 404 404
assessments:assessment_approve  302 403 403 403 404 403 403 404 404 404
assessments:assessment_changes  302 403 403 403 404 200 200 404 404 404
assessments:assessment_changes_export 302 403 403 403 404 200 200 404 404 404
assessments:assessment_overview 302 403 403 403 404 200 200 404 404 404
assessments:assessment_overview_pdf 302 403 403 403 404 200 200 404 404 404
assessments:assessment_overview_export 302 403 403 403 404 200 200 404 404 404
assessments:assessed            302 200 200 200 404 200 200 404 404 404
assessments:assessed_pdf        302 200 200 200 404 200 200 404 404 404
assessments:objection           302 200 200 200 404 200 200 404 404 404
assessments:objection_file      302 200 200 200 404 200 200 404 404 404
assessments:reports             302 200 200 200 200 200 200 200 200 200
assessments:reports_export      302 200 200 200 200 200 200 200 200 200
assessments:report_terms        302 403 403 403 200 200 403 403 403 403
assessments:report_terms_export 302 403 403 403 200 200 403 403 403 403
assessments:annual_report       302 200 200 200 404 200 200 404 404 404
assessments:annual_report_edit  302 302 302 403 404 403 403 404 404 404
assessments:annual_report_preview 302 200 200 403 404 403 403 404 404 404
assessments:annual_report_submit 302 302 403 403 404 403 403 404 404 404
assessments:annual_report_file  302 200 200 200 404 200 200 404 404 404
assessments:verify              200 200 200 200 200 200 200 200 200 200
assessments:verify_code         200 200 200 200 200 200 200 200 200 200
assessments:report              302 200 200 200 404 200 200 404 404 404
assessments:report_pdf          302 200 200 200 404 200 200 404 404 404
assessments:half_year_pdf       302 200 200 200 404 200 200 404 404 404
assessments:report_batches      302 403 403 200 200 200 200 403 403 403
assessments:report_batch_new    302 403 403 200 200 200 200 403 403 403
assessments:report_batch        302 404 404 404 404 200 404 404 404 404
assessments:report_batch_progress 302 404 404 404 404 200 404 404 404 404
assessments:report_batch_archive 302 404 404 404 404 200 404 404 404 404
"""
#: The same for writes (POST without a body, so that a permitted one may answer with its form).
WRITING = """
set_language                    302 302 302 302 302 302 302 302 302 302
organizations:logout            302 302 302 302 302 302 302 302 302 302
organizations:workday_set        302 403 403 403 403 403 403 200 403 403
duties:record_submit            302 302 302 404 404 404 404 404 404 404
duties:record_discard           302 302 302 404 404 404 404 404 404 404
duties:record_withdraw          302 302 302 403 404 404 404 404 404 404
duties:record_confirm           302 403 403 302 404 404 404 404 404 404
duties:record_return            302 403 403 200 404 404 404 404 404 404
duties:record_strike            302 403 403 200 404 403 403 404 404 404
duties:waiver_reinstate         302 403 403 403 404 200 403 404 404 404
duties:evidence_remove          302 302 302 404 404 404 404 404 404 404
duties:calendar_renew           302 200 200 200 200 200 200 200 200 200
duties:calendar_withdraw        302 302 302 302 302 302 302 302 302 302
assessments:scheme_discard      302 404 404 404 404 404 404 404 404 404
assessments:scheme_try          302 404 404 404 404 404 404 404 404 404
assessments:scheme_force        302 404 404 404 404 404 404 404 404 404
assessments:score_item_decide   302 403 403 403 404 403 403 404 404 404
assessments:score_item_withdraw 302 403 403 403 404 403 403 404 404 404
assessments:papers_sign         302 403 403 403 404 403 302 404 404 404
assessments:paper_photo         302 404 404 404 404 403 404 404 404 404
assessments:inspection_file_remove 302 404 404 404 404 302 302 404 404 404
assessments:relation_withdraw   302 403 403 403 403 403 302 403 403 403
assessments:inspection_order    302 403 403 403 404 302 403 404 404 404
assessments:inspection_begin    302 403 403 403 404 302 302 404 404 404
assessments:inspection_withdraw 302 403 403 403 404 200 403 404 404 404
assessments:inspection_feed_back 302 403 403 403 404 302 403 404 404 404
assessments:finding_drop        302 403 403 403 404 403 302 404 404 404
assessments:finding_answer      302 200 200 403 404 403 403 404 404 404
assessments:finding_decide      302 403 403 403 404 403 200 404 404 404
assessments:report_batch_cancel 302 404 404 404 404 302 404 404 404 404
assessments:report_batch_resume 302 404 404 404 404 302 404 404 404 404
assessments:annual_report_return 302 403 403 403 404 200 403 404 404 404
assessments:annual_report_correct 302 200 403 403 404 403 403 404 404 404
assessments:annual_report_evaluate 302 403 403 403 404 200 403 404 404 404
assessments:assessment_compute  302 403 404 404 404 404 404 404 404 404
assessments:assessment_open     302 403 404 404 404 404 404 404 404 404
assessments:assessment_submit   302 403 404 404 404 404 404 404 404 404
assessments:assessment_withdraw 302 403 404 404 404 404 404 404 404 404
assessments:assessment_discard  302 403 404 404 404 404 404 404 404 404
assessments:assessed_object     302 200 404 404 404 404 404 404 404 404
assessments:objection_answer    302 403 403 403 404 403 403 404 404 404
duties:notices_read             302 302 302 302 302 302 302 302 302 302
"""
