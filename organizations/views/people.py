import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from organizations import access
from organizations.actions import people as actions
from organizations.excel import workbook_response
from organizations.forms.people import PeopleFilter, PersonForm
from organizations.models import Unit, User
from organizations.paging import page_of


def _units(user):
    """The units whose people ``user`` administers; nobody without any gets further."""
    units = access.units_for(user, ["administer"], Unit.objects.all())
    if not units.exists():
        raise PermissionDenied("administer")
    return units


def _people(request, units):
    form = PeopleFilter(request.GET)
    rows = User.objects.filter(unit__in=units).select_related("unit").order_by("unit__path", "pk")
    if form.is_valid() and form.cleaned_data["q"]:
        q = form.cleaned_data["q"]
        rows = rows.filter(
            Q(name_zh__icontains=q) | Q(name_en__icontains=q)
            | Q(username__icontains=q) | Q(unit__name_zh__icontains=q)
        )  # fmt: skip
    return form, rows


@login_required
def people(request):
    form, rows = _people(request, _units(request.user))
    page = page_of(request, rows, order=("username",))
    return render(request, "organizations/people.html", {"form": form, "page": page})


@login_required
def people_export(request):
    _form, rows = _people(request, _units(request.user))
    headers = [_("用户名"), _("姓名或职务名称"), _("英文名称"), _("单位"), _("启用")]
    lines = (
        (p.username, p.name_zh, p.name_en, p.unit.label, _("是") if p.is_active else _("否"))
        for p in rows
    )
    return workbook_response(f"{_('人员')}-{localdate()}", _("人员"), headers, lines)


@login_required
def person_new(request):
    form = PersonForm(request.POST or None, units=_units(request.user), initial={"is_active": True})
    if form.is_valid():
        password = secrets.token_urlsafe(9)
        person = actions.create(
            by=request.user, on=localdate(), password=password, **form.cleaned_data
        )
        _show_once(request, person, password)
        return redirect("organizations:people")
    return render(request, "organizations/person_form.html", {"form": form})


@login_required
def person(request, pk):
    units = _units(request.user)
    row = get_object_or_404(User, pk=pk, unit__in=units)
    form = PersonForm(request.POST or None, instance=row, units=units)
    if form.is_valid():
        fresh = User.objects.get(pk=row.pk)
        actions.change(person=fresh, by=request.user, on=localdate(), **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("organizations:people")
    return render(request, "organizations/person_form.html", {"form": form, "person": row})


@login_required
def person_password(request, pk):
    row = get_object_or_404(User, pk=pk, unit__in=_units(request.user))
    if request.method == "POST":
        password = secrets.token_urlsafe(9)
        actions.set_password(person=row, by=request.user, on=localdate(), password=password)
        _show_once(request, row, password)
        return redirect("organizations:people")
    return render(request, "organizations/person_password.html", {"person": row})


def _show_once(request, person: User, password: str) -> None:
    """The initial password is shown this once; only its hash is kept."""
    text = _("%(name)s（%(username)s）的初始密码：%(password)s。只显示一次，请转告本人并尽快修改。")
    values = {"name": person.name_zh, "username": person.username, "password": password}
    messages.success(request, text % values)
