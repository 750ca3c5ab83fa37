from django import forms
from django.utils.translation import gettext_lazy as _

from organizations import access
from organizations.forms.people import indented
from organizations.models import Unit, User


class GrantForm(forms.Form):
    """One permission for one person on one unit within the grantor's reach."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("人员"))
    code = forms.ChoiceField(
        label=_("权限"), choices=[("", "---------"), *access.LABELS.items()],
        help_text=_("填报、核实和干预司法活动的记录、汇总只及于本单位；督导、督查、考核等及于本单位及其下级。"),
    )  # fmt: skip
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位"))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].label_from_instance = indented
        self.fields["person"].queryset = User.objects.active().filter(unit__in=units)
        self.fields["person"].label_from_instance = lambda p: f"{p.name_zh}（{p.username}）"


class GrantFilter(forms.Form):
    q = forms.CharField(label=_("人员或单位"), required=False, max_length=60)
    code = forms.ChoiceField(
        label=_("权限"), required=False, choices=[("", _("全部")), *access.LABELS.items()]
    )
