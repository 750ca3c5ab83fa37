from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations import workday_notices
from organizations.forms.units import date_field

FIRST, LAST = 2004, 2100


class Ruling(models.TextChoices):
    REST = "rest", _("休息")
    WORK = "work", _("上班")
    CLEAR = "clear", _("恢复原安排")


def year_field(**kwargs):
    return forms.IntegerField(
        label=_("年度"), validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)], **kwargs
    )


class YearForm(forms.Form):
    year = year_field(required=False)


class DayForm(forms.Form):
    """One day told otherwise, or back to the notice."""

    day = date_field(_("日期"))
    ruling = forms.ChoiceField(label=_("安排"), choices=Ruling)
    reason = forms.CharField(
        label=_("依据或说明"), max_length=80, required=False, help_text=_("恢复原安排时不必填。")
    )

    def clean(self):
        data = super().clean()
        if data.get("ruling") != Ruling.CLEAR and not data.get("reason"):
            self.add_error("reason", _("请写明依据或说明。"))
        return data


class NoticeForm(forms.Form):
    """The yearly notice, pasted; ``told`` is what was read from it."""

    year = year_field()
    number = forms.CharField(
        label=_("文号"), max_length=40, help_text=_("例如：国办发明电〔2026〕1号")
    )
    text = forms.CharField(
        label=_("通知正文"), max_length=4000, widget=forms.Textarea({"rows": 10}),
        help_text=_(
            "粘贴通知中各节假日的安排即可；也可以每行写一天或一段，例如“2027-02-05 至 2027-02-11 休 春节”、“2027-02-20 班”。"
        ),
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        if "text" in data and "year" in data:
            self._read(data)
        return data

    def _read(self, data) -> None:
        try:
            data["told"] = workday_notices.read(data["text"], data["year"])
        except workday_notices.Unreadable as error:
            self.add_error("text", _("这一句读不懂或者前后矛盾：“%(words)s”") % {"words": error})
        else:
            if not data["told"]:
                self.add_error("text", _("没有读到任何日期。"))
