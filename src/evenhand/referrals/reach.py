"""Who can be reached now: by the edition's hours, and by whom the body has named."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from evenhand.calendars import calendar_of
from evenhand.core.clocks import active_minutes, next_active
from evenhand.core.hours import Calendar
from evenhand.core.incidents import Incident
from evenhand.core.referrals import contacts_now
from evenhand.core.values import DANGER_NOW, Contact, HelpLines, Police, Safeguarding
from evenhand.decisions.queries import edition_on
from evenhand.officers.models import Body
from evenhand.referrals.models import Responsible


def calendar_around(body: Body, at: datetime, incidents: Sequence[Incident] = ()) -> Calendar:
    """HRS-01 to HRS-04: a body's calendar from the year before `at` to the year after it."""
    return calendar_of(edition_on(body, localdate(at)), at.year - 1, at.year + 1, incidents)


def in_active_hours(body: Body, at: datetime) -> bool:
    """HRS-01: whether the team is at work now."""
    return next_active(calendar_around(body, at), at, channel="") == at


def active_between(body: Body, start: datetime, end: datetime) -> int:
    """HRS-02: whole active minutes."""
    return active_minutes(calendar_around(body, end), start, end, channel="")


def contacts(body: Body, rule: str, at: datetime, concern: str = "") -> tuple[Contact, ...]:
    """REF-02, REF-03, REF-05: whom to ring now, danger first; nobody for other rules.

    `concern`: the kind of contact, everybody where it is empty. Raises: Refused, for a kind that the edition lacks.
    """
    named = _named(body, rule, at)
    if not named:
        return ()
    return contacts_now(named, in_active_hours=in_active_hours(body, at), kind=concern or None)


def concerns(body: Body, at: datetime) -> list[str]:
    """REF-02: the kinds of concern that the edition names somebody for."""
    kinds = dict.fromkeys(contact.kind for contact in _named(body, "REF-02", at))
    return [kind for kind in kinds if kind != DANGER_NOW]


def _named(body: Body, rule: str, at: datetime) -> tuple[Contact, ...]:
    values = edition_on(body, localdate(at)).rules[rule].values
    match values:
        case Safeguarding(contacts=named) | Police(contacts=named) | HelpLines(lines=named):
            return named
        case _:
            return ()


def responsible(body: Body, rule: str, concern: str = "") -> Responsible | None:
    """Whom a body has named for a rule: for this kind of concern, or for every kind."""
    named = Responsible.objects.filter(body=body, rule=rule, concern__in=["", concern])
    return named.order_by("-concern").first()
