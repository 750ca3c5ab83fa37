"""What each step is called: on its button, at the head of its form, and in the history."""

from django.utils.translation import gettext_lazy as _

from accountability.stages import Verb

#: Verb → (name, icon of its button).
NAMES = {
    Verb.ACCOUNT: (_("填写核实情况"), "bi-pencil-square"),
    Verb.NOTIFY: (_("立案并告知当事人"), "bi-envelope-paper"),
    Verb.DROP: (_("核实后了结"), "bi-archive"),
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
    Verb.ANNUL: (_("撤销原决定"), "bi-arrow-counterclockwise"),
    Verb.CORRECT: (_("补充更正"), "bi-pencil"),
    Verb.ATTACH: (_("上传核实材料"), "bi-paperclip"),
    Verb.ASSIGN: (_("指定办理人员"), "bi-person-plus"),
    Verb.RECUSE: (_("本人回避"), "bi-person-dash"),
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
    "cases.recount": _("按工作日历重新计算期限"),
    "cases.take_over": _("接手承办"),
    "cases.remove_file": _("移除文件"),
    "cases.take_out_file": _("调阅案卷"),
}
#: Who did these stands in the sealed chain alone: whoever reports interference is protected.
SHIELDED = frozenset({"leads.refer"})


def in_history(action: str) -> str:
    """The name of an entry of the sealed chain."""
    verb = action.partition(".")[2]
    if action in HISTORY:
        return str(HISTORY[action])
    return str(NAMES[Verb(verb)][0]) if verb in set(Verb) else action
