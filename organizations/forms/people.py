from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.forms.units import date_field
from organizations.models import Unit, User


class PeopleFilter(forms.Form):
    q = forms.CharField(label=_("姓名、用户名或单位"), required=False, max_length=60)


class PersonForm(forms.ModelForm):
    """An account; what it may do is granted elsewhere."""

    class Meta:
        model = User
        fields = ["username", "name_zh", "name_en", "email", "unit", "is_active"]

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].required = True
        self.fields["unit"].label_from_instance = indented


class AppointForm(forms.Form):
    """Who takes the post, and from when."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("人员"))
    starts_on = date_field(_("任职日期"))
    ends_on = date_field(_("免职日期"), required=False, help_text=_("在任的留空。"))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.active().filter(unit__in=units)
        self.fields["person"].label_from_instance = lambda p: f"{p.name_zh}（{p.username}）"


class RelieveForm(forms.Form):
    ends_on = date_field(_("免职日期"), help_text=_("最后任职的一天，含当日。"))


def indented(unit: Unit) -> str:
    """The unit's name, set in by its depth in the tree."""
    return f"{'　' * (unit.depth - 1)}{unit.label}"
