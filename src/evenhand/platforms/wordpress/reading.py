"""What is new on one site: its comments, oldest first, from a little before the last one seen."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from evenhand.platforms import fields
from evenhand.platforms.contract import Fetched, Gone, Incoming, NotReadable, Polled, Ref, Unreadable, Withheld
from evenhand.platforms.wordpress.client import Client, Page, Refusal
from evenhand.platforms.wordpress.native import ASKED_FOR, translate

PAGE = 100
OVERLAP = timedelta(hours=2)
"""WordPress compares by the site's clock on the wall. When that goes back, an hour comes twice, and what is written in
the second would count as older than what was seen in the first."""
LOOKED_AT_AGAIN = timedelta(days=30)
LOOKS_AGAIN_EVERY = timedelta(days=1)
_BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)
_NONE_THERE = frozenset({"rest_comment_invalid_id"})


@dataclass
class _Place:
    """How far a round has come. `since`: where it began. `total`: how many it had then. Instants in ISO 8601."""

    since: str = ""
    page: int = 1
    total: int = 0
    newest: str = ""
    walked: str = ""


class Reader:
    """Reads in rounds. Once a day a round goes a month back: who changes a comment leaves no trace in the list."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def poll(self, cursor: str) -> Polled:
        """One page. Raises: TryAgain, AccessRefused."""
        place = _place(cursor)
        if place.page == 1:
            place.since = place.since or self._from(place)
        page = self._page(place)
        if place.page > 1 and page.total < place.total:  # something was deleted, and all behind it moved up
            return Polled((), _words(replace(place, page=1, total=0)), more=True)
        incoming, unreadable = self._taken(page.rows)
        place.newest = max([place.newest, *(one.created_at.isoformat() for one in incoming)])
        more = place.page < page.pages
        place = replace(place, page=place.page + 1, total=page.total) if more else _after(place)
        return Polled(incoming, _words(place), more, unreadable)

    def fetch(self, ref: Ref) -> Fetched:
        """One comment as it is now. Raises: TryAgain, AccessRefused."""
        try:
            found = self._client.get(f"comments/{ref.id}", {"_fields": ASKED_FOR, "_embed": "up"})
        except Refusal as refused:
            return Gone(str(refused)) if refused.code in _NONE_THERE else Withheld(str(refused))
        try:
            return self._placed(translate(found))
        except NotReadable as odd:
            return Withheld(f"it stands there, and cannot be read: {odd}")

    def _page(self, place: _Place) -> Page:
        """Approved comments and those that wait. What a spam filter took stays with it: there is far too much."""
        return self._client.page(
            "comments",
            {
                "status": "all", "orderby": "date_gmt", "order": "asc", "after": place.since, "page": place.page,
                "per_page": PAGE, "_fields": ASKED_FOR, "_embed": "up",
            },
        )  # fmt: skip

    def _from(self, place: _Place) -> str:
        if not place.newest:
            place.walked = self._client.now.isoformat()
            return _iso(_BEGINNING)
        now, newest = self._client.now, datetime.fromisoformat(place.newest)
        if now - datetime.fromisoformat(place.walked) < LOOKS_AGAIN_EVERY:
            return _iso(newest - OVERLAP)
        place.walked = now.isoformat()
        return _iso(min(newest - OVERLAP, now - LOOKED_AT_AGAIN))

    def _taken(self, rows: Iterable[object]) -> tuple[tuple[Incoming, ...], tuple[Unreadable, ...]]:
        incoming, unreadable = dict[str, Incoming](), list[Unreadable]()
        for row in rows:
            native = row if isinstance(row, Mapping) else {}
            try:
                one = self._placed(translate(native))
                incoming[one.id] = one
            except NotReadable as odd:
                unreadable.append(Unreadable(str(native.get("id", "")), str(odd), fields.payload(row)))
        return tuple(incoming.values()), tuple(unreadable)

    def _placed(self, one: Incoming) -> Incoming:
        """What our own user wrote is known by the name that the channel has for us."""
        return replace(one, author_id=self._client.account) if one.author_id == f"user {self._client.me()}" else one


def _place(cursor: str) -> _Place:
    return _Place(**json.loads(cursor)) if cursor else _Place()


def _words(place: _Place) -> str:
    return json.dumps(asdict(place))


def _after(place: _Place) -> _Place:
    """The next round's beginning."""
    return _Place(newest=place.newest, walked=place.walked if place.newest else "")


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
