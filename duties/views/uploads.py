"""The files of a form: kept as soon as they arrive, whatever else is wrong with the form."""

from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages

from duties.actions import evidence
from duties.filetypes import ENDINGS
from organizations.errors import Refused


def token_of(request) -> UUID:
    """What the form calls its uploads by; a new one where it is missing or spoilt."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid4()


def key_of(request) -> UUID:
    """The key of a form that makes it count once; a new one where it is missing or spoilt."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def new_key() -> UUID:
    return uuid4()


def receive(request, unit, token: UUID, on) -> list[str]:
    """Keep every good file of the form; a sentence for each that cannot be taken."""
    bad = []
    for file in request.FILES.getlist("files"):
        try:
            evidence.receive(file=file, token=token, unit=unit, by=request.user, on=on)
        except evidence.BadEvidence as refusal:
            bad.append(str(refusal))
    return bad


def drop(request, unit, files, on) -> None:
    """Take off the one whose button was pressed, if it is among ``files``."""
    key = request.POST.get("drop", "")
    row = files.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if row is None:
        return
    try:
        evidence.remove(evidence=row, unit=unit, by=request.user, on=on)
    except Refused as refusal:
        messages.error(request, str(refusal))


def context(files, bad=(), hints=()) -> dict:
    """What ``duties/_parts/uploads.html`` shows; ``hints`` name what usually is proof."""
    return {
        "files": files, "bad_files": bad, "hints": hints, "max_bytes": settings.EVIDENCE_MAX_BYTES,
        "max_mb": settings.EVIDENCE_MAX_BYTES // 1024**2, "endings": ",".join(ENDINGS),
    }  # fmt: skip
