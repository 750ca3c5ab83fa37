"""The working-day calendar: everyone may read it, an administrator enters the yearly notice."""

import calendar as months
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations import workdays as rules
from organizations.actions import workdays as actions
from organizations.excel import workbook_response
from organizations.forms.workdays import DayForm, NoticeForm, Ruling, YearForm
from organizations.models import CalendarDay, CalendarNotice

#: How far the pages go from this year; limits are told for no other.
REACH = 1


def _year(request) -> int:
    """The year asked for if it is near, else this one."""
    form, this = YearForm(request.GET), localdate().year
    asked = (form.is_valid() and form.cleaned_data["year"]) or this
    return asked if abs(asked - this) <= REACH else this


@login_required
def workdays(request):
    return _page(request, _year(request), DayForm())


def _page(request, year: int, form: DayForm):
    calendar = CalendarDay.objects.calendar()
    context = {
        "year": year,
        "years": range(localdate().year - REACH, localdate().year + REACH + 1),
        "months": [(date(year, n, 1), _weeks(year, n, calendar)) for n in range(1, 13)],
        "provisional": rules.provisional(date(year, 12, 31), calendar),
        "notice": CalendarNotice.objects.filter(year=year).first(),
        "overrides": CalendarDay.objects.filter(day__year=year).select_related("set_by"),
        "form": form,
        "may_edit": actions.may_edit(request.user),
        "total": sum(rules.is_workday(day, calendar) for day in _days(year)),
        "today": localdate(),
    }
    return render(request, "organizations/workdays.html", context)


def _weeks(year: int, month: int, calendar: rules.Calendar):
    """Weeks from Monday; ``None`` for days of the neighbouring months."""
    return [
        [_cell(day, calendar) if day.month == month else None for day in week]
        for week in months.Calendar().monthdatescalendar(year, month)
    ]


def _cell(day: date, calendar: rules.Calendar) -> dict:
    return {"day": day, "told": rules.answer(day, calendar), "weekend": day.weekday() >= 5}


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@login_required
def workdays_export(request):
    year = _year(request)
    calendar = CalendarDay.objects.calendar()
    headers = [_("日期"), _("工作日"), _("来源"), _("名称或说明")]
    told = ((day, rules.answer(day, calendar)) for day in _days(year))
    lines = (
        (day, _("是") if each.is_workday else _("否"), source_label(each.source), each.name)
        for day, each in told
    )
    return workbook_response(f"{_('工作日历')}-{year}", str(year), headers, lines)


def source_label(source: rules.Source) -> str:
    return {
        rules.Source.OVERRIDE: _("登记"),
        rules.Source.ANNOUNCED: _("已公布"),
        rules.Source.PROVISIONAL: _("暂定"),
    }[source]


@login_required
@require_POST
def workday_set(request):
    if not actions.may_edit(request.user):
        raise PermissionDenied("administer")
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, _year(request), form)
    day, ruling = form.cleaned_data["day"], form.cleaned_data["ruling"]
    if ruling == Ruling.CLEAR:
        actions.clear_day(day=day, by=request.user, on=localdate())
    else:
        actions.set_day(
            day=day, is_workday=ruling == Ruling.WORK, reason=form.cleaned_data["reason"],
            by=request.user, on=localdate(),
        )  # fmt: skip
    messages.success(request, _("已登记。"))
    return redirect(f"{reverse('organizations:workdays')}?year={day.year}")


@login_required
def workday_notice(request):
    """Paste, look at what was read, then enter: the first post only shows."""
    if not actions.may_edit(request.user):
        raise PermissionDenied("administer")
    form = NoticeForm(request.POST or None, initial={"year": localdate().year + 1})
    told = form.cleaned_data["told"] if form.is_valid() else None
    if told and "enter" in request.POST:
        year = form.cleaned_data["year"]
        actions.enter(
            year=year, number=form.cleaned_data["number"], told=told, by=request.user,
            on=localdate(),
        )  # fmt: skip
        messages.success(request, _("已登记该年度的放假安排。"))
        return redirect(f"{reverse('organizations:workdays')}?year={year}")
    return render(request, "organizations/workday_notice.html", {"form": form, "told": told})
