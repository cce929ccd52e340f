"""All configuration, from the environment alone; a missing or wrong value stops the start with one clear line.

Sections follow the order of Django's settings documentation. `.env.example` lists every variable.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvValidationError, ValidationError

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"


def _require(ok: bool, message: str) -> None:
    """environs validator in one line."""
    if not ok:
        raise ValidationError(message)


env = Env(eager=False)
env.read_env(BASE_DIR / ".env", recurse=False)

# --- Core -----------------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY", validate=lambda key: _require(len(key) >= 32, "må ha minst 32 tegn"))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SITE_URL = env.str("SITE_URL", "http://localhost:8000")
_database = env.dj_db_url("DATABASE_URL", conn_max_age=60)
_broker = env.str("CELERY_BROKER_URL")
_cache = env.str("CACHE_URL", "")
_storage = env.str("STORAGE_URL", "")
_mail = env.dj_email_url("EMAIL_URL", "console://")
_sender = env.str("DEFAULT_FROM_EMAIL", "Samhandlingsportalen <portal@localhost>")
_https = env.bool("HTTPS", False)
_log_level = env.str("LOG_LEVEL", "INFO")
_media = env.path("MEDIA_ROOT", VAR_DIR / "media")
_worker_poll = env.float("CELERY_POLLING_INTERVAL", 0.1)
_upload_mb = env.int("MAX_UPLOAD_MB", 50)


def _stop(reason: str) -> NoReturn:
    """Ends with 3, by which gunicorn knows that starting its worker again is no use."""
    print(f"Oppsettet er ikke gyldig: {reason.rstrip('.')}. Se .env.example.", file=sys.stderr)
    sys.exit(3)


try:
    env.seal()
except EnvValidationError as error:
    _wrong = error.error_messages if isinstance(error.error_messages, Mapping) else {"?": error.error_messages}
    _stop("; ".join(f"{name}: {' '.join(map(str, messages))}".rstrip(".") for name, messages in _wrong.items()))

if _database["ENGINE"] != "django.db.backends.postgresql":
    _stop("DATABASE_URL må peke på PostgreSQL (postgres://…)")

INSTALLED_APPS = [
    "samhandling.accounts",
    "samhandling.audit",
    "samhandling.core",
    "samhandling.disclosure",
    "samhandling.documents",
    "samhandling.notifications",
    "municipalities",
    "agreements",
    "meetings",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_celery_beat",
    "django_htmx",
    "django_prose_editor",
    "js_asset",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "samhandling.core.middleware.drop_nul",
    "samhandling.core.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "samhandling.urls"
WSGI_APPLICATION = "samhandling.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

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
                "csp.context_processors.nonce",
                "municipalities.context.navigation",
            ],
        },
    }
]

# --- Databases ------------------------------------------------------------------------------------------------------
DATABASES = {"default": _database}

# --- Cache ----------------------------------------------------------------------------------------------------------
if _cache:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": _cache,
        }
    }
else:
    # Rate limits must count across web processes, so without Redis the cache is a folder, not each process's memory.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
        }
    }

# --- E-mail ---------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _sender

# --- Files ----------------------------------------------------------------------------------------------------------
MEDIA_ROOT = _media
MEDIA_URL = "/media/"  # never routed: every download goes through a view that checks who asks
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("designsystemet", BASE_DIR / "node_modules/@digdir/designsystemet-css/dist"),
    ("inter", BASE_DIR / "node_modules/@fontsource-variable/inter"),
    ("source-serif", BASE_DIR / "node_modules/@fontsource/source-serif-4/files"),
    ("sortable", BASE_DIR / "node_modules/sortablejs/modular"),
]
MAX_UPLOAD_BYTES = _upload_mb * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "samhandling.core.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024


def _default_storage() -> dict[str, object]:
    """`STORAGE_URL=s3://bucket?endpoint=…` puts files in S3-compatible storage; empty means `MEDIA_ROOT`."""
    if not _storage:
        return {"BACKEND": "samhandling.core.storage.AtomicFileSystemStorage"}
    url = urlsplit(_storage)
    if url.scheme != "s3" or not url.netloc:
        _stop("STORAGE_URL må være tom eller s3://bøtte?endpoint=…")
    options = dict(pair.split("=", 1) for pair in url.query.split("&") if "=" in pair)
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": url.netloc,
            "endpoint_url": options.get("endpoint") or None,
            "region_name": options.get("region") or None,
            "file_overwrite": True,
            "default_acl": None,
        },
    }


STORAGES = {
    "default": _default_storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Language and time ----------------------------------------------------------------------------------------------
# Bokmål is the language the texts are written in; nynorsk is a translation of it (CONTRIBUTING.md, «Språk»).
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Bokmål")), ("nn", _("Nynorsk"))]
LOCALE_PATHS = [BASE_DIR / "samhandling/locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # it would also part the ids in addresses and anchors; people read `|tall`

# --- Security -------------------------------------------------------------------------------------------------------
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^helse/$"]  # asked from inside, without the proxy
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_AGE = 12 * 3600
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "samhandling.core.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Signing in (django-allauth) ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "samhandling.accounts.passwords.UserAttributeSimilarityValidator"},
    {
        "NAME": "samhandling.accounts.passwords.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "samhandling.accounts.passwords.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("today")
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "samhandling.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the secretariat; nobody signs up by themselves
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "newsletter": "10/h/ip,3/h/key",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, and nobody is asked
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_FORMS = {
    "login": "samhandling.accounts.forms.LoginForm",
    "reset_password": "samhandling.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "samhandling.accounts.forms.ResetPasswordKeyForm",
    "set_password": "samhandling.accounts.forms.SetPasswordForm",
    "change_password": "samhandling.accounts.forms.ChangePasswordForm",
    "reauthenticate": "samhandling.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "samhandling.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation was read at the address, or there would be no password
MFA_TOTP_ISSUER = "Samhandlingsportalen"
MFA_FORMS = {
    "authenticate": "samhandling.accounts.forms.AuthenticateForm",
    "reauthenticate": "samhandling.accounts.forms.CodeReauthenticateForm",
    "activate_totp": "samhandling.accounts.forms.ActivateTOTPForm",
}

# --- Celery ---------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = _broker
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "documents-send-owed": {
        "task": "samhandling.documents.send_owed",
        "schedule": 15.0,
    },
    "documents-remove-unused-pieces": {
        "task": "samhandling.documents.remove_unused_pieces",
        "schedule": 24 * 3600.0,
    },
    "notifications-send-owed": {
        "task": "samhandling.notifications.send_owed",
        "schedule": 30.0,
    },
    "agreements-send-owed-imports": {
        "task": "agreements.send_owed_imports",
        "schedule": 30.0,
    },
    "agreements-remind-of-deadlines": {
        "task": "agreements.remind_of_deadlines",
        "schedule": crontab(hour=7, minute=0),
    },
    "reports-send-owed": {
        "task": "reports.send_owed_reports",
        "schedule": 30.0,
    },
    "reports-order-scheduled": {
        "task": "reports.order_scheduled",
        "schedule": crontab(hour=5, minute=0),
    },
}
if _broker.startswith("filesystem://"):
    _queue = str(VAR_DIR / "queue")
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": _queue,
        "data_folder_out": _queue,
        "control_folder": str(VAR_DIR / "queue-control"),
        "polling_interval": _worker_poll,
        "store_processed": False,
    }
else:
    # A publish while the broker is down must fail at once: the row in the database is the promise, beat sends it again.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        "retry_on_timeout": False,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.2,
    }
    CELERY_TASK_PUBLISH_RETRY = False

# --- Forms ----------------------------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "designsystemet"
CRISPY_FAIL_SILENTLY = False

# --- Logging --------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_keys": {"()": "samhandling.core.logs.WithoutKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_keys"]}},
    "root": {"handlers": ["console"], "level": _log_level},
    # WeasyPrint and fontTools tell of every CSS property they skip.
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
