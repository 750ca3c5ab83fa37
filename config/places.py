"""The places of the portal: what the navigation can name, and who may open it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from organizations import access

#: Stands beside the codes of access for whoever sits on a post today.
INCUMBENT = "incumbent"
OWN = frozenset({INCUMBENT, "log"})
#: Sat on a post once: still answers for that time, reports on it, reads his score of it.
HOLDER = "holder"
LEADING = frozenset({"oversee", "inspect", "assess"})
#: Who can have to do with a case: its offices, and whoever a case can be about.
FOLLOWING = frozenset({INCUMBENT, "discipline", "oversee", "appoint"})
CONTENT = OWN | frozenset(access.CONTENT)
ASSESSED = CONTENT | {HOLDER}

DUTY, OVERSIGHT, HOUSE, LIBRARY = _("履职"), _("督查考核"), _("组织管理"), _("资料")
#: Chapter IV; its places are shown to whoever handles something there, and to incumbents.
FOLLOWS = _("问责激励")


@dataclass(frozen=True)
class Place:
    """One entry: who may open it (empty: everyone) and which views lie under it."""

    view: str
    icon: str
    label: str
    group: str = ""
    codes: frozenset[str] = frozenset()
    covers: frozenset[str] = field(default_factory=frozenset)


def _under(app: str, *names: str) -> frozenset[str]:
    return frozenset(f"{app}:{name}" for name in names)


PLACES = (
    Place("home", "bi-house-door", _("首页")),
    Place(
        "duties:mine",
        "bi-list-check",
        _("履职清单"),
        DUTY,
        OWN,
        _under(
            "duties",
            "post",
            "obligation",
            "record_new",
            "record",
            "record_edit",
            "calendar",
            "calendar_renew",
            "handover",
        ),
    ),
    Place(
        "duties:review",
        "bi-clipboard-check",
        _("待核实"),
        DUTY,
        frozenset({"confirm"}),
        _under("duties", "record"),
    ),
    Place(
        "assessments:dashboard",
        "bi-grid-3x3-gap",
        _("督查看板"),
        OVERSIGHT,
        LEADING,
        _under("duties", "post", "obligation", "record", "waiver", "waiver_new")
        | _under("assessments", "overdue"),
    ),
    Place(
        "assessments:inspections",
        "bi-clipboard2-pulse",
        _("督查"),
        OVERSIGHT,
        CONTENT,
        _under(
            "assessments",
            "inspection",
            "inspection_new",
            "inspection_praise",
            "inspection_publish",
            "paper",
            "finding",
            "finding_new",
            "finding_edit",
            "findings",
            "drawing",
            "relations",
        ),
    ),
    Place(
        "assessments:spot_checks",
        "bi-binoculars",
        _("抽查"),
        OVERSIGHT,
        frozenset({"inspect"}),
        _under("assessments", "spot_check_new", "spot_check", "spot_check_look"),
    ),
    Place(
        "duties:likenesses",
        "bi-files",
        _("佐证雷同"),
        OVERSIGHT,
        LEADING | {"confirm"},
        _under("duties", "evidence_beside"),
    ),
    Place(
        "assessments:scores",
        "bi-bar-chart-line",
        _("考核得分"),
        OVERSIGHT,
        LEADING,
        _under("assessments", "score"),
    ),
    Place(
        "assessments:schemes",
        "bi-sliders",
        _("指标体系"),
        OVERSIGHT,
        LEADING,
        _under(
            "assessments",
            "scheme",
            "scheme_new",
            "scheme_edit",
            "scheme_effects",
            "results",
            "results_import",
            "result",
            "score_items",
            "score_item",
            "score_item_new",
        ),
    ),
    Place(
        "assessments:assessments",
        "bi-award",
        _("年度考核"),
        OVERSIGHT,
        ASSESSED,
        _under(
            "assessments",
            "assessment",
            "assessment_new",
            "assessment_approve",
            "assessment_changes",
            "assessment_overview",
            "score",
            "assessed",
            "objection",
            "objections",
        ),
    ),
    Place(
        "assessments:reports",
        "bi-file-earmark-text",
        _("年终述法"),
        OVERSIGHT,
        ASSESSED,
        _under(
            "assessments",
            "report",
            "annual_report",
            "annual_report_edit",
            "annual_report_submit",
            "annual_report_return",
            "annual_report_correct",
            "annual_report_evaluate",
            "report_terms",
            "report_batches",
            "report_batch",
            "report_batch_new",
        ),
    ),
    Place(
        "accountability:agenda",
        "bi-check2-square",
        _("待办事项"),
        FOLLOWS,
        frozenset({"discipline", "oversee", "appoint", "assess", *access.JUSTICE}),
    ),
    Place(
        "accountability:cases",
        "bi-folder2-open",
        _("问责事项"),
        FOLLOWS,
        FOLLOWING,
        _under("accountability", "case", "case_act"),
    ),
    Place(
        "accountability:leads",
        "bi-lightbulb",
        _("问责线索"),
        FOLLOWS,
        frozenset({"discipline"}),
        _under("accountability", "lead", "lead_new"),
    ),
    Place(
        "accountability:overview",
        "bi-pie-chart",
        _("问责激励总览"),
        FOLLOWS,
        frozenset({"discipline", "oversee", "appoint"}),
    ),
    Place(
        "accountability:incentives",
        "bi-award",
        _("激励"),
        FOLLOWS,
        FOLLOWING | {"assess", "log", "confirm"},
        _under("accountability", "incentive", "incentive_new", "incentive_act"),
    ),
    Place(
        "accountability:register",
        "bi-shield-exclamation",
        _("干预司法记录"),
        FOLLOWS,
        frozenset(access.JUSTICE),
        _under("accountability", "register_new", "register_entry"),
    ),
    Place(
        "accountability:quarters",
        "bi-calendar3",
        _("季度报告"),
        FOLLOWS,
        frozenset({"collate"}),
        _under("accountability", "quarter", "quarter_report"),
    ),
    Place(
        "accountability:circulars",
        "bi-megaphone",
        _("干预通报"),
        FOLLOWS,
        frozenset({INCUMBENT, *access.JUSTICE}),
    ),
    Place(
        "organizations:units",
        "bi-diagram-3",
        _("单位"),
        HOUSE,
        frozenset(),
        _under("organizations", "unit", "unit_new", "unit_edit", "post_new", "post_abolish"),
    ),
    Place(
        "organizations:people",
        "bi-people",
        _("人员"),
        HOUSE,
        frozenset({"administer"}),
        _under(
            "organizations",
            "person_new",
            "person",
            "person_password",
            "appointment_new",
            "appointment_end",
        ),
    ),
    Place(
        "organizations:grants",
        "bi-key",
        _("授权"),
        HOUSE,
        frozenset({"grant"}),
        _under("organizations", "grant_new", "grant_withdraw"),
    ),
    Place("organizations:journal", "bi-journal-text", _("操作日志"), HOUSE, frozenset({"audit"})),
    Place(
        "organizations:workdays",
        "bi-calendar3-week",
        _("工作日历"),
        LIBRARY,
        frozenset(),
        _under("organizations", "workday_notice", "workday_set"),
    ),
    Place("duties:regulation", "bi-book", _("制度条款"), LIBRARY),
    Place("duties:notices", "bi-bell", _("通知"), LIBRARY),
)
