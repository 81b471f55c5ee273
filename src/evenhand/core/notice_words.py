"""MOD-05, STF-03: the words of notices: an edition's own, in English and Welsh, else ours from core/notices.py."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from evenhand.core.edition import Edition
from evenhand.core.notices import ADDRESS, ENDS_WITH_APPEAL, REFERENCE, Event, Told, listed, notice_text
from evenhand.core.reasons import appeal, shortened

LONGEST = 2000
"""Characters of a notice in all its languages. Source: the shortest private message among the platforms that say."""
_WELSH_MONTHS = (
    "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd",
    "Rhagfyr",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Blanks:
    """What the words of one kind of notice may leave blank, and what its English must have."""

    known: tuple[str, ...]
    needed: tuple[str, ...] = ()


_REMOVAL = Blanks(("statement", "quote", "ground", "appeal", "reference", "address", "body"), needed=("statement",))
KINDS: Mapping[str, Blanks] = {
    Event.HIDE: _REMOVAL,
    Event.DELETE: _REMOVAL,
    Event.RESTORE: Blanks(("quote", "reason", "reference", "body"), needed=("quote",)),
    Event.WARNING: Blanks(
        ("quote", "reason", "ground", "appeal", "reference", "address", "body"), needed=("quote", "ground")
    ),
    Event.BLOCK: Blanks(
        ("channels", "reason", "until", "ground", "appeal", "reference", "address", "body"),
        needed=("channels", "reason", "until", "ground"),
    ),
    Event.UNBLOCK: Blanks(("channels", "reason", "reference", "body"), needed=("channels",)),
    "appeal_received": Blanks(("until", "reference", "address", "body"), needed=("until", "reference")),
    "appeal_stands": Blanks(("reason", "until", "reference", "address", "body"), needed=("reason",)),
    "appeal_reversed": Blanks(("reason", "reference", "address", "body"), needed=("reason",)),
}
"""Kinds of notices that an edition may word, as its keys name them."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody is told. `language`: "en", or "cy+en" where the edition has both: Welsh first."""

    paragraphs: tuple[str, ...]
    language: str = "en"


def event_words(edition: Edition, told: Told, *, statement: str = "", body: str = "") -> Words:
    """MOD-05: the words about something that happened to an author. They always say how to appeal against a sanction.

    `statement`: the officer's own statement of reasons, which goes before ours; `body`: who tells, where another body
    works by this edition. Raises: Refused, where a part is missing (core/notices.py).
    """
    ours = tuple(notice_text(edition, told))
    if told.event in (Event.HIDE, Event.DELETE) and statement.strip():
        ours = _paragraphs(statement)
    blanks = _of_event(edition, told, "\n\n".join(ours), body or edition.body)
    given = tuple(_worded(edition, told.event, blanks, told.until, ours))
    english = given[-1]
    if told.event in ENDS_WITH_APPEAL and edition.rules["APL-01"].wording not in "\n".join(english):
        english = (*english, appeal(edition))
    return Words((*(each for part in given[:-1] for each in part), *english), "cy+en" if given[1:] else "en")


def kind_words(
    edition: Edition, kind: str, blanks: Mapping[str, str], *, ours: str, until: date | None = None
) -> Words:
    """The words of another kind of notice, as "appeal_received"; `ours`: where the edition has none for it."""
    given = tuple(_worded(edition, kind, {"body": edition.body, "reason": "", **blanks}, until, _paragraphs(ours)))
    return Words(tuple(each for part in given for each in part), "cy+en" if given[1:] else "en")


def _worded(
    edition: Edition, kind: str, blanks: Mapping[str, str], until: date | None, ours: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """Welsh, where the edition has it, then English."""
    text = edition.notices.get(kind)
    if text and text.cy.strip():
        yield filled(text.cy, {**blanks, "until": in_welsh(until), "address": ADDRESS["cy"]})
    yield filled(text.en, {**blanks, "until": f"{until:%-d %B %Y}" if until else ""}) if text else ours


def filled(text: str, blanks: Mapping[str, str]) -> tuple[str, ...]:
    """A wording with its blanks filled, in paragraphs; reference and address are filled in when it is queued.

    A paragraph about a day is left out where there is none: after the second stage nobody can ask again.

    Raises: KeyError for a blank that nothing fills; `edition check` finds those.
    """
    if not blanks.get("until"):
        text = "\n\n".join(part for part in text.split("\n\n") if "{until}" not in part)
    return _paragraphs(text.format(**{"address": ADDRESS["en"], **blanks, "reference": REFERENCE}))


def in_welsh(day: date | None) -> str:
    """A day as Welsh writes it: 4 Medi 2024."""
    return f"{day.day} {_WELSH_MONTHS[day.month - 1]} {day.year}" if day else ""


def _of_event(edition: Edition, told: Told, statement: str, body: str) -> dict[str, str]:
    rule = edition.rules.get(told.ground)
    return {
        "statement": statement,
        "quote": shortened(told.quote),
        "reason": told.reason.strip(),
        "ground": f"{told.ground} ({rule.title})" if rule else "",
        "channels": listed(told.channels),
        "appeal": appeal(edition),
        "body": body,
    }


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())
