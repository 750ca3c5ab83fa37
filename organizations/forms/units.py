from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Kind, Level, Post, Unit


def date_field(label, *, required=True, help_text=""):
    """A date with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class UnitFilter(forms.Form):
    q = forms.CharField(label=_("名称或代码"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部")), *Kind.choices]
    )
    level = forms.ChoiceField(
        label=_("层级"), required=False, choices=[("", _("全部")), *Level.choices]
    )


class UnitForm(forms.ModelForm):
    """Name, kind, level and code of a unit; its place in the tree is where it was added."""

    class Meta:
        model = Unit
        fields = ["name_zh", "name_en", "short_zh", "kind", "level", "code"]


class PostForm(forms.ModelForm):
    """One of the two chairs of a unit."""

    established_on = date_field(_("设立日期"), required=False)

    class Meta:
        model = Post
        fields = ["track", "title_zh", "title_en", "established_on"]


class AbolishForm(forms.Form):
    abolished_on = date_field(_("撤销日期"), help_text=_("自该日起不再产生新的履职事项。"))
