"""What the council itself wrote is never flagged: whether an author is one of its own official accounts."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An official account. `names`: by which its platform knows it everywhere; `local_names`: on its own pages alone,
    as a user's number on one website."""

    names: frozenset[str]
    local_names: frozenset[str] = frozenset()


def wrote(author_id: str, handle: str, here: OwnAccount, others: Collection[OwnAccount] = ()) -> bool:
    """Whether an author is the account of this page, or another official one of the body on the same platform.

    A number goes before a handle, which may have gone to somebody else; a handle with its server is as good as a
    number. The name that is shown is never asked: anybody can write any.
    """
    ours = {form for name in here.names | here.local_names for form in (_plain(name), _local(name))}
    ours |= {_plain(name) for other in others for name in other.names}
    has_number = author_id not in ("", handle)
    known = {_plain(author_id)} if has_number else {_plain(handle)}
    if _local(handle) != _plain(handle):
        known.add(_plain(handle))
    return bool((known - {""}) & ours)


def _local(name: str) -> str:
    """On its own server “@harrowmere@social.example” is “harrowmere”."""
    plain = _plain(name)
    local, at, server = plain.partition("@")
    return local if local and at and "." in server else plain


def _plain(name: str) -> str:
    return name.strip().removeprefix("@").casefold()
