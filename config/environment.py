"""Every setting that comes from the environment, declared once.

``read()`` is called by settings; a wrong value stops the start with one sentence that
names the variable and what it should be. ``table()`` is what docs/configuration.md holds.
"""

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent


class WrongValue(SystemExit):
    """Stops the start; its text is what the operator reads."""


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    meaning: str
    allowed: str
    parse: Callable[[str], Any]

    @property
    def allowed_zh(self) -> str:
        """``allowed`` for the Chinese half of the message."""
        span = re.fullmatch(r"a number from (\d+) to (\d+)", self.allowed)
        if span:
            return f"{span[1]}到{span[2]}之间的整数"
        return CHINESE.get(self.allowed, self.allowed)


CHINESE = {
    "at least 32 characters": "至少32个字符",
    "on or off": "on 或 off",
    "a list such as hearing=7,heard=15": "形如 hearing=7,heard=15 的列表",
    "a list such as admonition=6,discipline=12": "形如 admonition=6,discipline=12 的列表",
    "a list such as circular=1,praise=0.5": "形如 circular=1,praise=0.5 的列表",
    "names separated by commas": "以逗号分隔的主机名",
    "an http or https address": "http 或 https 网址",
    "redis://host:port/number, rediss:// or unix://": "redis://主机:端口/库号、rediss:// 或 unix://",
    "postgresql://user:password@host:port/name or sqlite:///path": (
        "postgresql://用户:密码@主机:端口/库名 或 sqlite:///路径"
    ),
}


def _switch(text: str) -> bool:
    known = {"on": True, "true": True, "1": True, "yes": True}
    known |= {"off": False, "false": False, "0": False, "no": False, "": False}
    return known[text.strip().lower()]


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise ValueError(text)
        return number

    return parse


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        parts = urlsplit(text)
        if text and (parts.scheme not in schemes or not (parts.netloc or parts.path)):
            raise ValueError(text)
        return text

    return parse


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _figures(*names: str, number: Callable = int, most: int) -> Callable[[str], dict]:
    """``name=number`` with commas between; of these names and no others."""

    def parse(text: str) -> dict:
        found = {}
        for pair in _names(text):
            name, _, figure = (part.strip() for part in pair.partition("="))
            found[name] = number(figure)
            if name not in names or not 0 < found[name] <= most:
                raise ValueError(pair)
        return found

    return parse


def _points(text: str) -> Decimal:
    if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", text):
        raise ValueError(text)
    return Decimal(text)


def _path(text: str) -> Path:
    path = Path(text).expanduser()
    return path if path.is_absolute() else BASE_DIR / path


def _maybe_path(text: str) -> Path | None:
    return _path(text) if text else None


def _paths(text: str) -> list[Path]:
    return [_path(part) for part in text.split(os.pathsep) if part]


def _secret(text: str) -> str:
    if text and len(text) < 32:
        raise ValueError(text)
    return text


VARIABLES = (
    Variable("SECRET_KEY", "", "signs sessions; empty: drawn once into var/secret_key",
             "at least 32 characters", _secret),
    Variable("DEBUG", "off", "error pages with source, for developers only", "on or off", _switch),
    Variable("HTTPS", "off", "secure cookies, HSTS and redirect; on behind TLS",
             "on or off", _switch),
    Variable("ALLOWED_HOSTS", "127.0.0.1,localhost", "host names the portal answers to",
             "names separated by commas", _names),
    Variable("BASE_URL", "", "address that links in e-mails, calendars and documents begin with; "
             "empty: this machine's own, with PORT",
             "an http or https address", _url("http", "https")),
    Variable("PORT", "8000", "port of the web process", "a number from 1 to 65535",
             _whole(1, 65535)),
    Variable("BIND", "127.0.0.1", "address the web process listens on", "an IP address or name", str),
    Variable("WEB_WORKERS", "2", "web processes", "a number from 1 to 64", _whole(1, 64)),
    Variable("TASK_THREADS", "2", "threads of the Celery worker", "a number from 1 to 64",
             _whole(1, 64)),
    Variable("DATABASE_URL", "", "PostgreSQL; empty: SQLite in var/",
             "postgresql://user:password@host:port/name or sqlite:///path",
             _url("postgresql", "postgres", "sqlite")),
    Variable("REDIS_URL", "", "broker; empty: the embedded one",
             "redis://host:port/number, rediss:// or unix://",
             _url("redis", "rediss", "unix")),
    Variable("VAR_DIR", "var", "everything made at run time", "a folder", _path),
    Variable("EVIDENCE_ROOT", "var/evidence", "evidence files, outside the web root", "a folder",
             _path),
    Variable("EVIDENCE_MAX_MB", "20", "largest evidence file, in MB", "a number from 1 to 500",
             _whole(1, 500)),
    Variable("FONT_DIRS", os.pathsep.join(["var/fonts", "/usr/share/fonts", "/opt/homebrew/share/fonts"]),
             "folders of fonts, first wins", f"folders separated by “{os.pathsep}”", _paths),
    Variable("SIGNING_CERTIFICATE", "", "PKCS#12 file that signs year-end reports; empty: the demo certificate in var/signing, where there is one",
             "a file", _maybe_path),
    Variable("SIGNING_PASSPHRASE", "", "opens it; empty: the file beside it that ends in .pass", "text", str),
    Variable("EMAIL_URL", "file", "mail server; “file” writes mails to var/mail",
             "smtp://user:password@host:port, smtps://… or file", str),
    Variable("EMAIL_FROM", "portal@localhost", "sender of mails", "an e-mail address", str),
    Variable("PORTAL_NAME", "法治建设第一责任人履职平台", "name of the portal", "text", str),
    Variable("SESSION_IDLE_MINUTES", "30", "log-out after so many idle minutes",
             "a number from 5 to 480", _whole(5, 480)),
    Variable("LOCKOUT_FAILURES", "5", "failed log-ins before lock-out", "a number from 3 to 20",
             _whole(3, 20)),
    Variable("LOCKOUT_MINUTES", "15", "length of a lock-out, in minutes",
             "a number from 1 to 1440", _whole(1, 1440)),
    Variable("ACCOUNTABILITY_LIMITS", "", "working days of time limits that this place sets otherwise, by stage: checking, hearing, heard, decided, handed, measured, answered",
             "a list such as hearing=7,heard=15",
             _figures("checking", "hearing", "heard", "decided", "handed", "measured", "answered",
                      most=250)),
    Variable("ACCOUNTABILITY_EFFECT_MONTHS", "", "months for which a measure has effect: circular, admonition, adjustment, discipline",
             "a list such as admonition=6,discipline=12",
             _figures("circular", "admonition", "adjustment", "discipline", most=60)),
    Variable("ACCOUNTABILITY_POINTS", "", "points that a measure takes off or an incentive adds: circular, admonition, praise, honour, merit, preference",
             "a list such as circular=1,praise=0.5",
             _figures("circular", "admonition", "praise", "honour", "merit", "preference",
                      number=_points, most=20)),
    Variable("PROXY_COUNT", "0", "trusted proxies in front that add X-Forwarded-For",
             "a number from 0 to 5", _whole(0, 5)),
)  # fmt: skip


def read(environ: dict[str, str] | None = None) -> dict[str, Any]:
    """All variables, parsed; raises WrongValue with one sentence for the first bad one."""
    environ = os.environ if environ is None else environ
    return {variable.name: _value(variable, environ) for variable in VARIABLES}


def _value(variable: Variable, environ) -> Any:
    text = environ.get(variable.name, variable.default)
    try:
        return variable.parse(text)
    except (ValueError, KeyError):
        raise WrongValue(
            f"环境变量 {variable.name} 的值“{text}”有误：应为{variable.allowed_zh}。\n"
            f"{variable.name}={text!r} is wrong: it should be {variable.allowed}."
        ) from None


def table() -> str:
    """The variables as the Markdown table of docs/configuration.md."""
    rows = ["| variable | default | what it does | allowed |", "|---|---|---|---|"]
    for v in VARIABLES:
        rows.append(
            f"| `{v.name}` | {f'`{v.default}`' if v.default else '–'} | {v.meaning} | {v.allowed} |"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
