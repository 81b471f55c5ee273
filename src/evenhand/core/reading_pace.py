"""How fast a channel is read: within the part of a budget that is not kept for actions, and slower after failures."""

from datetime import timedelta

EVERY = timedelta(minutes=1)  # when there is nothing new
LONGEST = timedelta(hours=1)
BEHIND_ACTIONS = timedelta(seconds=30)
_AGAIN = (
    timedelta(hours=1), timedelta(hours=4), timedelta(hours=12), timedelta(days=1), timedelta(days=3),
    timedelta(days=7), timedelta(days=14), timedelta(days=30),
)  # fmt: skip
WHILE_OPEN = timedelta(days=1)
SOONEST_RETRY, LATEST_RETRY = timedelta(minutes=5), timedelta(days=1)
SAID_AFTER = 6  # looks in a row at one comment that came to nothing, before people are told: about five hours
MOST_LOOKS = 20  # in one round


def gap(units: float, seconds: float, kept: float, cost: float) -> timedelta:
    """Between two reads that cost so many units each, so that the share `kept` for actions is never read away."""
    if units <= 0:
        return timedelta(0)
    return timedelta(seconds=seconds * cost / (units * (1 - kept)))


def after_failure(failures: int, asked_seconds: float) -> timedelta:
    """Until the next try after so many failures in a row; never sooner than the platform asked."""
    backing_off: timedelta = EVERY * (1 << min(failures - 1, 6))
    return max(min(backing_off, LONGEST), timedelta(seconds=asked_seconds))


def look_again_after(times: int, *, is_open: bool) -> timedelta | None:
    """Until a comment is looked at once more, after so many looks; None: no more. While a case is open, daily."""
    planned = _AGAIN[times] if times < len(_AGAIN) else None
    if is_open:
        return min(planned or WHILE_OPEN, WHILE_OPEN)
    return planned


def look_after_failure(failures: int, asked_seconds: float) -> timedelta:
    """Until a comment is looked at again after so many looks in a row that came to nothing. It holds up no other."""
    backing_off: timedelta = SOONEST_RETRY * (1 << min(failures - 1, 10))
    return max(min(backing_off, LATEST_RETRY), timedelta(seconds=asked_seconds))


def looks(a_call: timedelta) -> int:
    """How many comments are looked at in a round, one call each and one round a minute: half of what reading may have,
    so that what is new comes in as well. `a_call`: the gap that one call takes of the budget."""
    if a_call <= timedelta(0):
        return MOST_LOOKS
    return max(1, min(MOST_LOOKS, EVERY // (2 * a_call)))
