"""When an action may be tried, and when again."""

import random
import time
from datetime import datetime, timedelta

from evenhand.actions import budget
from evenhand.actions.models import Action
from evenhand.platforms.contract import Manifest

LONGEST_WAIT_SECONDS = 15 * 60
SLEEPS_AT_MOST_SECONDS = 1.0  # a shorter wait is not worth a job of its own


class Later(Exception):
    """The action is not finished; come back after so many seconds."""

    def __init__(self, why: str, seconds: float) -> None:
        super().__init__(why)
        self.seconds = seconds


def let_settle(action: Action, manifest: Manifest, at: datetime) -> None:
    """What is read back while a broken call may still take effect proves nothing. A plain failure leaves no doubt."""
    wait = (action.changed_at + timedelta(seconds=manifest.settles_seconds) - at).total_seconds()
    if wait > 0 and not action.receipts.filter(kind="failed", at__gte=action.changed_at).exists():
        raise Later("its last call may still take effect", wait)


def wait_for_turn(action: Action, manifest: Manifest, *, calls: int) -> None:
    """Before "sending", so that what waits can still be called off."""
    wait = budget.wait_for_slot(
        action_id=action.pk, platform=action.channel.platform, account=action.channel.account, calls=calls,
        gap_seconds=manifest.seconds_between_calls,
    )  # fmt: skip
    if wait > SLEEPS_AT_MOST_SECONDS:
        raise Later("its turn to call the account has not come", wait)
    time.sleep(wait)


def wait_after(attempts: int, asked_seconds: int = 0) -> float:
    """Seconds until the next try: 2, 4, 8 ... give or take a half, so that those who failed together do not come
    back together; never before the platform asked, never later than `LONGEST_WAIT_SECONDS` unless it asked for more."""
    wait = min(2.0**attempts, LONGEST_WAIT_SECONDS) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
    return max(wait, asked_seconds * random.uniform(1.0, 1.1))  # noqa: S311
