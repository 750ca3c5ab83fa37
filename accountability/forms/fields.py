"""Fields that the forms of a case have in common."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from duties.forms.parts_base import SAY_DATE, date_input
from duties.forms.record import TOO_LONG


def long(label, length: int, rows: int = 4, **kwargs) -> forms.CharField:
    messages = {"max_length": TOO_LONG} | kwargs.pop("error_messages", {})
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=messages, **kwargs,
    )  # fmt: skip


def short(label, length: int, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, error_messages={"max_length": TOO_LONG}, **kwargs
    )


def day(label, **kwargs) -> forms.DateField:
    return forms.DateField(
        label=label, widget=date_input(),
        error_messages={"invalid": SAY_DATE}, **kwargs,
    )  # fmt: skip


def document() -> forms.CharField:
    return short(_("文号"), 60, help_text=_("例如：浙委〔2026〕12号。"))


class Acting(forms.Form):
    """A step on a case: ``version`` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, case, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.on = case, on
        self.fields["version"].initial = case.version
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the case."""


class Keyed(forms.Form):
    """A form that counts once, by its key."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, case, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.on = case, on
