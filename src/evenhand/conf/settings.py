"""Django's settings. Everything a deployment may change comes from the environment; see docs/reference/settings.md."""

import os
import secrets

from csp.constants import NONE, SELF

from evenhand.conf.database import data_folder, databases
from evenhand.conf.mail import mail
from evenhand.core.forwarded import networks

EVENHAND_DATA = data_folder()
EVENHAND_CAPTURES = os.environ.get("EVENHAND_CAPTURES", "")
EVENHAND_TIMESTAMP_AUTHORITIES = os.environ.get("EVENHAND_TIMESTAMP_AUTHORITIES", "")
EVENHAND_CHROMIUM = os.environ.get("EVENHAND_CHROMIUM", "")


def _secret_key() -> str:
    """From the environment, or made once and kept in the data folder, readable by its owner alone."""
    if given := os.environ.get("EVENHAND_SECRET_KEY"):
        return given
    file = EVENHAND_DATA / "secret_key"
    if not file.exists():
        EVENHAND_DATA.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


SECRET_KEY = _secret_key()
EVENHAND_SECRET_KEYS = os.environ.get("EVENHAND_SECRET_KEYS", "")  # of credentials: a file, or keys with commas
DEBUG = False
ALLOWED_HOSTS = os.environ.get("EVENHAND_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
EVENHAND_ADDRESS = os.environ.get("EVENHAND_ADDRESS", "http://127.0.0.1:8000")  # as officers reach us
EVENHAND_PUBLIC_ADDRESS = os.environ.get("EVENHAND_PUBLIC_ADDRESS") or EVENHAND_ADDRESS  # as everybody does
HTTPS = os.environ.get("EVENHAND_HTTPS", "") == "1"
EVENHAND_TRUSTED_PROXIES = networks(filter(None, os.environ.get("EVENHAND_TRUSTED_PROXIES", "").split(",")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "evenhand.audit",
    "evenhand.officers",
    "evenhand.tasks",
    "evenhand.watch",
    "evenhand.intake",
    "evenhand.likeness",
    "evenhand.connections",
    "evenhand.evidence",
    "evenhand.decisions",
    "evenhand.actions",
    "evenhand.notices",
    "evenhand.people",
    "evenhand.cases",
    "evenhand.opinions",
    "evenhand.referrals",
    "evenhand.staff",
    "evenhand.appeals",
    "evenhand.closures",
    "evenhand.packs",
    "evenhand.retention",
    "evenhand.console",
    "evenhand.public",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "evenhand.officers.asking_who.AskWhoMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "evenhand.console.refusals.RefusalsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "evenhand.conf.urls"
WSGI_APPLICATION = "evenhand.conf.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "evenhand.console.frame.frame",
            ],
        },
    }
]

DATABASES = databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_IMPORT_PATHS = [
    f"evenhand.work.{name}"
    for name in (
        "carry_out",
        "purging",
        "read_channels",
        "renew_grants",
        "second_opinion",
        "stamping",
        "take_pushes",
        "tell",
        "timetable",
        "watch_audit",
    )
]
EVENHAND_STALLED_SECONDS = int(
    os.environ.get("EVENHAND_STALLED_SECONDS", "60")
)  # of silence: longer than any job lasts
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": EVENHAND_STALLED_SECONDS / 6,
    "stalled_worker_timeout": EVENHAND_STALLED_SECONDS,
    "delete_jobs": "never",
}

AUTH_USER_MODEL = "officers.Officer"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "evenhand.officers.senders.sender_of"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "bodies"
LOGOUT_REDIRECT_URL = "sign-in"

CSRF_FAILURE_VIEW = "evenhand.console.refusals.form_expired"

SESSION_COOKIE_AGE = 10 * 60 * 60  # a working day
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

globals().update(mail(os.environ.get("EVENHAND_SMTP_URL", "")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EVENHAND_MAIL_FROM", "evenhand@localhost")
EVENHAND_BOUNCES_TO = os.environ.get("EVENHAND_BOUNCES_TO", "")  # the box whose mail `evenhand notices bounce` reads

# REC-01: where the audit log's head is kept outside, and when (cron, UTC) that and the walk over all of it happen.
EVENHAND_ANCHOR_FILE = os.environ.get("EVENHAND_ANCHOR_FILE", "")
EVENHAND_ANCHOR_EMAIL = os.environ.get("EVENHAND_ANCHOR_EMAIL", "")
EVENHAND_ANCHOR_AUTHORITY = os.environ.get("EVENHAND_ANCHOR_AUTHORITY", "")  # name=url|roots.pem
EVENHAND_ANCHOR_AT = os.environ.get("EVENHAND_ANCHOR_AT", "15 2 * * *")
EVENHAND_BACKUP_HOURS = int(os.environ.get("EVENHAND_BACKUP_HOURS", "26"))  # so old may the last one be; 0: any age
EVENHAND_VERIFY_AT = os.environ.get("EVENHAND_VERIFY_AT", "30 2 * * *")

# Second opinions on doubts: docs/how-to/second-opinion.md. Without a URL nobody is asked.
EVENHAND_OPINION_URL = os.environ.get("EVENHAND_OPINION_URL", "")
EVENHAND_OPINION_MODEL = os.environ.get("EVENHAND_OPINION_MODEL", "")
EVENHAND_OPINION_KEY = os.environ.get("EVENHAND_OPINION_KEY", "")
EVENHAND_OPINION_SECONDS = os.environ.get("EVENHAND_OPINION_SECONDS", "20")
EVENHAND_OPINION_PENCE_A_DAY = os.environ.get("EVENHAND_OPINION_PENCE_A_DAY", "0")
EVENHAND_OPINION_PRICE = os.environ.get("EVENHAND_OPINION_PRICE", "")  # pence for 1,000 tokens, sent/answered

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = EVENHAND_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# MOD-05: GOV.UK Notify, for councils that have a service there. Without a key, e-mail goes by SMTP.
EVENHAND_NOTIFY_KEY = os.environ.get("EVENHAND_NOTIFY_KEY", "")
EVENHAND_NOTIFY_URL = os.environ.get("EVENHAND_NOTIFY_URL", "https://api.notifications.service.gov.uk")
EVENHAND_NOTIFY_TEMPLATE = os.environ.get("EVENHAND_NOTIFY_TEMPLATE", "")
EVENHAND_NOTIFY_CALLBACK_TOKEN = os.environ.get("EVENHAND_NOTIFY_CALLBACK_TOKEN", "")
