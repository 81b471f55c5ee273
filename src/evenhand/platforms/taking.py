"""A page of what a platform gave, as comments: what cannot be read is shown beside them and stops nothing."""

from collections.abc import Callable, Iterable, Mapping

from evenhand.platforms import fields
from evenhand.platforms.endings import NotReadable
from evenhand.platforms.incoming import Incoming, Unreadable

Native = Mapping[str, object]
Page = tuple[tuple[Incoming, ...], tuple[Unreadable, ...]]


def taken(natives: Iterable[object], read: Callable[[Native], Incoming]) -> Page:
    """Each as a comment, once: the last that is said of an id counts."""
    incoming, unreadable = dict[str, Incoming](), list[Unreadable]()
    for native in natives:
        try:
            if not isinstance(native, Mapping):
                raise NotReadable("a comment is not a JSON object")
            one = read(native)
            incoming[one.id] = one
        except NotReadable as odd:
            unreadable.append(Unreadable(_id(native), str(odd), fields.payload(native)))
    return tuple(incoming.values()), tuple(unreadable)


def _id(native: object) -> str:
    found = fields.at(native, "id")
    return str(found)[: fields.LONGEST_ID] if isinstance(found, str | int) else ""
