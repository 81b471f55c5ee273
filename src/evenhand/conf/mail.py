"""Django's EMAIL_* from one address: EVENHAND_SMTP_URL=smtp://user:password@host:port/?tls=1."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ANSWERS_WITHIN_SECONDS = 20
_PORTS = {"smtp": 25, "smtps": 465}


def mail(url: str) -> dict[str, Any]:
    """Settings by name; without an address, mail is refused where it is sent. `smtps` or `?tls=1` (STARTTLS) encrypts.

    Raises: ImproperlyConfigured, without the password.
    """
    if not url:
        return {"EMAIL_HOST": ""}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("EVENHAND_SMTP_URL cannot be read. " + _DO) from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ImproperlyConfigured(f"EVENHAND_SMTP_URL starts with {parts.scheme!r} or names no host. " + _DO)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parse_qs(parts.query).get("tls") == ["1"],
        "EMAIL_TIMEOUT": ANSWERS_WITHIN_SECONDS,
    }


_DO = "Write smtp://user:password@host:587/?tls=1, or smtps://user:password@host; percent-encode special characters."
