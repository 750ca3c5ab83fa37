from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from organizations.actions import people, sessions


@sensitive_post_parameters("password")
@never_cache
def login(request):
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = AuthenticationForm(request, request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            auth.login(request, form.get_user())
            sessions.opened(by=request.user, on=localdate())
            return redirect(_next(request))
        locked = AxesProxyHandler.is_locked(request, {"username": form.data.get("username", "")})
        sessions.refused(username=form.data.get("username", "")[:64], locked=locked, on=localdate())
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "organizations/login.html", context)


@require_POST
@login_required
def logout(request):
    sessions.closed(by=request.user, on=localdate())
    auth.logout(request)
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
