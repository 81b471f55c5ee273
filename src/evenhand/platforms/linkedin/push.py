"""What LinkedIn pushes: its challenge, asked again every two hours, and signed notifications in batches."""

import json
from collections.abc import Mapping
from datetime import datetime

from evenhand.platforms import fields, signatures
from evenhand.platforms.contract import NotReadable, PushAnswer, Wake, WrongSignature

_SIGNED_WITH = b"hmacsha256="


def handshake(query: Mapping[str, str], secrets: Mapping[str, str]) -> PushAnswer:
    """Raises: WrongSignature, where it asks nothing or no client secret was entered."""
    code, secret = query.get("challengeCode", ""), secrets.get("client_secret", "")
    if not code or not secret:
        raise WrongSignature("no challengeCode was asked, or no client secret was entered")
    made = {"challengeCode": code, "challengeResponse": signatures.hex_hmac(secret, code.encode())}
    return PushAnswer(200, json.dumps(made), "application/json")


def receive(headers: Mapping[str, str], raw: bytes, secrets: Mapping[str, str], now: datetime) -> tuple[Wake, ...]:
    """One for each notification, once: LinkedIn sends the same again. `now` is not asked: they carry no signed time.

    Raises: WrongSignature, NotReadable.
    """
    secret, given = secrets.get("client_secret", ""), headers.get("x-li-signature", "")
    signatures.must_match(signatures.hex_hmac(secret, _SIGNED_WITH + raw), given if secret else "")
    try:
        found = json.loads(raw)
    except ValueError:
        raise NotReadable("the message is not JSON") from None
    wakes = {}
    for one in fields.listed(found, "notifications"):
        id_ = fields.identity(one, "notificationId")
        wakes[id_] = Wake(fields.text(one, "organizationalEntity"), id_, fields.text(one, "action"))
    return tuple(wakes.values())
