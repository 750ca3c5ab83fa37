"""Settings of the portal; whatever differs by place comes through config.environment."""

from datetime import timedelta

import environ
from django.utils.translation import gettext_lazy as _

from config import environment, secret
from config.schedule import SCHEDULE

ENV = environment.read()
BASE_DIR = environment.BASE_DIR
VAR_DIR = ENV["VAR_DIR"]

SECRET_KEY = ENV["SECRET_KEY"] or secret.drawn_once(VAR_DIR / "secret_key")
DEBUG = ENV["DEBUG"]
ALLOWED_HOSTS = ENV["ALLOWED_HOSTS"]
PORTAL_NAME = ENV["PORTAL_NAME"]
BASE_URL = ENV["BASE_URL"].rstrip("/") or f"http://127.0.0.1:{ENV['PORT']}"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "guardian",
    "treebeard",
    "axes",
    "csp",
    "django_htmx",
    "organizations",
    "duties",
    "assessments",
    "accountability",
    "config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.middleware.IdleLogout",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "organizations.middleware.RequestOrigin",
    "organizations.middleware.NeverStore",
    "django_htmx.middleware.HtmxMiddleware",
    "organizations.middleware.HoldTyped",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -----------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
    "PRAGMA busy_timeout=20000;PRAGMA recursive_triggers=ON;",
}
POSTGRESQL = {
    "connect_timeout": 3,
    "options": "-c statement_timeout=30000 -c lock_timeout=5000",
}
_database = environ.Env.db_url_config(
    ENV["DATABASE_URL"] or f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"
)
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = SQLITE
else:
    _database |= {"OPTIONS": POSTGRESQL, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": _database}

EVIDENCE_ROOT = ENV["EVIDENCE_ROOT"]
EVIDENCE_MAX_BYTES = ENV["EVIDENCE_MAX_MB"] * 1024**2
FONT_DIRS = ENV["FONT_DIRS"]
#: Signs year-end reports; made for the demo by `manage.py make_signing_certificate`.
DEMO_CERTIFICATE = VAR_DIR / "signing" / "demo.p12"
SIGNING_CERTIFICATE = ENV["SIGNING_CERTIFICATE"] or (
    DEMO_CERTIFICATE if DEMO_CERTIFICATE.exists() else None
)
SIGNING_PASSPHRASE = ENV["SIGNING_PASSPHRASE"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- Language and time ----------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Who logs in ----------------------------------------------------------------------
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
LOGIN_URL = "organizations:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "organizations:login"
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "name_zh", "name_en", "email")}},
    {"NAME": f"{_VALIDATION}MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}NumericPasswordValidator"},
]  # fmt: skip
AXES_FAILURE_LIMIT = ENV["LOCKOUT_FAILURES"]
AXES_COOLOFF_TIME = timedelta(minutes=ENV["LOCKOUT_MINUTES"])
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "organizations/locked.html"
AXES_IPWARE_PROXY_COUNT = ENV["PROXY_COUNT"]
AXES_IPWARE_META_PRECEDENCE_ORDER = (
    ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"] if ENV["PROXY_COUNT"] else ["REMOTE_ADDR"]
)
AXES_ENABLE_ADMIN = False

# --- Sessions, cookies, headers -------------------------------------------------------
HTTPS = ENV["HTTPS"]
_PREFIX = "__Host-" if HTTPS else "portal_"
SESSION_COOKIE_NAME = f"{_PREFIX}sid"
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = "portal_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = ENV["SESSION_IDLE_MINUTES"] * 60
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV["PROXY_COUNT"] else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Static files ---------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("vendor", BASE_DIR / "var" / "vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail -----------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV["EMAIL_FROM"]
EMAIL_TIMEOUT = 10
if ENV["EMAIL_URL"] == "file":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
else:
    vars().update(environ.Env.email_url_config(ENV["EMAIL_URL"]))

# --- Accountability -------------------------------------------------------------------
ACCOUNTABILITY_LIMITS = ENV["ACCOUNTABILITY_LIMITS"]
ACCOUNTABILITY_EFFECT_MONTHS = ENV["ACCOUNTABILITY_EFFECT_MONTHS"]
ACCOUNTABILITY_POINTS = ENV["ACCOUNTABILITY_POINTS"]

# --- Work at night --------------------------------------------------------------------
#: Where `manage.py up` leaves the address of the embedded broker for other commands.
BROKER_URL_FILE = VAR_DIR / "broker" / "url"
CELERY_BROKER_URL = ENV["REDIS_URL"] or (
    BROKER_URL_FILE.read_text().strip() if BROKER_URL_FILE.exists() else "redis://127.0.0.1:6379/0"
)
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
#: Longer than the time limit, or a running task would be handed out twice.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"keyless": {"()": "config.redaction.Keyless"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}, "fontTools": {"level": "ERROR"},
                "weasyprint": {"level": "ERROR"},
                "django.request": {"filters": ["keyless"]}},
}  # fmt: skip
