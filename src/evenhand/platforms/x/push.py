"""What X pushes: its question whether an address is ours, and signed messages that something is new."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from evenhand.platforms import fields, signatures
from evenhand.platforms.contract import NotReadable, PushAnswer, Wake, WrongSignature


def handshake(query: Mapping[str, str], secrets: Mapping[str, str]) -> PushAnswer:
    """Raises: WrongSignature, where it asks nothing or no consumer secret was entered."""
    token, secret = query.get("crc_token", ""), secrets.get("consumer_secret", "")
    if not token or not secret:
        raise WrongSignature("no crc_token was asked, or no consumer secret was entered")
    made = {"response_token": f"sha256={signatures.base64_hmac(secret, token.encode())}"}
    return PushAnswer(200, json.dumps(made), "application/json")


def receive(headers: Mapping[str, str], raw: bytes, secrets: Mapping[str, str], now: datetime) -> tuple[Wake, ...]:
    """One event wakes one account. `now` is not asked: X's messages carry no signed time.

    Raises: WrongSignature, NotReadable.
    """
    secret = secrets.get("consumer_secret", "")
    given = headers.get("x-twitter-webhooks-signature", "")
    signatures.must_match(f"sha256={signatures.base64_hmac(secret, raw)}", given if secret else "")
    try:
        found = json.loads(raw)
    except ValueError:
        raise NotReadable("the message is not JSON") from None
    event = fields.at(found, "data") or found
    account = fields.text(event, "filter", "user_id") or fields.text(found, "for_user_id")
    id_ = fields.text(event, "event_uuid") or hashlib.sha256(raw).hexdigest()
    return (Wake(account, id_, fields.text(event, "event_type")),)
