"""What reading may spend: a platform's allowance is shared, and the actions' part of it is never read away."""

from collections.abc import Mapping

from evenhand.platforms.endings import TryAgain
from evenhand.platforms.exchange import LONGEST_WAIT_SECONDS

KEPT_FOR_ACTIONS = 0.2


def leave_for_actions(remaining: float, limit: float, resets_in_seconds: float, kept: float = KEPT_FOR_ACTIONS) -> None:
    """Call before a read. Raises: TryAgain, until the allowance is whole again, when only the actions' part is left."""
    if limit > 0 and remaining <= limit * kept:
        wait = int(min(max(resets_in_seconds, 1), LONGEST_WAIT_SECONDS))
        raise TryAgain(f"{remaining:g} of {limit:g} calls are left, and those are kept for actions", wait)


def counted(headers: Mapping[str, str], name: str) -> float | None:
    """A number in a header, None where it is missing or is no number. `headers`: names in lower case."""
    try:
        return float(headers[name])
    except (KeyError, ValueError):
        return None
