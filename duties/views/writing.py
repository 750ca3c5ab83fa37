"""Writing a record: one short form, one upload, every clause it serves."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from duties import figures
from duties.actions import records
from duties.actions.errors import Conflict
from duties.forms.record import RecordForm
from duties.models import Evidence, Record
from duties.models.evidence import LOOSE
from duties.views import uploads
from duties.views.records import find
from organizations.errors import Refused
from organizations.models import Post

SAVING = ("draft", "submit")
#: A form without a version is the one that made the record.
FIRST_VERSION = 1


@login_required
def record_new(request, pk):
    on = localdate()
    visible = Post.objects.visible_to(request.user, on).select_related("unit")
    post = get_object_or_404(visible, pk=pk)
    _require_logger(request, post, on)
    if request.method == "POST":
        return _take(request, post, on, _known(request, post))
    chosen = request.GET.getlist("serves")
    form = RecordForm(post=post, on=on, chosen=chosen, initial=_prefilled(post, chosen, on))
    return _page(request, form, uuid4())


@login_required
def record_edit(request, pk):
    on = localdate()
    record = find(request, pk)
    _require_logger(request, record.post, on)
    if request.method == "POST":
        return _take(request, record.post, on, record)
    if not record.is_editable:
        messages.warning(request, _("该记录已提交或核实，不能修改；已提交的可先撤回。"))
        return redirect(record)
    chosen = record.items.values_list("obligation", flat=True)
    form = RecordForm(
        post=record.post, on=on, record=record, chosen=chosen,
        initial=RecordForm.initial_of(record),
    )  # fmt: skip
    return _page(request, form, record.token)


def _take(request, post, on, record):
    """What was typed and uploaded: first the files are kept, then the rest is looked at."""
    token = record.token if record else uploads.token_of(request)
    asked = request.POST.get("do")
    bad = uploads.receive(request, post.unit, token, on)
    uploads.drop(request, post.unit, _files(request.user, token, record), on)
    form = RecordForm(
        request.POST, post=post, on=on, record=record, submitting=asked == "submit",
        has_evidence=_files(request.user, token, record).exists(),
    )  # fmt: skip
    if asked not in SAVING:
        form.keep_quiet()
    elif form.is_valid() and not bad and (saved := _save(request, form, on)):
        return redirect(saved)
    return _page(request, form, token, bad)


def _save(request, form, on) -> Record | None:
    """The record, or None when an action refused: then the form says why and keeps all."""
    try:
        with transaction.atomic():
            saved = _write(request, form, on)
            if form.submitting and saved.is_editable:
                records.submit(record=saved, by=request.user, on=on)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        if form.record and isinstance(refusal, Conflict):
            form.record.refresh_from_db()
            form.shown_version = form.record.version
            form.add_error(None, _("您填写的内容保留在下方，再次保存将以此为准。"))
        return None
    except IntegrityError:
        form.add_error(None, _("本页面已失效，请从履职清单重新打开填报页面。"))
        return None
    _say_saved(request, form, saved)
    return saved


def _write(request, form, on) -> Record:
    said = {"serves": form.serves, "by": request.user, "on": on, **form.record_fields}
    known, version = form.record, form.cleaned_data["version"]
    if known is None:
        return records.log(post=form.post, token=form.cleaned_data["token"], **said)[0]
    if version is None and form.says_the_same_as(known):
        return known
    return records.change(record=known, version=version or FIRST_VERSION, **said)


def _say_saved(request, form, saved) -> None:
    if form.submitting:
        messages.success(request, _("已提交，等待法治办核实。"))
    else:
        messages.success(request, _("草稿已保存，补齐后请提交核实。"))
    if late := form.late_ones():
        text = _("日期晚于%(count)s项履职事项的截止日期，核实后按逾期完成计。")
        messages.warning(request, text % {"count": len(late)})


def _page(request, form, token, bad=()):
    """The whole form, or only the part that htmx asks for."""
    context = {
        "form": form, "record": form.record, "post": form.post, "token": token,
        "updated": form.is_bound, "action": _address(form),
        "still_owed": _labelled(form.open_cards), "fulfilled": _labelled(form.met_cards),
        **uploads.context(_files(request.user, token, form.record), bad, form.evidence_hints),
    }  # fmt: skip
    part = request.htmx and request.POST.get("do") == "update"
    template = "duties/_parts/serves.html" if part else "duties/record_form.html"
    return render(request, template, context)


def _labelled(cards_by_article) -> list[tuple]:
    return [(figures.article_label(number), cards) for number, cards in cards_by_article]


def _address(form) -> str:
    if form.record:
        return reverse("duties:record_edit", args=[form.record.pk])
    return reverse("duties:record_new", args=[form.post.pk])


def _prefilled(post, chosen, on) -> dict:
    keys = [key for key in chosen if key.isdecimal() and len(key) < 19][:1]
    first = post.obligations.filter(pk__in=keys).with_law().first()
    title = first.requirement.clause.title if first else ""
    return {"held_on": on, "title": title}


def _files(user, token, record):
    """What hangs on the record or waits under the form's token."""
    waiting = LOOSE & Q(uploaded_by=user, token=token)
    return Evidence.objects.filter(waiting | Q(record=record) if record else waiting)


def _known(request, post) -> Record | None:
    """The record that this very form has already become, if it was sent before."""
    mine = Record.objects.filter(post=post, logged_by=request.user, token=uploads.token_of(request))
    return mine.select_related("post__unit").first()


def _require_logger(request, post, on) -> None:
    if not post.may_log(request.user, on):
        raise PermissionDenied
