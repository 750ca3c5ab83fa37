"""Files of a batch: each written whole or not at all, whatever kills the writer.

A part lies in the folder of its final name, is flushed to the disk and then renamed. What a
killed worker leaves behind is told by its name and swept up.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

PART = ".part-"
BLOCK = 1 << 20


def keep(folder: Path, write: Callable[[BinaryIO], None], name: Callable[[str], Path]) -> Path:
    """Let ``write`` fill a file, then give it the name that ``name`` makes of its SHA-256."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=PART, dir=folder)
    try:
        with os.fdopen(handle, "w+b") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        path = name(digest(Path(part)))
        os.chmod(part, 0o440)
        os.replace(part, path)
        _flush_folder(folder)
        return path
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)


def digest(path: Path) -> str:
    """SHA-256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tidy(folder: Path, *, kept: Path | None = None, older_than: float | None = None) -> int:
    """Remove what lies in ``folder`` but ``kept``; with ``older_than`` only parts of before.

    Returns how many; an empty folder goes too.
    """
    gone = 0
    for path in list(folder.iterdir()) if folder.is_dir() else []:
        if path == kept or (older_than is not None and not _left_behind(path, older_than)):
            continue
        path.unlink(missing_ok=True)
        gone += 1
    with suppress(OSError):
        folder.rmdir()
    return gone


def _left_behind(path: Path, before: float) -> bool:
    with suppress(FileNotFoundError):
        return path.name.startswith(PART) and path.stat().st_mtime < before
    return False


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
