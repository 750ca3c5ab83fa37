"""The decision on an incentive, as a plain frozen value in the language that is active."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accountability.figures.letters import Letter, Section
from accountability.models import Incentive


def decision(incentive: Incentive, document: str, decided_on: date) -> Letter:
    """To nobody in particular: it is published once it is handled."""
    issuer = _("中共%(region)s委员会") % {"region": incentive.unit.label}
    decided = _("%(issuer)s%(day)s研究决定，对%(who)s给予%(form)s，由组织部门按照干部管理权限和规定程序办理。") % {
        "issuer": issuer, "day": date_format(decided_on, "DATE_FORMAT"),
        "who": incentive.post.full_title, "form": incentive.get_form_display(),
    }  # fmt: skip
    return Letter(
        language=get_language(), title=_("关于给予%(who)s%(form)s的决定")
        % {"who": incentive.post.full_title, "form": incentive.get_form_display()},
        number=document, addressee="",
        opening=_("根据《浙江省党政主要负责人履行推进法治建设第一责任人职责实施办法》第二十六条的规定，现决定如下。"),
        sections=(
            Section(_("一、事由"), tuple(incentive.reason.splitlines())),
            Section(_("二、决定"), (decided,)),
        ),
        issuer=issuer, day=decided_on,
    )  # fmt: skip
