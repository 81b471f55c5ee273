"""One step of a referral: the row, where it stands, the audit entry."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from evenhand.audit import operations as audit
from evenhand.core.lifecycle import ReferralEvent, ReferralState, next_referral_state
from evenhand.officers.models import Officer
from evenhand.referrals.models import Referral, Step


@dataclass(frozen=True, slots=True)
class Said:
    """What an officer writes down of a step. `to`: who was told or who answered; `reference`: theirs."""

    to: str = ""
    how: str = ""
    reference: str = ""
    words: str = ""


def move(referral: Referral, event: ReferralEvent, said: Said, by: Officer, at: datetime) -> None:
    """Where it stands now, and the step that led there. Raises: Refused."""
    before = ReferralState(referral.state)
    if event is ReferralEvent.ANSWER and (before, event) != (ReferralState.OPENED, ReferralEvent.ANSWER):
        note(referral, event.value, said, by, at)  # answered again, after an edit
        return
    referral.state = next_referral_state(before, event).value
    if event is ReferralEvent.SEND_BACK:
        referral.heard_since, referral.alarmed_at = at, None
    referral.changed_at = at
    referral.save(update_fields=["state", "changed_at", "heard_since", "alarmed_at"])
    note(referral, event.value, said, by, at)


def note(referral: Referral, event: str, said: Said, by: Officer | None, at: datetime) -> None:
    """A step of a referral that stays where it stands; `by` is None for the alarm."""
    Step.objects.create(
        referral=referral, event=event, at=at, by=by, to=said.to.strip(), how=said.how.strip(),
        reference=said.reference.strip(), words=said.words.strip(),
    )  # fmt: skip
    audit.record(
        body=referral.body.slug, at=at, by=by.email if by else "program: alarm",
        action=f"referrals.{event.replace(' ', '_')}", subject=subject(referral), referral=referral.pk,
        rule=referral.rule, state=referral.state, to=said.to, how=said.how, reference=said.reference,
    )  # fmt: skip


def sound(referral: Referral, why: str, at: datetime) -> None:
    """REF-02: the alarm sounded for it, once until it is sent back."""
    referral.alarmed_at = at
    referral.save(update_fields=["alarmed_at"])
    note(referral, "alarm", Said(words=why), None, at)


def locked() -> QuerySet[Referral]:
    """Referrals, held until the transaction ends."""
    return Referral.objects.select_for_update(of=("self",)).select_related("body", "case__comment", "case__body")


def subject(referral: Referral) -> str:
    """The comment's, so that its history has all of it, and hides all of it where it is restricted."""
    return f"comment {referral.case.comment_id}"
