from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.forms.fields import day, long, short
from accountability.models import Lead, LeadSource, LeadState, Subject
from assessments.forms.scope import tree_choices

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
    whom = forms.ChoiceField(
        label=_("对象"), help_text=_("领导干部按发生或者发现当日的任职确定本人；党组织按单位列出。")
    )
    found_on = day(_("发生或者发现日期"))
    text = long(_("线索内容"), 2000, 5, help_text=_("写明来源、事实和依据；不作结论。"))

    def __init__(self, *args, units, posts, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {f"{Subject.LEADER}:{row.pk}": row for row in posts}
        leaders = [(key, row.full_title) for key, row in self.found.items()]
        below = [(f"{Subject.ORGANIZATION}:{key}", label) for key, label in tree_choices(units)]
        self.found |= {f"{Subject.ORGANIZATION}:{row.pk}": row for row in units}
        groups = [(Subject.LEADER.label, leaders), (Subject.ORGANIZATION.label, below)]
        self.fields["whom"].choices = [("", "–"), *groups]
        self.fields["found_on"].initial = on

    def clean(self):
        """As the action takes it: a post with its unit, or a unit alone."""
        said = super().clean()
        whom = said.pop("whom", "")
        if whom:
            subject, chosen = whom.partition(":")[0], self.found[whom]
            leader = subject == Subject.LEADER
            said |= {"subject": subject, "post": chosen if leader else None,
                     "about_unit": chosen.unit if leader else chosen}  # fmt: skip
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
