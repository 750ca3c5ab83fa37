"""The pure rules' words with a label for the reader (zh here, en in locale/)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    CHECKING = "checking", _("初步核实")
    HEARING = "hearing", _("立案告知")
    HEARD = "heard", _("已听取陈述申辩")
    DECIDED = "decided", _("党委已决定")
    HANDED = "handed", _("已移交办理")
    MEASURED = "measured", _("已作出处理")
    SERVED = "served", _("已送达")
    APPEALED = "appealed", _("申诉办理中")
    ANSWERED = "answered", _("已答复申诉")
    CLOSED = "closed", _("已办结")
    DROPPED = "dropped", _("核实后了结")
    WITHDRAWN = "withdrawn", _("已撤案")
    TOLERATED = "tolerated", _("容错免责")


class Role(models.TextChoices):
    """``concerned`` is nobody's assignment: it follows from who the case is about."""

    HANDLER = "handler", _("纪检机关承办人")
    OFFICE = "office", _("党委办公室")
    ORGANIZER = "organizer", _("组织部门承办人")


class Subject(models.TextChoices):
    LEADER = "leader", _("领导干部")
    ORGANIZATION = "organization", _("党组织")


class Form(models.TextChoices):
    CIRCULAR = "circular", _("通报")
    ADMONITION = "admonition", _("诫勉")
    ADJUSTMENT = "adjustment", _("组织调整或者组织处理")
    DISCIPLINE = "discipline", _("纪律处分")
    SELF_EXAMINATION = "self_examination", _("检查")
    REORGANIZATION = "reorganization", _("改组")


class Condition(models.TextChoices):
    DIRECTION = "direction", _("符合改革方向")
    NO_BAN = "no_ban", _("没有明令禁止")
    PROCEDURE = "procedure", _("决策程序合规")
    NO_GAIN = "no_gain", _("没有谋取私利")
    MADE_GOOD = "made_good", _("及时挽回损失")
    NOT_GRAVE = "not_grave", _("非屡犯且没有造成严重后果")
    CORRECTED = "corrected", _("主动及时纠正")
    FIRST = "first", _("先行先试、属于首次")


#: Which grant each role needs on the unit that manages the cadre.
CODES = {Role.HANDLER: "discipline", Role.OFFICE: "oversee", Role.ORGANIZER: "appoint"}
