"""The signing key of the embedded trial: drawn once, readable by its owner only."""

import secrets
from pathlib import Path


def drawn_once(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()
