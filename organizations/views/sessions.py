from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from organizations import held
from organizations.actions import people, sessions
from organizations.forms.log_in import LoginForm


@sensitive_post_parameters("password")
@never_cache
def login(request):
    kept = held.opened(request.POST.get("held", ""))
    if request.user.is_authenticated:
        return _onward(request, kept)
    said = request.POST if "username" in request.POST else None
    form = LoginForm(request, said, kept=kept)
    if form.is_bound:
        if form.is_valid():
            auth.login(request, form.get_user())
            sessions.opened(by=request.user, on=localdate())
            return _onward(request, kept)
        locked = AxesProxyHandler.is_locked(request, {"username": form.data.get("username", "")})
        sessions.refused(username=form.data.get("username", "")[:64], locked=locked, on=localdate())
    return _log_in_page(request, form, kept)


def log_in_first(request):
    """A form of ours came after the log-in had run out: the log-in page takes what was typed."""
    kept = held.of(request)
    return _log_in_page(request, LoginForm(request, kept=kept), kept, "expired", status=401)


def log_in_anew(request):
    """The log-in page itself had grown old: another window has logged in or out meanwhile."""
    kept = held.opened(request.POST.get("held", ""))
    if request.user.is_authenticated:
        return _onward(request, kept)
    form = LoginForm(request, kept=kept, initial={"username": request.POST.get("username", "")})
    return _log_in_page(request, form, kept, "stale", status=403)


def offer(request, kept: held.Held, status: int = 200):
    """What was typed may be sent once more, by the person who typed it."""
    context = {"kept": kept, "may_send": True, "sealed": ""}
    if request.user.is_authenticated and not kept.may_be_seen_by(request.user):
        context |= {"may_send": False, "sealed": held.seal(kept)}
    return render(request, "organizations/held.html", context, status=status)


def _log_in_page(request, form, kept, why="", status=200):
    if request.POST.get("held") and not kept:
        why = "gone"
    context = {
        "form": form, "kept": kept, "sealed": held.seal(kept) if kept else "", "why": why,
        "next": kept.back if kept else request.POST.get("next") or request.GET.get("next", ""),
    }  # fmt: skip
    return render(request, "organizations/login.html", context, status=status)


def _onward(request, kept):
    return offer(request, kept) if kept else redirect(_next(request))


@require_POST
def logout(request):
    """Whoever is logged out already is where he wanted to be; what another typed is passed on."""
    if request.user.is_authenticated:
        sessions.closed(by=request.user, on=localdate())
        auth.logout(request)
    kept = held.opened(request.POST.get("held", ""))
    if kept:
        return _log_in_page(request, LoginForm(request, kept=kept), kept)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@sensitive_post_parameters()
@login_required
def password_change(request):
    form = PasswordChangeForm(request.user, request.POST or None)
    if form.is_valid():
        password = form.cleaned_data["new_password1"]
        people.set_password(person=request.user, by=request.user, on=localdate(), password=password)
        auth.update_session_auth_hash(request, request.user)
        return redirect("organizations:password_changed")
    return render(request, "organizations/password_change.html", {"form": form})


@login_required
def password_changed(request):
    return render(request, "organizations/password_changed.html")


def _next(request) -> str:
    """Where the visitor wanted to go, if it is a page of ours."""
    target = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if local else resolve_url(settings.LOGIN_REDIRECT_URL)
