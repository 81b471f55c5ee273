"""REF-01 to REF-05, CON-11: what is passed on, to whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.conduct import Proposal
from evenhand.core.edition import Edition
from evenhand.core.refusals import Refused
from evenhand.core.values import (
    DANGER_NOW,
    Allegations,
    Contact,
    EvidencePack,
    HelpLines,
    Police,
    Reached,
    Safeguarding,
    StaffConduct,
)

RESTRICTED_CASE = "REF-02"
"""The route whose whole case is restricted, its comment's words included, and not the referral alone."""


class ReferralKind(StrEnum):
    """Why something is passed on."""

    ALLEGATION = "allegation"
    SAFEGUARDING = "safeguarding"
    POLICE = "police"
    COMPLAINT = "complaint or request"
    SUPPORT = "support"
    STAFF_CONDUCT = "staff conduct"


@dataclass(frozen=True, slots=True)
class Referral:
    """What is to be opened. `to`: a post or an office; `contacts`: whom to ring, first things first.

    `restricted`: only named roles see it; `preserved`: the comment is kept, whatever else is done with it.
    """

    kind: ReferralKind
    rule: str
    to: str
    because: str
    reply: str = ""
    on_screen: str = ""
    contacts: tuple[Contact, ...] = ()
    restricted: bool = False
    preserved: bool = False


def referrals(edition: Edition, proposal: Proposal, *, in_active_hours: bool) -> tuple[Referral, ...]:
    """REF-01, REF-02, REF-04, REF-05: one for every such route that fired, in the order of the proposal's reasons."""
    return tuple(
        referral_under(edition, reason.rule, reason.because, in_active_hours=in_active_hours)
        for reason in proposal.reasons
        if reason.rule in _OPENINGS
    )


def referral_under(edition: Edition, rule: str, because: str, *, in_active_hours: bool) -> Referral:
    """REF-01 to REF-05, CON-11: what an officer opens under a rule, whatever was proposed.

    Raises: Refused, for a rule under which nothing is passed on.
    """
    if rule in _OPENINGS:
        return _OPENINGS[rule](edition, because, in_active_hours)
    if rule == "REF-03":
        return police_referral(edition, because, in_active_hours=in_active_hours)
    about_staff = staff_referral(edition, because, author_is_staff=rule == "CON-11")
    if about_staff is None:
        rules = ", ".join((*_OPENINGS, "REF-03", "CON-11"))
        raise Refused(tried=f"to pass something on under {rule}", forbids="nobody takes it", do=f"use one of {rules}")
    return about_staff


def passed_on(rule: str) -> bool:
    """Whether deciding under a route opens a referral: MOD-07 invites, and nobody else has to do anything."""
    return rule in _OPENINGS


def _allegation(edition: Edition, because: str, _: bool) -> Referral:
    officer = edition.value("REF-01", Allegations).officer
    kind = ReferralKind.ALLEGATION
    return Referral(kind, "REF-01", officer, because, edition.reply("REF-01"), restricted=True, preserved=True)


def _safeguarding(edition: Edition, because: str, in_active_hours: bool) -> Referral:
    contacts = contacts_now(edition.value("REF-02", Safeguarding).contacts, in_active_hours=in_active_hours)
    return Referral(
        ReferralKind.SAFEGUARDING, "REF-02", "the organisation that can help", because, edition.reply("REF-02"),
        on_screen=danger_now(contacts), contacts=contacts, restricted=True, preserved=True,
    )  # fmt: skip


def _complaint(edition: Edition, because: str, _: bool) -> Referral:
    kind = ReferralKind.COMPLAINT
    return Referral(kind, "REF-04", "the complaints form, or the service", because, edition.reply("REF-04"))


def _support(edition: Edition, because: str, in_active_hours: bool) -> Referral:
    lines = contacts_now(edition.value("REF-05", HelpLines).lines, in_active_hours=in_active_hours)
    return Referral(
        ReferralKind.SUPPORT, "REF-05", "the author, with where to find help", because, edition.reply("REF-05"),
        on_screen=danger_now(lines), contacts=lines, restricted=True, preserved=True,
    )  # fmt: skip


_OPENINGS: Mapping[str, Callable[[Edition, str, bool], Referral]] = {
    "REF-01": _allegation,
    "REF-02": _safeguarding,
    "REF-04": _complaint,
    "REF-05": _support,
}


def police_referral(edition: Edition, because: str, *, in_active_hours: bool) -> Referral:
    """REF-03: an officer's step, never a program's. The reason is the edition's wording: the police decide."""
    contacts = contacts_now(edition.value("REF-03", Police).contacts, in_active_hours=in_active_hours)
    wording = edition.value("EVD-02", EvidencePack).wording
    return Referral(
        ReferralKind.POLICE, "REF-03", "the police", f"{wording}: {because}", on_screen=danger_now(contacts),
        contacts=contacts, restricted=True, preserved=True,
    )  # fmt: skip


def staff_referral(edition: Edition, because: str, *, author_is_staff: bool) -> Referral | None:
    """CON-11: where a comment by a member of staff may be passed on as well; None for everybody else's."""
    if not author_is_staff:
        return None
    to = edition.value("CON-11", StaffConduct).may_refer_to
    return Referral(ReferralKind.STAFF_CONDUCT, "CON-11", to, because, restricted=True)


def contacts_now(
    contacts: tuple[Contact, ...], *, in_active_hours: bool, kind: str | None = None
) -> tuple[Contact, ...]:
    """REF-02: who can be reached now, danger first, then who answers for certain, then who has hours of their own.

    `kind`: of that kind alone, and danger. Raises: Refused, when nobody of that kind is named at all.
    """
    if kind is not None and kind not in {contact.kind for contact in contacts}:
        kinds = ", ".join(sorted({contact.kind for contact in contacts}))
        raise Refused(
            tried=f'to pass on a concern of the kind "{kind}"', forbids="the edition names nobody for it",
            do=f"choose one of: {kinds}", rule="REF-02",
        )  # fmt: skip
    closed = Reached.OUT_OF_HOURS if in_active_hours else Reached.ACTIVE_HOURS
    shown = [each for each in contacts if each.reached is not closed and kind in (None, each.kind)]
    danger = [each for each in contacts if each.kind == DANGER_NOW]
    rest = [each for each in shown if each not in danger]
    return (*danger, *sorted(rest, key=lambda each: each.reached is Reached.ITS_OWN_HOURS))


def danger_now(contacts: tuple[Contact, ...]) -> str:
    """REF-02: the line that is on screen; empty where no contact is for danger."""
    return next((f"In danger now: ring {each.phone}" for each in contacts if each.kind == DANGER_NOW), "")
