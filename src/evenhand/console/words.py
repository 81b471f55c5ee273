"""Instants and pages as people read them."""

from dataclasses import dataclass
from datetime import datetime, timedelta


def waiting(since: datetime, now: datetime) -> str:
    """How long something has waited: "2 h 10 min", "3 days"."""
    waited = max(now - since, timedelta())
    minutes = int(waited.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // (24 * 60)} days"


@dataclass(frozen=True, slots=True)
class Pages:
    """How many there are in all."""

    count: int
    num_pages: int


@dataclass(frozen=True, slots=True)
class Page:
    """Where one is in a long list; what the pagination shows."""

    number: int
    paginator: Pages

    @property
    def has_previous(self) -> bool:
        """Whether there is an earlier page."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a later page."""
        return self.number < self.paginator.num_pages

    @property
    def has_other_pages(self) -> bool:
        """Whether there is anything to choose."""
        return self.paginator.num_pages > 1

    @property
    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1


def page_number(given: str | None) -> int:
    """The page that was asked for; the first for anything that is no page."""
    return max(1, min(int(given), 100_000)) if given and given.isascii() and given.isdigit() else 1


def page_of(number: int, total: int, size: int) -> Page:
    """A page of a list of `total`, `size` to a page."""
    return Page(number, Pages(total, max(1, -(-total // size))))
