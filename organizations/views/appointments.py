from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from organizations import access
from organizations.actions import appointments as actions
from organizations.forms.people import AppointForm, RelieveForm
from organizations.models import Appointment, Unit
from organizations.views.units import administered_post


@login_required
def appointment_new(request, pk):
    post = administered_post(request, pk)
    units = access.units_for(request.user, ["administer"], Unit.objects.all())
    form = AppointForm(request.POST or None, units=units, initial={"starts_on": localdate()})
    if form.is_valid():
        try:
            actions.begin(post=post, by=request.user, on=localdate(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("已办理任职。"))
            return redirect(post.unit)
    heading = _("任职：%(post)s") % {"post": post.label}
    context = {"form": form, "unit": post.unit, "heading": heading}
    return render(request, "organizations/unit_form.html", context)


@login_required
def appointment_end(request, pk):
    visible = Unit.objects.visible_to(request.user, localdate())
    rows = Appointment.objects.select_related("post__unit", "person")
    row = get_object_or_404(rows.filter(post__unit__in=visible), pk=pk)
    access.require(request.user, "administer", row.post.unit)
    form = RelieveForm(request.POST or None, initial={"ends_on": localdate()})
    if form.is_valid():
        try:
            actions.end(appointment=row, by=request.user, on=localdate(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("已办理免职。"))
            return redirect(row.post.unit)
    values = {"person": row.person.name_zh, "post": row.post.label}
    heading = _("免职：%(person)s（%(post)s）") % values
    context = {"form": form, "unit": row.post.unit, "heading": heading}
    return render(request, "organizations/unit_form.html", context)
