"""REF-02: the alarm for a concern that nobody has acknowledged, looked after every minute."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.utils.timezone import localdate

from evenhand.audit import operations as audit
from evenhand.core.acknowledgements import Acknowledgement, Heard, acknowledgement
from evenhand.core.clocks import active_minutes
from evenhand.core.referrals import RESTRICTED_CASE
from evenhand.core.values import Safeguarding
from evenhand.decisions.queries import edition_on
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.officers.queries import with_role
from evenhand.referrals import telling
from evenhand.referrals.models import UNHEARD, Referral
from evenhand.referrals.moving import locked, sound
from evenhand.referrals.reach import calendar_around

PROGRAM = "program: alarm"
OnCall = Callable[[Body, datetime], Sequence[Officer]]
"""Whom an alarm goes to at an instant."""


def seniors(body: Body, at: datetime) -> Sequence[Officer]:
    """Senior and safeguarding officers, at any time."""
    return with_role(body, Role.SENIOR, Role.SAFEGUARDING)


def look_after(*, at: datetime, on_call: OnCall = seniors) -> int:
    """REF-02: sound the alarm for every concern whose active time has run out. How many; each sounds once.

    Raises: ExceptionGroup, after all others, when some could not be; they are tried again next time.
    """
    unheard = Referral.objects.filter(rule=RESTRICTED_CASE, alarmed_at=None, state__in=UNHEARD, heard_since__lte=at)
    sounded, faults = 0, []
    for referral_id in unheard.order_by("heard_since").values_list("pk", flat=True):
        try:
            sounded += _look(referral_id, at, on_call)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("the alarm could not be sounded for some referrals", faults)
    return sounded


def _look(referral_id: int, at: datetime, on_call: OnCall) -> bool:
    with audit.one_transaction():
        referral = locked().get(pk=referral_id)
        if referral.alarmed_at is not None or referral.state not in UNHEARD:
            return False
        heard = heard_of(referral, at)
        if heard.heard is not Heard.ALARM:
            return False
        sound(referral, heard.because, at)
        to = [each for each in on_call(referral.body, at) if each.pk != referral.case.target_id]
        telling.alarm(referral, to, heard.because, by=PROGRAM, at=at)
    return True


def heard_of(referral: Referral, now: datetime, acknowledged_at: datetime | None = None) -> Acknowledgement:
    """REF-02: how a concern stands, in active minutes of its body."""
    body = referral.body
    values = edition_on(body, localdate(referral.heard_since)).value(RESTRICTED_CASE, Safeguarding)
    minutes = partial(active_minutes, calendar_around(body, now), channel="")
    return acknowledgement(values, minutes, opened_at=referral.heard_since, acknowledged_at=acknowledged_at, now=now)
