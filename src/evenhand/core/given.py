"""What every rule asks of what it is given: instants with a zone, days that are days, words that say something."""

from datetime import date, datetime
from itertools import pairwise

from evenhand.core.refusals import Refused


def aware(rule: str, tried: str, **instants: datetime | None) -> None:
    """Raises: Refused, for the first instant without a time zone."""
    for name, at in instants.items():
        if at is not None and at.utcoffset() is None:
            raise Refused(
                tried=tried, forbids=f"{_said(name)} ({at}) has no time zone", do="give it with its zone", rule=rule
            )


def day_alone(rule: str, tried: str, **days: date | None) -> None:
    """Raises: Refused, for the first day that is an instant."""
    for name, day in days.items():
        if isinstance(day, datetime):
            raise Refused(
                tried=tried, forbids=f"{_said(name)} ({day}) is an instant", do="give the day alone", rule=rule
            )


def in_order(rule: str, tried: str, **times: date | None) -> None:
    """Days alone, or aware instants alone; equal is in order. Raises: Refused, for the first that goes back."""
    known = [(name, at) for name, at in times.items() if at is not None]
    for (earlier, start), (later, end) in pairwise(known):
        if end < start:
            raise Refused(
                tried=tried,
                forbids=f"{_said(later)} ({end}) is before {_said(earlier)} ({start})",
                do="mend whichever of the two is wrong",
                rule=rule,
            )


def in_words(rule: str, tried: str, **texts: str) -> None:
    """Raises: Refused, for the first text that says nothing."""
    for name, text in texts.items():
        if not text.strip():
            raise Refused(tried=tried, forbids=f"{_said(name)}: nothing is said", do=f"write {_said(name)}", rule=rule)


def _said(name: str) -> str:
    return "the " + name.replace("_", " ")
