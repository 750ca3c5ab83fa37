"""Bytes of uploads that no row speaks of any more: taken off again, or dropped with their form."""

from datetime import datetime
from pathlib import Path

from assessments.models import InspectionFile, ObjectionFile, ScoreItemFile

KINDS = (InspectionFile, ObjectionFile, ScoreItemFile)


def sweep(*, before: datetime) -> int:
    """What is younger than ``before`` may still get its row. Returns how many are gone."""
    folders = (folder for kind in KINDS for folder in _folders(kind))
    return sum(_sweep(kind, folder, before.timestamp()) for kind, folder in folders)


def _folders(kind):
    """Where the files of this kind lie, two signs of their SHA-256 to a folder."""
    root = kind(sha256="00").path.parent.parent
    return [(kind, folder) for folder in sorted(root.glob("[0-9a-f][0-9a-f]"))]


def _sweep(kind, folder: Path, before: float) -> int:
    rows = kind.objects.filter(sha256__startswith=folder.name)
    known = set(rows.values_list("sha256", flat=True))
    gone = 0
    for path in folder.iterdir():
        # Sent again meanwhile, its bytes count as new (``evidence.keep``).
        if path.name not in known and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
