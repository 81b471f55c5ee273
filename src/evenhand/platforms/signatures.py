"""Whether a pushed message is signed with our secret, and whether it is fresh. Constant time where secrets meet."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from evenhand.platforms.endings import Replayed, WrongSignature

CLOCKS_DIFFER_BY = timedelta(minutes=1)


def hex_hmac(secret: str, signed: bytes) -> str:
    """HMAC-SHA256 in lower-case hexadecimal, as Meta, LinkedIn and TikTok write it."""
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def base64_hmac(secret: str, signed: bytes) -> str:
    """HMAC-SHA256 in base64, as X writes it."""
    return base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()


def must_match(expected: str, given: str) -> None:
    """Raises: WrongSignature. An empty signature never matches."""
    if not given or not hmac.compare_digest(expected.encode(), given.encode()):
        raise WrongSignature("the signature is not made with our secret" if given else "there is no signature")


def must_be_fresh(sent_at: datetime, now: datetime, within: timedelta) -> None:
    """Raises: Replayed, for what was sent longer ago than that, or in the future."""
    if sent_at < now - within or sent_at > now + CLOCKS_DIFFER_BY:
        raise Replayed(f"sent at {sent_at.isoformat()}, and it is {now.isoformat()}: not believed")
