"""REF-01 and CON-01: an allegation is false when an investigation has found so, and not before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenhand.core.conduct import Proposal
from evenhand.core.edition import Edition
from evenhand.core.given import day_alone, in_order, in_words
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Severity


class Found(StrEnum):
    """What came of looking into an allegation."""

    SUBSTANTIATED = "substantiated"
    NOT_SUBSTANTIATED = "not substantiated"
    FALSE = "false"
    NOT_INVESTIGATED = "not investigated"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Who found what, when, and where that is written down."""

    found: Found
    by: str
    on: date
    reference: str


@dataclass(frozen=True, slots=True)
class Allegation:
    """A referral under REF-01; `conclusion` is None until there is one."""

    opened_on: date
    conclusion: Conclusion | None


@dataclass(frozen=True, slots=True)
class Falsehood:
    """Whether CON-01 may be used for a comment, under which rule, why, and what to do."""

    may_be_used: bool
    rule: str
    because: str
    do: str


def conclude(
    opened_on: date, found: Found, *, by: str, by_communications: bool, on: date, reference: str
) -> Conclusion:
    """REF-01: the outcome of an allegation. `reference`: of the document that says so.

    Raises: Refused, when the communications team is the finder, a part is missing or the day is before the opening.
    """
    tried = f"to record an allegation as {found}"
    if by_communications:
        raise Refused(
            tried=tried, forbids="the communications team does not judge allegations",
            do="ask the named officer for the outcome", rule="REF-01",
        )  # fmt: skip
    in_words("REF-01", tried, finder=by, reference=reference)
    day_alone("REF-01", tried, opening=opened_on, conclusion=on)
    in_order("REF-01", tried, opening=opened_on, conclusion=on)
    return Conclusion(found, by, on, reference)


def alleges(proposal: Proposal) -> bool:
    """REF-01: whether a comment reads as an allegation, whatever else it reads as."""
    return any(reason.rule == "REF-01" for reason in proposal.reasons)


def falsehood(*, is_allegation: bool, allegations: Iterable[Allegation], source: str, harmed: str) -> Falsehood:
    """CON-01, REF-01: whether a comment may be called false, and why.

    `allegations`: the referrals opened about it; `source`: what shows it false; `harmed`: the individual named in it.
    """
    referred = tuple(allegations)
    if is_allegation or referred:
        return _of_allegation(referred)
    if source.strip():
        return Falsehood(True, "CON-01", f"a source is recorded: {source.strip()}", "cite it in the reason")
    if harmed.strip():
        return Falsehood(True, "CON-01", f"it harms a named person: {harmed.strip()}", "say how in the reason")
    because = "what is true is not for a moderator to say: no source is recorded and nobody named is harmed"
    return Falsehood(False, "CON-01", because, "leave it up, or record the source")


def keeps_up(
    edition: Edition, allegations: Iterable[Allegation], *, ground: str, severity: Severity
) -> Falsehood | None:
    """REF-01: why an allegation that is being looked into stays up; None where a ground may take it down.

    `severity`: of what the ground was found for. What outranks the route, a threat beside the allegation, does.
    """
    route = edition.rules["REF-01"].route
    waiting = any(each.conclusion is None for each in allegations)
    if not waiting or ground == "CON-01" or route is None or severity.rank > route.outranks.rank:
        return None
    because = f"the allegation is being looked into, and {ground} is no graver than {route.outranks}"
    return Falsehood(False, "REF-01", because, "leave it up until the outcome")


def _of_allegation(referred: tuple[Allegation, ...]) -> Falsehood:
    if not referred:
        because = "it alleges wrongdoing by staff or members, and nobody has looked into that"
        return Falsehood(False, "REF-01", because, "refer it to the named officer and leave it up")
    conclusions = [each.conclusion for each in referred if each.conclusion is not None]
    if len(conclusions) < len(referred):
        return Falsehood(False, "REF-01", "the allegation is being looked into", "leave it up until the outcome")
    if all(conclusion.found is Found.FALSE for conclusion in conclusions):
        last = max(conclusions, key=lambda conclusion: conclusion.on)
        because = f"{last.by} found on {last.on:%-d %B %Y} that it is false ({last.reference})"
        return Falsehood(True, "CON-01", because, "cite the outcome in the reason")
    others = sorted({conclusion.found.value for conclusion in conclusions if conclusion.found is not Found.FALSE})
    return Falsehood(False, "REF-01", f"the outcome is {' and '.join(others)}, not false", "leave it up")
