"""What TikTok pushes: signed messages, each with the time at which it was signed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from evenhand.platforms import fields, signatures
from evenhand.platforms.contract import NotReadable, PushAnswer, Wake, WrongSignature

BELIEVED_FOR = timedelta(minutes=5)


def handshake(query: Mapping[str, str], secrets: Mapping[str, str]) -> PushAnswer:
    """Raises: WrongSignature, always: TikTok asks nothing before it pushes."""
    raise WrongSignature("TikTok asks no such question")


def receive(headers: Mapping[str, str], raw: bytes, secrets: Mapping[str, str], now: datetime) -> tuple[Wake, ...]:
    """One event wakes one account. Raises: WrongSignature, Replayed, NotReadable."""
    parts = dict(part.strip().partition("=")[::2] for part in headers.get("tiktok-signature", "").split(","))
    secret, time, given = secrets.get("app_secret", ""), parts.get("t", ""), parts.get("s", "")
    signatures.must_match(signatures.hex_hmac(secret, time.encode() + b"." + raw), given if secret else "")
    try:
        signatures.must_be_fresh(datetime.fromtimestamp(int(time), UTC), now, BELIEVED_FOR)
        found = json.loads(raw)
    except (ValueError, OverflowError):
        raise NotReadable("the message is not JSON, or names no time") from None
    id_ = hashlib.sha256(raw).hexdigest()
    return (Wake(fields.text(found, "user_openid"), id_, fields.text(found, "event")),)
