from datetime import date
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.forms.fields import day, document, long
from accountability.models import IncentiveForm, IncentiveStage
from organizations.models import Post


class ProposalForm(forms.Form):
    """Whom, for which year, in which form and why."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    post = forms.ModelChoiceField(label=_("职务"), queryset=None)
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    form = forms.ChoiceField(
        label=_("激励方式"), choices=IncentiveForm.choices, widget=forms.RadioSelect
    )
    reason = long(_("事由"), 1000, 5, help_text=_("写明突出的履职成效，公布时将载明。"))

    def __init__(self, *args, units, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        posts = Post.objects.in_force(on).filter(unit__in=units).select_related("unit")
        self.fields["post"].queryset = posts.order_by("unit__path", "-track")
        self.fields["post"].label_from_instance = lambda post: post.full_title
        self.fields["year"].choices = [(each, each) for each in (on.year, on.year - 1)]


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReviewForm(Versioned):
    opinion = long(_("审核意见"), 500, 3)


class DecideForm(Versioned):
    document = document()
    decided_on = day(_("决定日期"))


class HandleForm(Versioned):
    handling = long(_("办理情况"), 500, 3)


class PublishForm(Versioned):
    """Nothing but the version that was read."""


class EndForm(Versioned):
    reason = long(_("理由"), 500, 2)


#: The form that each step asks for.
FORMS = {
    "review": ReviewForm, "decide": DecideForm, "handle": HandleForm, "publish": PublishForm,
    "decline": EndForm, "revoke": EndForm,
}  # fmt: skip


class IncentiveFilter(forms.Form):
    stage = forms.ChoiceField(
        label=_("阶段"), required=False, choices=[("", _("全部")), *IncentiveStage.choices]
    )
    form = forms.ChoiceField(
        label=_("激励方式"), required=False, choices=[("", _("全部")), *IncentiveForm.choices]
    )

    def apply(self, rows):
        if self.is_valid():
            for name, value in self.cleaned_data.items():
                rows = rows.filter(**{name: value}) if value else rows
        return rows
