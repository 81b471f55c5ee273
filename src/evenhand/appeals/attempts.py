"""How often one address sends the public form. Kept for a day, under a keyed hash that changes every day."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from evenhand.appeals.models import Attempt

MOST = 10
"""In an hour; ours. A library or an office shares one address."""
WINDOW, KEPT = timedelta(hours=1), timedelta(days=1)


def may_try(address: str, at: datetime) -> bool:
    """Note one more sending from an address. Whether it is within the limit."""
    sender = salted_hmac("evenhand.appeals.attempt", f"{at.date()} {address}", algorithm="sha256").hexdigest()
    before = Attempt.objects.filter(sender=sender, at__gt=at - WINDOW).count()
    if before < MOST:
        Attempt.objects.create(sender=sender, at=at)
    return before < MOST


def forget(at: datetime) -> None:
    """Delete what is of no more use."""
    Attempt.objects.filter(at__lte=at - KEPT).delete()
