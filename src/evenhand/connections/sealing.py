"""Credentials, sealed with a key that is never in the database, and bound to their channel.

Source: AES-256-GCM, NIST SP 800-38D; the channel's identity is the associated data, so a row that is moved stays shut.
"""

import base64
import binascii
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel

KEY_BYTES, NONCE_BYTES = 32, 12


class CannotOpen(Exception):
    """The key is not here, or the row was moved or changed; the message is for people and holds no secret."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key. Its name tells nothing of it."""

    name: str
    secret: bytes


def keys() -> list[Key]:
    """The keys, the one that seals first. Raises: Refused, for what is no key."""
    given = settings.EVENHAND_SECRET_KEYS or str(own_file())
    if given.startswith("/"):
        file = Path(given)
        if file == own_file() and not file.exists():
            _write_once(file, new_key())
        given = file.read_text()
    return [_key(number, words) for number, words in enumerate(given.replace(",", " ").split(), 1)]


def own_file() -> Path:
    """Where the keys lie that we make ourselves."""
    return Path(settings.EVENHAND_DATA) / "channel_keys"


def new_key() -> str:
    """A key as the file and the environment have it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def add_own_key() -> None:
    """Put a new key before those of our own file. Raises: Refused where the keys come from elsewhere."""
    if settings.EVENHAND_SECRET_KEYS:
        raise Refused(
            tried="to make a new key", forbids="the keys come from EVENHAND_SECRET_KEYS",
            do="put a new key before the others there, restart, and run evenhand channel rotate-keys",
        )  # fmt: skip
    _replace([new_key(), *own_file().read_text().split()] if own_file().exists() else [new_key()])


def forget_own_keys_but(names: set[str]) -> None:
    """Drop the keys of our own file that nothing is sealed with; the first stays."""
    if not settings.EVENHAND_SECRET_KEYS:
        words = own_file().read_text().split()
        _replace([word for number, word in enumerate(words) if number == 0 or _key(number, word).name in names])


def seal(channel: Channel, given: Mapping[str, str]) -> tuple[bytes, str]:
    """What is kept, and the name of the key."""
    first, nonce = keys()[0], secrets.token_bytes(NONCE_BYTES)
    words = json.dumps(dict(given), ensure_ascii=False).encode()
    return nonce + AESGCM(first.secret).encrypt(nonce, words, _bound(channel)), first.name


def opened(channel: Channel, sealed: bytes, key_name: str) -> dict[str, str]:
    """Raises: CannotOpen."""
    found = next((key for key in keys() if key.name == key_name), None)
    if found is None:
        raise CannotOpen(f"the key {key_name} that the credentials are sealed with is not here")
    try:
        words = AESGCM(found.secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(channel))
    except InvalidTag:
        raise CannotOpen("the credentials do not belong to this channel, or were changed") from None
    return {str(name): str(value) for name, value in json.loads(words).items()}


def _bound(channel: Channel) -> bytes:
    return json.dumps(["channel", channel.pk, channel.body_id, channel.platform, channel.account]).encode()


def _key(number: int, words: str) -> Key:
    try:
        secret = base64.urlsafe_b64decode(words)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise Refused(
            tried="to open the credentials of channels", forbids=f"key {number} is not {KEY_BYTES} bytes in base64",
            do="make one with: evenhand channel new-key",
        )  # fmt: skip
    return Key(hashlib.sha256(b"evenhand channel key" + secret).hexdigest()[:16], secret)


def _write_once(file: Path, words: str) -> None:
    """Whole, for its owner alone, and never over another process's."""
    beside = _beside(file, [words])
    try:
        os.link(beside, file)
    except FileExistsError:
        return
    finally:
        beside.unlink()


def _replace(words: list[str]) -> None:
    _beside(own_file(), words).replace(own_file())


def _beside(file: Path, words: list[str]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    beside.touch(mode=0o600)
    beside.write_text("\n".join(words) + "\n")
    return beside
