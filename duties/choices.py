"""The pure rules' words with a label for the reader (zh here, en in locale/)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    COUNT = "count", _("次数")
    COVERAGE = "coverage", _("覆盖")
    RATE = "rate", _("比率")
    CHECKLIST = "checklist", _("步骤")
    STANDING = "standing", _("制度在用")
    STATEMENT = "statement", _("工作说明")
    REGISTER = "register", _("登记")


class Cadence(models.TextChoices):
    YEAR = "year", _("每年")
    HALF_YEAR = "half_year", _("每半年")
    QUARTER = "quarter", _("每季度")


class Status(models.TextChoices):
    OPEN = "open", _("未开始")
    PARTIAL = "partial", _("进行中")
    MET = "met", _("已完成")
    MET_LATE = "met_late", _("逾期完成")
    MISSED = "missed", _("逾期未完成")
    WAIVED = "waived", _("免于履行")


class Outcome(models.TextChoices):
    NONE = "none", _("尚无记录")
    PARTIAL = "partial", _("部分满足")
    MET = "met", _("满足")
    MET_LATE = "met_late", _("逾期满足")
    NO_BASIS = "no_basis", _("无基数")


class Light(models.TextChoices):
    GREY = "grey", _("未到期")
    AMBER = "amber", _("临近到期")
    RED = "red", _("逾期")
    GREEN = "green", _("完成")


class RecordState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已提交")
    CONFIRMED = "confirmed", _("已核实")
    RETURNED = "returned", _("已退回")
    STRUCK = "struck", _("已撤销")
