"""One clock for all machines: the database's. A worker whose own clock is wrong must not put work off for hours."""

from datetime import UTC, datetime, timedelta

from django.db import connection

_ahead: timedelta | None = None  # the database's clock before ours, when we last asked; None: we never did
_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """The database's time."""
    global _ahead
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        told: datetime = cursor.fetchone()[0].astimezone(UTC)
    _ahead = told - datetime.now(UTC)
    return told


def after(seconds: float) -> datetime:
    """The database's time in so many seconds, without asking it again; long past where it was never asked."""
    if _ahead is None:
        return _AT_ONCE
    return datetime.now(UTC) + _ahead + timedelta(seconds=seconds)
