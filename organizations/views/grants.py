from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from organizations import access
from organizations.actions import grants as actions
from organizations.forms.grants import GrantFilter, GrantForm
from organizations.models import Unit, UnitPermission
from organizations.paging import page_of


def _units(user):
    """The units on which ``user`` may grant; nobody without any gets further."""
    units = access.units_for(user, ["grant"], Unit.objects.all())
    if not units.exists():
        raise PermissionDenied("grant")
    return units


@login_required
def grants(request):
    units = _units(request.user)
    form = GrantFilter(request.GET)
    rows = UnitPermission.objects.filter(content_object__in=units).select_related(
        "user", "permission", "content_object"
    )
    if form.is_valid():
        rows = _filtered(rows, **form.cleaned_data)
    order = ("content_object__path", "permission__codename", "user__username", "pk")
    page = page_of(request, rows, order=order)
    for row in page:
        row.label = access.LABELS[row.permission.codename]
    return render(request, "organizations/grants.html", {"page": page, "form": form})


def _filtered(rows, q, code):
    if q:
        rows = rows.filter(
            Q(user__name_zh__icontains=q) | Q(user__username__icontains=q)
            | Q(content_object__name_zh__icontains=q) | Q(content_object__name_en__icontains=q)
        )  # fmt: skip
    return rows.filter(permission__codename=code) if code else rows


@login_required
def grant_new(request):
    form = GrantForm(request.POST or None, units=_units(request.user))
    if form.is_valid():
        try:
            actions.give(by=request.user, on=localdate(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已授权。"))
            return redirect("organizations:grants")
    return render(request, "organizations/grant_form.html", {"form": form})


@login_required
def grant_withdraw(request, pk):
    units = _units(request.user)
    rows = UnitPermission.objects.select_related("user", "permission", "content_object")
    grant = get_object_or_404(rows.filter(content_object__in=units), pk=pk)
    if request.method == "POST":
        actions.withdraw(
            person=grant.user, code=grant.permission.codename, unit=grant.content_object,
            by=request.user, on=localdate(),
        )  # fmt: skip
        messages.success(request, _("已收回授权。"))
        return redirect("organizations:grants")
    label = access.LABELS[grant.permission.codename]
    return render(request, "organizations/grant_withdraw.html", {"grant": grant, "label": label})
