"""What each step is called: on its button, at the head of its form, and in the history."""

from django.utils.translation import gettext_lazy as _

from accountability.stages import Facts, Stage, Verb

#: Verb → (name, icon of its button).
NAMES = {
    Verb.ACCOUNT: (_("填写核实情况"), "bi-pencil-square"),
    Verb.NOTIFY: (_("立案并告知当事人"), "bi-envelope-paper"),
    Verb.DROP: (_("核实后予以了结"), "bi-archive"),
    Verb.STATE: (_("提交陈述申辩"), "bi-chat-left-text"),
    Verb.WAIVE: (_("放弃陈述申辩"), "bi-slash-circle"),
    Verb.LAPSE: (_("记录逾期未陈述"), "bi-hourglass-bottom"),
    Verb.CLAIM: (_("提出容错申请"), "bi-shield-check"),
    Verb.TEST: (_("逐项审核容错条件"), "bi-list-check"),
    Verb.RULE: (_("登记容错裁定"), "bi-clipboard-check"),
    Verb.DECIDE: (_("登记党委决定"), "bi-journal-check"),
    Verb.HAND_OVER: (_("移交办理"), "bi-box-arrow-right"),
    Verb.MEASURE: (_("登记处理"), "bi-file-earmark-check"),
    Verb.SERVE: (_("登记送达"), "bi-envelope-check"),
    Verb.APPEAL: (_("提出申诉"), "bi-megaphone"),
    Verb.ANSWER: (_("答复申诉"), "bi-reply"),
    Verb.CLOSE: (_("办结"), "bi-check2-circle"),
    Verb.WITHDRAW: (_("撤案"), "bi-x-circle"),
    Verb.ANNUL: (_("登记撤销决定"), "bi-arrow-counterclockwise"),
    Verb.CORRECT: (_("补充更正"), "bi-pencil"),
    Verb.ATTACH: (_("上传材料"), "bi-paperclip"),
    Verb.ASSIGN: (_("指定办理人员"), "bi-person-plus"),
    Verb.RECUSE: (_("本人回避"), "bi-person-dash"),
}
#: Once it was done: it may be done again, but nobody waits for it.
AGAIN = {
    Verb.ACCOUNT: _("修改核实情况"),
    Verb.TEST: _("修改审核结论"),
    Verb.STATE: _("补充陈述申辩"),
}
#: What has to come first, in words.
MISSING = {
    "account": _("请先写明初步核实情况。"),
    "team": _("告知和听取陈述申辩须由两名以上承办人办理，请先指定承办人。"),
    "heard": _("未听取陈述申辩的，不得作出决定。"),
    "open_claim": _("没有待裁定的容错申请。"),
    "no_open_claim": _("容错申请尚未裁定，请先办理容错申请。"),
    "tested": _("请先由承办人逐项审核容错条件。"),
    "forms": _("决定不予问责的，不移交办理，请直接办结。"),
    "no_forms": _("决定予以问责的，须依次移交、处理、送达后才能办结。"),
    "standing": _("没有仍然有效的问责处理可以撤销。"),
    "own_form": _("该问责方式不在决定之内，或者已经办理。"),
    "time_over": _("期限尚未届满。"),
    "time_left": _("申诉期限已过。"),
}
#: What only the history names.
HISTORY = {
    "leads.propose": _("系统提出线索"),
    "leads.enter": _("登记线索"),
    "leads.refer": _("移送线索"),
    "leads.merge": _("并入其他线索"),
    "leads.set_aside": _("不予受理"),
    "cases.take_up": _("受理线索"),
    "cases.exempt": _("容错免责"),
    "cases.rule": _("容错裁定"),
    "cases.redecide": _("变更原决定"),
    "cases.drop": _("核实后了结"),
    "cases.annul": _("撤销原决定"),
    "cases.recount": _("按工作日历重新计算期限"),
    "cases.take_over": _("接手承办"),
    "cases.remove_file": _("移除文件"),
    "cases.take_out_file": _("调阅案卷"),
}
#: Who did these stands in the sealed chain alone: whoever reports interference is protected.
SHIELDED = frozenset({"leads.refer"})


def named(verb: Verb, facts: Facts) -> tuple:
    """Its name and icon as things stand: what was done once is changed or added to."""
    name, icon = NAMES[verb]
    done = {
        Verb.ACCOUNT: facts.account, Verb.TEST: facts.claim == "tested",
        Verb.STATE: facts.stage == Stage.HEARD,
    }.get(verb, False)  # fmt: skip
    return AGAIN[verb] if done else name, icon


def first(missing: list[str]) -> str:
    """What has to be done first; empty where nothing stands against the step."""
    return str(MISSING[missing[0]]) if missing else ""


def in_history(action: str) -> str:
    """The name of an entry of the sealed chain."""
    verb = action.partition(".")[2]
    if action in HISTORY:
        return str(HISTORY[action])
    return str(NAMES[Verb(verb)][0]) if verb in set(Verb) else action
