"""What was typed and could not be taken, because the log-in or the token of the page had run out.

It goes back to the browser it came from, sealed into the log-in page, and is offered again after
the log-in. Nothing of it is kept here, and none of it stands in an address or a log. Passwords and
files are left out: both are asked for again.
"""

from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.contrib.auth import SESSION_KEY
from django.core import signing
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

SALT = "organizations.held"
#: What a log-in page left open over a week-end still holds.
AGE = 72 * 3600
#: Characters of the sealed form; with the rest of a form it stays below what a request may bring.
LONGEST = 2_000_000
TOKEN, SECRET = "csrfmiddlewaretoken", "password"


@dataclass(frozen=True)
class Held:
    """Where it was sent, the page it was typed on, and whose session that was, if known."""

    path: str
    back: str
    who: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, tuple[str, ...]], ...]

    def may_be_seen_by(self, user) -> bool:
        return self.who in ("", str(user.pk))

    @property
    def words(self) -> list[str]:
        """What a person typed; keys, dates and choices are of no use to him."""
        texts = (text.strip() for _name, text in self.fields)
        return [text for text in texts if " " in text or "\n" in text or not text.isascii()]


def note_who(request: HttpRequest) -> None:
    """Whose session this is, before anything finds that it has ended."""
    request.came_as = str(request.session.get(SESSION_KEY, ""))


def of(request: HttpRequest) -> Held:
    said = [(name, text) for name, texts in request.POST.lists() for text in texts]
    files = [(name, tuple(file.name for file in files)) for name, files in request.FILES.lists()]
    return Held(
        path=request.get_full_path(),
        back=_page(request),
        who=getattr(request, "came_as", ""),
        fields=tuple(each for each in said if each[0] != TOKEN and SECRET not in each[0]),
        files=tuple(files),
    )


def _page(request) -> str:
    """The page of ours that sent it, as its browser says."""
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure()):
        return "/"
    parts = urlsplit(said)
    return f"/{parts.path.lstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def seal(held: Held) -> str:
    """Empty if it is too much to be carried."""
    sealed = signing.dumps(asdict(held), salt=SALT, compress=True)
    return sealed if len(sealed) <= LONGEST else ""


def opened(sealed: str) -> Held | None:
    try:
        said = signing.loads(sealed, salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return None
    fields = tuple((name, text) for name, text in said.pop("fields"))
    files = tuple((name, tuple(names)) for name, names in said.pop("files"))
    return Held(**said, fields=fields, files=files)


def is_from_our_pages(request: HttpRequest) -> bool:
    """As the browser itself vouches; without its word a stranger's page may have sent it."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
