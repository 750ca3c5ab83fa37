from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organizations.held import Held


class LoginForm(AuthenticationForm):
    """Where the page holds what somebody typed, it opens for that person alone."""

    def __init__(self, request=None, data=None, *, kept: Held | None = None, **kwargs):
        super().__init__(request, data, **kwargs)
        self.kept = kept

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if self.kept and not self.kept.may_be_seen_by(user):
            raise ValidationError(
                _("本页保留的内容由另一账户填写，请用该账户登录；如不需要，可放弃这些内容后登录。"),
                code="held",
            )
