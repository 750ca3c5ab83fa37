from django import forms
from django.utils.translation import gettext_lazy as _


class ConfirmForm(forms.Form):
    """The password again, before what cannot be taken back: nobody acts from another's open
    screen. ``edition`` is what the page showed."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("请再次输入登录密码"), strip=False, max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("请输入登录密码。")},
    )  # fmt: skip
