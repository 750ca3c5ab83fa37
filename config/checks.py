"""Start-up checks of our own: what Django does not look at (RELIABILITY §1.1)."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from organizations import fonts

#: Fonts of the official document format (GB/T 9704): a missing one stops the start.
FONTS = ("PortalFang", "PortalKai", "NotoSerifCJK", "NotoSansCJK")


@register()
def document_fonts(app_configs, **kwargs):
    """Every font the PDF needs is there; never a silent substitute."""
    problems = []
    for stem in FONTS:
        try:
            fonts.path_of(stem)
        except fonts.FontMissing as missing:
            problems.append(Error(str(missing), id="portal.E001"))
    return problems


@register()
def signing_certificate(app_configs, **kwargs):
    """A certificate that is configured must be there: nothing goes out unsigned in silence."""
    file = settings.SIGNING_CERTIFICATE
    if file and not Path(file).is_file():
        return [Error(f"SIGNING_CERTIFICATE: there is no file {file}.", id="portal.E006")]
    return []


@register(Tags.security, deploy=True)
def content_security_policy(app_configs, **kwargs):
    directives = getattr(settings, "CONTENT_SECURITY_POLICY", {}).get("DIRECTIVES", {})
    sources = [source for values in directives.values() for source in values]
    if directives.get("default-src") != ["'none'"] or any("unsafe" in s for s in sources):
        return [Error("The Content-Security-Policy must be strict.", id="portal.E002")]
    return []


@register(Tags.security, deploy=True)
def hosts_and_cookies(app_configs, **kwargs):
    problems = []
    if "*" in settings.ALLOWED_HOSTS:
        problems.append(Error("ALLOWED_HOSTS must name the hosts, not “*”.", id="portal.E003"))
    if not settings.SESSION_COOKIE_NAME.startswith("__Host-"):
        problems.append(Error("Set HTTPS=on: cookies need the __Host- prefix.", id="portal.E004"))
    if settings.SECURE_SSL_REDIRECT and not settings.SECURE_HSTS_SECONDS:
        problems.append(Warning("HSTS is off.", id="portal.W001"))
    return problems


@register(Tags.database)
def sqlite_options(app_configs, **kwargs):
    """Default SQLite settings lose writes under load (RELIABILITY §0.5)."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    options = database.get("OPTIONS", {})
    if options.get("transaction_mode") != "IMMEDIATE" or "WAL" not in options.get(
        "init_command", ""
    ):
        return [Error("SQLite must run in WAL with IMMEDIATE transactions.", id="portal.E005")]
    return []
