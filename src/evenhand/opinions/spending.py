"""What second opinions may cost a day. A call is paid before it is made, at the most that it can cost.

The day's row is locked meanwhile, so workers side by side cannot spend the same penny. What a call then turns out to
have cost takes the place of what was paid; a worker that dies leaves it paid.
"""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate, localtime

from evenhand.core.opinions import affordable
from evenhand.opinions.models import DaySpent


def pay(*, price: int, cap: int, at: datetime) -> str:
    """Why not, in words; empty when it is paid. In micropence. Inside a transaction."""
    today = _locked(localdate(at))
    if today.rest_until and today.rest_until > at:
        return f"the other side asked to be left alone until {localtime(today.rest_until):%H:%M:%S}"
    if not affordable(today.micropence, price, cap):
        return "the day's money for second opinions would not be enough"
    today.micropence += price
    today.calls += 1
    today.save()
    return ""


def settle(*, asked_at: datetime, paid: int, cost: int) -> None:
    """Put what it cost in the place of what was paid. Inside a transaction."""
    day = _locked(localdate(asked_at))
    day.micropence += cost - paid
    day.save()


def rest(*, seconds: int, at: datetime) -> None:
    """Leave the other side alone for so long. Inside a transaction."""
    today = _locked(localdate(at))
    today.rest_until = at + timedelta(seconds=seconds)
    today.save()


def _locked(day: date) -> DaySpent:
    DaySpent.objects.get_or_create(day=day)
    return DaySpent.objects.select_for_update().get(day=day)
