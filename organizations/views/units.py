from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from organizations import access
from organizations.actions import units as actions
from organizations.forms.units import AbolishForm, PostForm, UnitFilter, UnitForm
from organizations.models import Appointment, Post, Unit
from organizations.paging import page_of


@login_required
def units(request):
    form = UnitFilter(request.GET)
    rows = Unit.objects.visible_to(request.user, localdate())
    if form.is_valid():
        rows = _filtered(rows, **form.cleaned_data)
    page = page_of(request, rows, order=("path",))
    return render(request, "organizations/units.html", {"form": form, "page": page})


def _filtered(rows, q, kind, level):
    if q:
        rows = rows.filter(
            Q(name_zh__icontains=q) | Q(name_en__icontains=q) | Q(code__startswith=q)
        )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(level=level) if level else rows


@login_required
def unit(request, pk):
    on = localdate()
    visible = Unit.objects.visible_to(request.user, on)
    row = get_object_or_404(visible, pk=pk)
    seated = Appointment.objects.select_related("person").order_by("-starts_on")
    children = visible.filter(pk__in=Unit.objects.get_children(row).values("pk"))
    context = {
        "unit": row,
        "on": on,
        "trail": visible.filter(pk__in=Unit.objects.get_ancestors(row).values("pk")),
        "posts": row.posts.prefetch_related(Prefetch("appointments", seated)),
        "page": page_of(request, children, order=("path",)),
        "people": row.people.all()[:50],
        "may_administer": access.allows(request.user, "administer", row),
    }
    return render(request, "organizations/unit.html", context)


def _administered(request, pk):
    row = get_object_or_404(Unit.objects.visible_to(request.user, localdate()), pk=pk)
    access.require(request.user, "administer", row)
    return row


def administered_post(request, pk):
    """The post ``pk`` if its unit is visible (404) and administered (403)."""
    visible = Unit.objects.visible_to(request.user, localdate())
    row = get_object_or_404(Post.objects.select_related("unit").filter(unit__in=visible), pk=pk)
    access.require(request.user, "administer", row.unit)
    return row


@login_required
def unit_new(request, pk):
    parent = _administered(request, pk)
    form = UnitForm(request.POST or None)
    if form.is_valid():
        row = actions.create(parent=parent, by=request.user, on=localdate(), **form.cleaned_data)
        messages.success(request, _("已新增单位。"))
        return redirect(row)
    return _unit_form(request, form, parent, _("新增下级单位"))


@login_required
def unit_edit(request, pk):
    row = _administered(request, pk)
    form = UnitForm(request.POST or None, instance=row)
    if form.is_valid():
        fresh = Unit.objects.get(pk=row.pk)
        actions.change(unit=fresh, by=request.user, on=localdate(), **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(fresh)
    return _unit_form(request, form, Unit.objects.get(pk=row.pk), _("修改单位"))


def _unit_form(request, form, row, heading):
    context = {"form": form, "unit": row, "heading": heading}
    return render(request, "organizations/unit_form.html", context)


@login_required
def post_new(request, pk):
    row = _administered(request, pk)
    form = PostForm(request.POST or None, instance=Post(unit=row))
    if form.is_valid():
        try:
            actions.create_post(unit=row, by=request.user, on=localdate(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已设立职务，其履职事项将在几分钟内生成。"))
            return redirect(row)
    return _unit_form(request, form, row, _("设立职务"))


@login_required
def post_abolish(request, pk):
    post = administered_post(request, pk)
    form = AbolishForm(request.POST or None)
    if form.is_valid():
        try:
            actions.abolish_post(post=post, by=request.user, on=localdate(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已撤销职务。"))
            return redirect(post.unit)
    heading = _("撤销职务：%(post)s") % {"post": post.label}
    return _unit_form(request, form, post.unit, heading)
