"""Meta's webhooks: the handshake, and whom a signed message wakes.

Meta signs the very bytes that it sends, with letters outside ASCII as escapes, so nothing is parsed before.
Source: developers.facebook.com, "Webhooks, Getting Started", read 2026-11.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from evenhand.platforms import fields
from evenhand.platforms.contract import NotReadable, PushAnswer, Ref, Wake, WrongSignature
from evenhand.platforms.signatures import hex_hmac, must_be_fresh, must_match

BELIEVED_FOR = timedelta(hours=37)
"""Meta sends again for 36 hours what was not taken, with the time of the first try."""
FLEETING = {"like", "reaction"}
"""What happens under posts by the thousand and is no comment: it wakes nobody."""


def handshake(query: Mapping[str, str], secrets: Mapping[str, str]) -> PushAnswer:
    """Give the challenge back to whoever knows our token. Raises: WrongSignature."""
    if query.get("hub.mode") != "subscribe":
        raise WrongSignature("this is not how a subscription begins")
    must_match(secrets.get("verify_token", ""), query.get("hub.verify_token", ""))
    return PushAnswer(200, query.get("hub.challenge", ""))


def signed_json(headers: Mapping[str, str], raw: bytes, secrets: Mapping[str, str]) -> Mapping[str, object]:
    """A message whose signature holds. Raises: WrongSignature, NotReadable."""
    if not secrets.get("app_secret"):
        raise WrongSignature("this channel has no app secret, so nothing can be believed")
    must_match(f"sha256={hex_hmac(secrets['app_secret'], raw)}", headers.get("x-hub-signature-256", ""))
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotReadable("the message is not JSON") from None
    if not isinstance(found, dict):
        raise NotReadable("the message is no JSON object")
    return found


def changes(message: Mapping[str, object], now: datetime) -> Iterator[tuple[str, str, object, datetime | None]]:
    """Account, field, value and time of each change. Raises: NotReadable, Replayed."""
    for entry in fields.listed(message, "entry"):
        at = fresh(entry, now)
        for change in fields.listed(entry, "changes") or [entry]:  # Instagram's own login has no list in between
            yield fields.text(entry, "id"), fields.text(change, "field"), fields.at(change, "value"), at


def fresh(message: object, now: datetime) -> datetime | None:
    """When Meta sent it, where it says so. Raises: NotReadable, Replayed."""
    at = fields.instant(message, "time")
    if at:
        must_be_fresh(at, now, BELIEVED_FOR)
    return at


def wake(account: str, field: str, value: object, at: datetime | None, ref: Ref | None) -> Wake:
    """One change as what wakes the poller. Sent twice, it has the same id."""
    said = json.dumps([account, field, value, at.isoformat() if at else ""], sort_keys=True)
    verb = fields.at(value, "verb")
    kind = f"{field}: {verb}" if isinstance(verb, str) else field
    return Wake(account, hashlib.sha256(said.encode()).hexdigest(), kind[:100], ref, at)
