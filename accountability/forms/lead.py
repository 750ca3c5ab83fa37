from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.forms.fields import day, long, short
from accountability.models import Lead, LeadSource, LeadState, Subject
from assessments.forms.scope import tree_choices
from organizations.models import Post, Unit

ALL = ("", _("全部"))
SHOWN = [choice for choice in LeadState.choices if choice[0] != LeadState.TAKEN_UP]


class LeadFilter(forms.Form):
    source = forms.ChoiceField(label=_("来源"), required=False, choices=[ALL, *LeadSource.choices])
    state = forms.ChoiceField(
        label=_("处置"), required=False, choices=[ALL, *SHOWN], initial=LeadState.NEW
    )

    def apply(self, rows):
        said = self.cleaned_data if self.is_valid() else {}
        return rows.filter(**{name: value for name, value in said.items() if value})


class LeadForm(forms.Form):
    """A lead entered by hand; whoever held the post on that day is the one concerned."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    subject = forms.ChoiceField(
        label=_("对象"), choices=Subject.choices, initial=Subject.LEADER, widget=forms.RadioSelect
    )
    post = forms.ModelChoiceField(
        label=_("涉及职务"), queryset=Post.objects.none(), required=False,
        help_text=_("对象为领导干部的必填。"),
    )  # fmt: skip
    about_unit = forms.ModelChoiceField(
        label=_("涉及单位"), queryset=Unit.objects.none(), required=False,
        help_text=_("对象为党组织的必填。"),
    )  # fmt: skip
    found_on = day(_("发生或者发现日期"))
    text = long(_("线索内容"), 2000, 5, help_text=_("写明来源、事实和依据；不作结论。"))

    def __init__(self, *args, units, posts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about_unit"].queryset = units
        self.fields["about_unit"].choices = [("", "–"), *tree_choices(units)]
        self.fields["post"].queryset = posts
        self.fields["post"].choices = [("", "–"), *((p.pk, p.full_title) for p in posts)]

    def clean(self):
        said = super().clean()
        leader = said.get("subject") == Subject.LEADER
        if leader and not said.get("post") and "post" not in self.errors:
            self.add_error("post", _("请选择涉及职务。"))
        if not leader and not said.get("about_unit") and "about_unit" not in self.errors:
            self.add_error("about_unit", _("请选择涉及单位。"))
        if leader:
            said["about_unit"] = said["post"].unit if said.get("post") else None
        else:
            said["post"] = None
        return said


class SetAsideForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = long(_("不予受理的理由"), 500, 3)


class TakeUpForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = short(_("事由"), 120, help_text=_("用一句话写明核实什么，不作结论。"))


class MergeForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    into = forms.ModelChoiceField(
        label=_("并入"), queryset=Lead.objects.none(), empty_label=None,
        help_text=_("只列出涉及同一对象、尚待处置的线索。"),
    )  # fmt: skip

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others
        self.fields["into"].label_from_instance = lambda row: f"{row.found_on:%Y-%m-%d} {row.text}"[
            :80
        ]
