"""Asking for the password again before something that cannot be taken back (ASVS 7.5.3)."""

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from organizations.actions import sessions


def refusal(request, password: str) -> str:
    """Why the password does not do; empty when it is right.

    Failures count with those at the log-in page: five, and the account waits.
    """
    named = {"username": request.user.username}
    if AxesProxyHandler.is_locked(request, named):
        sessions.not_confirmed(by=request.user, locked=True, on=localdate())
        wait = {"minutes": settings.ENV["LOCKOUT_MINUTES"]}
        return _("密码输错次数过多，请%(minutes)s分钟后再试。") % wait
    if authenticate(request, **named, password=password) == request.user:
        return ""
    sessions.not_confirmed(by=request.user, locked=False, on=localdate())
    return _("密码不正确，未提交。")
