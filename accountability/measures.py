"""The forms in which one answers (DOMAIN §5; 《中国共产党问责条例》2019), and who carries them out."""

from collections.abc import Collection
from enum import StrEnum

from accountability.stages import Role


class Subject(StrEnum):
    LEADER = "leader"
    ORGANIZATION = "organization"


class Form(StrEnum):
    CIRCULAR = "circular"  # 通报
    ADMONITION = "admonition"  # 诫勉
    ADJUSTMENT = "adjustment"  # 组织调整或者组织处理
    DISCIPLINE = "discipline"  # 纪律处分
    SELF_EXAMINATION = "self_examination"  # 检查
    REORGANIZATION = "reorganization"  # 改组


FORMS = {
    Subject.LEADER: (Form.CIRCULAR, Form.ADMONITION, Form.ADJUSTMENT, Form.DISCIPLINE),
    Subject.ORGANIZATION: (Form.SELF_EXAMINATION, Form.CIRCULAR, Form.REORGANIZATION),
}
#: From the lightest to the heaviest.
WEIGHT = (
    Form.SELF_EXAMINATION, Form.CIRCULAR, Form.ADMONITION, Form.ADJUSTMENT, Form.DISCIPLINE,
    Form.REORGANIZATION,
)  # fmt: skip
#: By cadre-management authority: what changes posts is the organization department's.
MADE_BY = dict.fromkeys(Form, Role.HANDLER) | {
    Form.ADJUSTMENT: Role.ORGANIZER,
    Form.REORGANIZATION: Role.ORGANIZER,
}
#: Months of effect where the measure itself names none; a setting may say otherwise.
EFFECT_MONTHS = {Form.ADMONITION: 6}


def harsher(after: Collection[str], before: Collection[str]) -> bool:
    """Whoever appeals is not made worse off: nothing heavier than before, and nothing on top."""
    weights = [[WEIGHT.index(Form(form)) for form in forms] for forms in (after, before)]
    return max(weights[0], default=-1) > max(weights[1], default=-1) or set(after) > set(before)
