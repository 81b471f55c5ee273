"""MOD-05: whether the author is told of what happened, how, and in which words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenhand.core.edition import Edition
from evenhand.core.given import in_words
from evenhand.core.reasons import appeal, cited, shortened, statement
from evenhand.core.refusals import Refused
from evenhand.core.values import TellAuthor, Telling
from evenhand.core.vocabulary import Outcome, Support


class Event(StrEnum):
    """What may happen to an author; the keys of MOD-05 in an edition."""

    HIDE = "hide"
    DELETE = "delete"
    RESTORE = "restore"
    WARNING = "warning"
    BLOCK = "block"
    UNBLOCK = "unblock"


class TellBy(StrEnum):
    """Who tells the author."""

    PROGRAM = "program"
    PERSON = "person"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Notice:
    """Who tells the author of an event, and why so."""

    by: TellBy
    because: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice is about. `until`: the day on which a block is looked at again; `channels`: of a block."""

    event: Event
    ground: str = ""
    quote: str = ""
    reason: str = ""
    channels: tuple[str, ...] = ()
    until: date | None = None


def notice(values: TellAuthor, event: Event, *, way: Support | None, unsafe: str) -> Notice:
    """MOD-05: who tells the author. `way`: how far the platform carries a message to an author, None if it does not.

    `unsafe`: why telling could put somebody in danger, empty when it does not. That goes before what the edition says.
    """
    telling: Telling = getattr(values, event.value)
    if unsafe.strip():
        return Notice(TellBy.NOBODY, f"telling is not safe: {unsafe.strip()}")
    if telling is Telling.NEVER:
        return Notice(TellBy.NOBODY, f"the edition never tells of {event}")
    if way is Support.MANUAL:
        return Notice(TellBy.PERSON, "a person can write to the author on the platform")
    if way is not None:
        return Notice(TellBy.PROGRAM, "the platform carries it to the author")
    if telling is Telling.ALWAYS:
        return Notice(TellBy.PERSON, f"the platform has no way, and the edition always tells of {event}: write or ring")
    if telling is Telling.IN_WRITING:
        return Notice(TellBy.PERSON, f"the platform has no way, and the edition tells of {event} in writing: write")
    return Notice(TellBy.NOBODY, "the platform has no way to tell the author")


_UNSAFE = {"REF-02": "it may be a safeguarding concern", "REF-05": "the author may be in distress"}


def unsafe(routes: Sequence[str], given: str = "") -> str:
    """MOD-05: why a program tells nobody; empty where it may.

    `given`: an officer's own reason; `routes`: what was proposed and decided. Concerns and crises (REF-02, REF-05) are
    for the people whom they are passed to.
    """
    found = next((f"{_UNSAFE[route]} ({route})" for route in routes if route in _UNSAFE), "")
    return given.strip() or found


def notice_text(edition: Edition, told: Told) -> tuple[str, ...]:
    """MOD-05: the paragraphs of a notice: what was done, the rule, and how to appeal.

    Raises: Refused, when the edition has no such ground, or a block is without channels, reason or day of review.
    """
    if told.event in (Event.RESTORE, Event.UNBLOCK):
        return tuple(_good_news(edition, told))
    if told.ground not in edition.grounds:
        raise Refused(
            tried=f"to tell the author of {told.event}", forbids="no ground of the edition is named",
            do="name the ground of the decision", rule="MOD-05",
        )  # fmt: skip
    if told.event in (Event.HIDE, Event.DELETE):
        outcome = Outcome.HIDE if told.event is Event.HIDE else Outcome.DELETE
        return tuple(statement(edition, told.ground, outcome, quote=told.quote, reason=told.reason).split("\n\n"))
    did = _warned(edition, told) if told.event is Event.WARNING else _blocked(told)
    return (*did, cited(edition, told.ground), appeal(edition))


def _good_news(edition: Edition, told: Told) -> Iterator[str]:
    if told.event is Event.RESTORE:
        yield f"Your comment “{shortened(told.quote)}” can be seen again. It no longer counts against you."
    else:
        yield f"You can comment again on {listed(told.channels)}."
    if told.reason.strip():
        yield told.reason.strip()
    yield f"We look forward to hearing from you. {edition.body}"


def _warned(edition: Edition, told: Told) -> Iterator[str]:
    yield f"Your comment “{shortened(told.quote)}” breaks a rule of {edition.body}'s pages. {told.reason}".strip()
    yield "This is a warning. If it happens again we may block you."


def _blocked(told: Told) -> Iterator[str]:
    in_words("BLK-02", "to tell the author of a block", reason=told.reason, channels=" ".join(told.channels))
    if told.until is None:
        raise Refused(
            tried="to tell the author of a block", forbids="no day is set on which it is looked at again",
            do="set the review date first", rule="BLK-02",
        )  # fmt: skip
    yield f"You are blocked from {listed(told.channels)}. {told.reason.strip()}"
    yield f"We look at this again by {told.until:%-d %B %Y}, and may let you back in."
    yield "This closes none of the ways of contact that the law gives you: you can still write, ring and complain."


def listed(channels: tuple[str, ...]) -> str:
    """Channels as a sentence names them: Facebook, Instagram and Bluesky."""
    return " and ".join((", ".join(channels[:-1]), channels[-1])) if channels[1:] else "".join(channels) or "our pages"


REFERENCE = "{reference}"
"""Where a paragraph is to hold the reference of its notice, which is drawn when it is queued."""
ADDRESS = {"en": "{address}", "cy": "{address_cy}"}
"""Where it is to hold the address at which one appeals, or sees how an appeal stands; the page in that language."""
_QUOTE_IT = {
    "en": "Our reference: {reference}. Please quote it if you write to us about this.",
    "cy": "Ein cyfeirnod: {reference}. Rhowch y cyfeirnod hwn os byddwch yn ysgrifennu atom am hyn.",
}
_APPEAL_AT = {"en": "You can appeal here: {address}", "cy": "Gallwch apelio yma: {address_cy}"}
ENDS_WITH_APPEAL = frozenset({Event.HIDE, Event.DELETE, Event.WARNING, Event.BLOCK})
"""What one may appeal against: a notice of it always says how."""


@dataclass(frozen=True, slots=True)
class Leads:
    """What a notice leads back by: its reference, and where to go with it, by language."""

    reference: str
    addresses: Mapping[str, str]

    def into(self, paragraph: str) -> str:
        """Each in its place. Braces of other people's words stay as they are."""
        for language, place in ADDRESS.items():
            paragraph = paragraph.replace(place, self.addresses.get(language, ""))
        return paragraph.replace(REFERENCE, self.reference)


def with_leads(
    paragraphs: Sequence[str], leads: Leads, language: str = "en", *, kind: str = "", outside: bool = True
) -> tuple[str, ...]:
    """MOD-05, APL-01: the words of a notice with its reference in them, so that an appeal can quote it.

    Where no paragraph has a place for it, people `outside` get a line more; so they do for the address, in a notice of
    a `kind` that one may appeal against. `language`: "en", "cy", or both as "cy+en".
    """
    words = [leads.into(paragraph) for paragraph in paragraphs if paragraph.strip()]
    lines = []
    if outside and not any(leads.reference in paragraph for paragraph in words):
        lines.append(_QUOTE_IT)
    if outside and kind in ENDS_WITH_APPEAL and not any(_holds_address(leads, paragraph) for paragraph in words):
        lines.append(_APPEAL_AT)
    spoken = [each for each in language.split("+") if each in ADDRESS]
    return (*words, *(leads.into(line[each]) for each in spoken for line in lines))


def _holds_address(leads: Leads, paragraph: str) -> bool:
    return any(address in paragraph for address in leads.addresses.values())
