"""Settings, read from the environment or from `.env`; .env.example lists them all.

An empty value counts as not set; one that cannot be read stops the start.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

# --- Paths
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # all that is generated, out of version control

# --- Environment


def read_env_file(path):
    """Add the file's NAME=value lines to the environment where they are not set."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line in lines:
        name, equals, value = line.partition("=")
        if equals and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def env(name, default=""):
    return os.environ.get(name, "").strip() or default


def env_choice(name, default, *others):
    value = env(name, default).lower()
    if value not in (default, *others):
        choices = ", ".join((default, *others))
        raise ImproperlyConfigured(f"{name} must be one of {choices}, not {value!r}.")
    return value


def env_bool(name):
    return env_choice(name, "false", "true") == "true"


def env_int(name, default):
    value = env(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def env_list(name, default):
    """Words between commas, none of them empty."""
    words = [word.strip() for word in env(name, ",".join(default)).split(",")]
    if not all(re.fullmatch(r"\S+", word) for word in words):
        raise ImproperlyConfigured(f"{name} must be words between commas: {words!r}.")
    return words


def env_site(name, default):
    """An http or https address, without a path."""
    address = urlsplit(env(name, default).rstrip("/"))
    if address.scheme not in ("http", "https") or not address.hostname or address.path:
        raise ImproperlyConfigured(f"{name} must be like https://example.org.")
    return f"{address.scheme}://{address.netloc}"


read_env_file(BASE_DIR / ".env")

# --- Core
DEBUG = env_bool("DEBUG")
SECRET_KEY = env("SECRET_KEY", "only-for-debugging" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY must be set; `make setup` writes .env.")
SITE_URL = env_site("SITE_URL", f"http://127.0.0.1:{env_int('PORT', 8000)}")
HTTPS = SITE_URL.startswith("https:")
ALLOWED_HOSTS = env_list(
    "ALLOWED_HOSTS",
    [urlsplit(SITE_URL).hostname] + ([] if HTTPS else ["localhost", "127.0.0.1"]),
)
ROOT_URLCONF = "sanctuary.urls"

# --- Apps, middleware, templates
CONTRIB = ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")
INSTALLED_APPS = [
    # First, so that its templates win over the admin's.
    "jurisdictions.apps.JurisdictionsConfig",
    *(f"django.contrib.{name}" for name in (*CONTRIB, "sitemaps")),
    "django_filters",
    "csp",
    "django_otp",
    *(f"django_otp.plugins.otp_{name}" for name in ("totp", "static")),
    "axes",
]

MIDDLEWARE = [
    # Headers come first, so that static files and refusals carry them too.
    "django.middleware.security.SecurityMiddleware",
    "jurisdictions.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jurisdictions.middleware.Editions",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "jurisdictions.doors.gate.Gate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jurisdictions.context.site",
            ]
        },
    }
]

# --- Database


def database(url):
    """The connection for an address, or for the SQLite file when there is none."""
    if not url:
        VAR_DIR.mkdir(exist_ok=True)
        url = f"sqlite:///{VAR_DIR / 'record.sqlite3'}"
    try:
        config = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL must be a URL: {error}") from None
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            # Readers go on while one writer writes.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON;"
            # REPLACE asks the guards against deletion too.
            "PRAGMA recursive_triggers=ON;",
            # Who reads first cannot wait for the lock later: so lock at the start.
            "transaction_mode": "IMMEDIATE",
        }
    return config


DATABASES = {"default": database(env("DATABASE_URL"))}

# --- Accounts
RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": f"{RULES}.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["jurisdictions.doors.throttle.Backend"]
AXES_HANDLER = "jurisdictions.doors.throttle.Throttle"
AXES_LOCKOUT_CALLABLE = "jurisdictions.doors.throttle.too_many"
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
OTP_TOTP_ISSUER = "Editors’ desk"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Messages stay in the session: the site has no cookie for them.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Language and time
USE_I18N = False
TIME_ZONE = "America/New_York"

# --- Static files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "sanctuary.finders.PlotlyFinder",
]
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": PLAIN if DEBUG else HASHED},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# The prefix makes browsers refuse a cookie set by a subdomain or over http.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, over http
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if BEHIND_PROXY := env_bool("BEHIND_PROXY"):
    # Anybody can send this header, so a proxy of ours must always set it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

NOTHING = ("default-src", "base-uri", "object-src", "frame-ancestors")
OUR_OWN = ("script-src", "style-src", "font-src", "connect-src", "form-action")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{name: [NONE] for name in NOTHING},
        **{name: [SELF] for name in OUR_OWN},
        # `blob:` lets a reader save a chart as a picture.
        "img-src": [SELF, "data:", "blob:"],
        "report-uri": "/csp/",
    }
}

# --- Logging
LOG_LEVEL = env_choice("LOG_LEVEL", "info", "debug", "warning", "error").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"class": "jurisdictions.doors.logs.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handlers would write each line a second time.
        "django": {"handlers": [], "propagate": True},
        # It warns whenever Django leaves the body of a HEAD answer to the server.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}

# --- Ours
# Where readers report errors; the about page says so when there is none.
CONTACT_EMAIL = env("CONTACT_EMAIL")
if not (EMAIL_HOST := env("EMAIL_HOST")):
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SOURCE_CHECKS = env_bool("SOURCE_CHECKS")
API_PER_MINUTE = env_int("API_PER_MINUTE", 60 if HTTPS else 0)
DOCUMENTS_DIR = BASE_DIR / env("DOCUMENTS_DIR", "var/documents")
EDITIONS_DIR = BASE_DIR / env("EDITIONS_DIR", "var/editions")
IMPORTS_DIR = BASE_DIR / env("IMPORTS_DIR", "var/imports")
CHANGES = (BASE_DIR / "CHANGELOG.md").read_text(encoding="utf-8")
VERSION = re.search(r"(?m)^## ([0-9]\S*)", CHANGES)[1]
