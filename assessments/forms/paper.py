from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.models import LookVerdict
from duties.forms.record import TOO_LONG

ANSWERS = [("yes", _("是")), ("no", _("否")), ("na", _("不适用"))]


class PaperForm(forms.Form):
    """An entry on a working paper, with one question for each of the checklist.

    ``key`` makes it count once however often it is sent; ``base`` is the version that was shown.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    verdict = forms.ChoiceField(
        label=_("结论"), choices=LookVerdict.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择结论。")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("核查情况"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}), error_messages={"max_length": TOO_LONG},
        help_text=_("结论为“不符”的必须写明情况。"),
    )  # fmt: skip

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = [question.key for question in questions]
        for question in questions:
            self.fields[f"check_{question.key}"] = forms.ChoiceField(
                label=question.text.in_language(get_language()), choices=ANSWERS, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip

    @property
    def checklist(self):
        return [self[f"check_{key}"] for key in self.asked]

    def clean(self):
        said = super().clean()
        if said.get("verdict") == LookVerdict.DISCREPANCY and not said.get("note", "").strip():
            self.add_error("note", _("结论为“不符”的，请写明情况。"))
        return said

    def entry(self) -> dict:
        """What ``papers.write`` takes."""
        said = self.cleaned_data
        checks = {key: said[f"check_{key}"] for key in self.asked if said.get(f"check_{key}")}
        plain = ("key", "base", "verdict", "note")
        return {name: said[name] for name in plain} | {"checks": checks}
