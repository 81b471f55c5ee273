"""Who is asked for time-stamps: EVENHAND_TIMESTAMP_AUTHORITIES."""

from pathlib import Path

from django.conf import settings

from evenhand.core.refusals import Refused
from evenhand.timestamps import Authority

_FORM = "name=https://address|/path/of/roots.pem, several with spaces between"


def names() -> list[str]:
    """The names alone, also where the rest is wrong: what they owe is asked for when it has been put right."""
    return list(
        dict.fromkeys(entry.partition("=")[0] for entry in str(settings.EVENHAND_TIMESTAMP_AUTHORITIES).split())
    )


def configured() -> list[Authority]:
    """Every authority with its roots. Raises: Refused, for what is not as it should be."""
    return [_authority(*entry) for entry in _entries()]


def _entries() -> list[tuple[str, str, str]]:
    found = []
    for entry in str(settings.EVENHAND_TIMESTAMP_AUTHORITIES).split():
        name, is_there, rest = entry.partition("=")
        url, has_roots, roots = rest.rpartition("|")
        if not (name and is_there and has_roots and roots and url.startswith(("http://", "https://"))):
            raise _wrong(f"“{entry}” is not of the form {_FORM}")
        found.append((name, url, roots))
    if len({name for name, _, _ in found}) < len(found):
        raise _wrong("two of them have one name")
    return found


def _authority(name: str, url: str, roots: str) -> Authority:
    try:
        pem = Path(roots).read_bytes()
    except OSError as wrong:
        raise _wrong(f"the roots of {name} cannot be read: {wrong}") from None
    return Authority(name, url, pem)


def _wrong(why: str) -> Refused:
    return Refused(
        tried="to use the time-stamp authorities", forbids=why,
        do=f"set EVENHAND_TIMESTAMP_AUTHORITIES to {_FORM}", rule="EVD-01",
    )  # fmt: skip
