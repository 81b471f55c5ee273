"""Who is told of a referral. A notice says that something waits and where; never whose words, nor which."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from evenhand.audit.operations import one_transaction
from evenhand.connections import shadow
from evenhand.core.lifecycle import ReferralEvent
from evenhand.core.referrals import RESTRICTED_CASE
from evenhand.intake.models import Channel
from evenhand.notices import operations as notices
from evenhand.notices.operations import To
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import holding
from evenhand.referrals.models import Outcome, Referral
from evenhand.tasks import operations as tasks

SEES = {RESTRICTED_CASE: Permission.SEE_RESTRICTED, "REF-01": Permission.CONCLUDE, "CON-11": Permission.CONCLUDE}
"""Whoever may do this for the body hears when something is opened under a rule."""


def opened(referral: Referral, *, by: Officer, at: datetime) -> None:
    """REF-01, REF-02, CON-11: those who take it hear of it. REF-05: a task to look how the author is."""
    subject = f"{referral.body.name}: something was passed on to you ({referral.rule})"
    said = (
        f"{by.name} has passed something on under {referral.rule}.",
        f"Sign in to see it and to say that you have it: {address(referral)}",
    )
    _tell(referral, "referral opened", subject, said, hearers(referral), by=by.email, at=at)
    if referral.rule in SEES and referral.email:
        to = [To(email=referral.email, name=referral.person, channel=_channel(referral))]
        _tell(referral, "referral opened", subject, said, to, by=by.email, at=at)
    if referral.rule == RESTRICTED_CASE and shadow.is_on(_channel(referral)):
        _ring_instead(referral, by.email, at)
    if referral.rule == "REF-05":
        _look_back(referral, by.email, at)


def hearers(referral: Referral) -> list[To]:
    """The officers who take what is passed on under a rule, but for whom the comment is aimed at."""
    if referral.rule not in SEES:
        return []
    found = holding(referral.body, SEES[referral.rule])
    given = referral.email.casefold()
    return [To(officer=each) for each in found if each.pk != referral.case.target_id and each.email.casefold() != given]


def after(referral: Referral, event: ReferralEvent, said: object, *, by: Officer, at: datetime) -> None:
    """Who opened it hears when it comes back; an alarm ends with the acknowledgement."""
    if event is ReferralEvent.ACKNOWLEDGE:
        tasks.withdraw(about=alarm_about(referral), why="it was acknowledged", by=by.email, at=at)
    if event is ReferralEvent.SEND_BACK and by.pk != referral.opened_by_id:
        lines = (f"{by.name} has sent it back to you.", f"Pass it on to somebody else: {address(referral)}")
        subject = f"{referral.body.name}: a referral came back ({referral.rule})"
        _tell(referral, "referral sent back", subject, lines, [To(officer=referral.opened_by)], by=by.email, at=at)


def concluded(referral: Referral, outcome: Outcome, *, by: Officer, at: datetime) -> None:
    """REF-01: who opened it hears that there is an outcome; what it is stands on its page."""
    if by.pk == referral.opened_by_id:
        return
    lines = (f"{outcome.finder} has come to an outcome.", f"It stands here: {address(referral)}")
    subject = f"{referral.body.name}: the outcome of a referral ({referral.rule})"
    _tell(referral, "referral concluded", subject, lines, [To(officer=referral.opened_by)], by=by.email, at=at)


def alarm(referral: Referral, to: Iterable[Officer], why: str, *, by: str, at: datetime) -> None:
    """REF-02: a task for everybody who does tasks, and a notice to whoever is on call. No words of the comment."""
    with one_transaction():
        tasks.open_task(
            body=referral.body, about=alarm_about(referral),
            title="Nobody has acknowledged a safeguarding concern", why=why,
            steps=[
                "Ring the organisation that it was passed to, and ask who has it",
                "If nobody has it, hand it over to somebody else by telephone",
                "Record the acknowledgement on the referral: this task then goes",
            ],
            url=address(referral), by=by, at=at,
        )  # fmt: skip
        subject = f"{referral.body.name}: nobody has acknowledged a safeguarding concern (REF-02)"
        lines = (f"Referral {referral.pk}: {why}.", f"Ring whoever was to take it, then record it: {address(referral)}")
        _tell(referral, "referral alarm", subject, lines, [To(officer=each) for each in to], by=by, at=at)


def alarm_about(referral: Referral) -> str:
    """What the alarm's task is about: not "referral 5", which only those who may see it are shown."""
    return f"alarm {referral.pk}"


def address(referral: Referral) -> str:
    """Where its page is, for whoever may see it."""
    return f"{settings.EVENHAND_ADDRESS}/{referral.body.slug}/referrals/{referral.pk}"


def _channel(referral: Referral) -> Channel:
    return referral.case.comment.channel


def _ring_instead(referral: Referral, by: str, at: datetime) -> None:
    """REF-02: shadow mode writes to nobody outside, and somebody may be in danger all the same."""
    tasks.open_task(
        body=referral.body, about=f"referral {referral.pk}", title="Ring about a safeguarding concern",
        why="The channel is in shadow mode, so Evenhand has written to nobody outside (REF-02).",
        steps=[
            "Open the referral, and see whom it is for",
            "Ring them yourself if anybody may be at risk; in danger now, ring 999",
            "Record on the referral who has it",
        ],
        url=address(referral), by=by, at=at,
    )  # fmt: skip


def _look_back(referral: Referral, by: str, at: datetime) -> None:
    tasks.open_task(
        body=referral.body, about=f"referral {referral.pk}", title="See how somebody is who wrote in despair",
        why="They were answered with where to find help (REF-05).",
        steps=[
            "Open the comment in the next active hours, and again a day later",
            "Read whether they have answered, here or in a private message",
            "If they may be in danger now, ring 999, and pass it on under REF-02",
        ],
        url=referral.case.comment.url, by=by, at=at,
    )  # fmt: skip


def _tell(
    referral: Referral, kind: str, subject: str, lines: tuple[str, ...], to: Iterable[To], *, by: str, at: datetime
) -> None:
    trial = shadow.said_to_staff([_channel(referral)])
    for each in to:
        notices.tell(
            body=referral.body, kind=kind, about=f"referral {referral.pk}", subject=subject, to=each, by=by, at=at,
            paragraphs=(*lines, *trial) if each.officer else lines,
        )  # fmt: skip
