from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from duties.actions import inbox
from organizations.paging import page_of


@login_required
def notices(request):
    mine = request.user.notices.all()
    unread_only = request.GET.get("unread") == "1"
    if unread_only:
        mine = mine.unread()
    page = page_of(request, mine, order=("-created_on", "-pk"), named="key")
    context = {"page": page, "unread_only": unread_only, "all_shown": not unread_only}
    return render(request, "duties/notices.html", context)


@login_required
@require_POST
def notices_read(request):
    """Mark the one named as read, or all."""
    keys = [key for key in request.POST.getlist("notice") if key and "\0" not in key]
    inbox.mark_read(user=request.user, keys=keys or None)
    return redirect("duties:notices")
