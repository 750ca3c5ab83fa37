"""What runs by itself: one table. Intervals only: each task asks the database what is due."""

SCHEDULE = {
    "check-due": {"task": "duties.tasks.check_due", "schedule": 15 * 60},
    "prove": {"task": "duties.tasks.prove", "schedule": 24 * 3600},
    "recount": {"task": "duties.tasks.recount_tallies", "schedule": 24 * 3600},
    "open-years": {"task": "duties.tasks.open_years", "schedule": 5 * 60},
    "refresh-scores": {"task": "assessments.tasks.refresh_scores", "schedule": 5 * 60},
    "tend-report-batches": {"task": "assessments.tasks.tend_report_batches", "schedule": 60},
    "compute-assessments": {"task": "assessments.tasks.compute_assessments", "schedule": 60},
    "warn-rectifications": {
        "task": "assessments.tasks.warn_rectifications",
        "schedule": 3600,
    },
    "propose-leads": {"task": "accountability.tasks.propose_leads", "schedule": 6 * 3600},
    "warn-cases": {"task": "accountability.tasks.warn_cases", "schedule": 3600},
    "sweep-item-files": {"task": "assessments.tasks.sweep_item_files", "schedule": 6 * 3600},
    "remind-reports": {"task": "assessments.tasks.remind_reports", "schedule": 6 * 3600},
    "compare-evidence": {"task": "duties.tasks.compare_evidence", "schedule": 2 * 60},
    "sweep-uploads": {"task": "duties.tasks.sweep_uploads", "schedule": 6 * 3600},
    "send-notices": {"task": "duties.tasks.send_notices", "schedule": 10 * 60},
}
