"""How much of an allowance is used up, as Meta says in the headers of its answers.

Source: developers.facebook.com, "Rate Limits", read 2026-11: shares are per cent, the time to regain access minutes.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from evenhand.platforms import budgets
from evenhand.platforms.exchange import LONGEST_WAIT_SECONDS, Reply

HEADERS = ("x-business-use-case-usage", "x-app-usage", "x-page-usage")
SHARES = ("call_count", "total_cputime", "total_time")
FIRST_REFUSAL = 400
LOOK_AGAIN_SECONDS = 300
"""Where Meta does not say when: its windows roll, so a little comes back all the time."""


class Usage:
    """The highest share that the last answer named, for as long as it holds."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._used = 0.0
        self._until = now()

    def hear(self, reply: Reply) -> None:
        """Every answer, for its headers. A refusal says itself how long to wait, and is not waited for twice."""
        found = list(_usages(reply.headers))
        if not found or reply.status >= FIRST_REFUSAL:
            return
        wait = seconds_to_regain(reply.headers)
        self._used = 100.0 if wait else max((_share(one) for one in found), default=0.0)
        self._until = self._now() + timedelta(seconds=wait or LOOK_AGAIN_SECONDS)

    def leave_for_actions(self) -> None:
        """Call before a read. Raises: TryAgain, when only the actions' part is left."""
        left = (self._until - self._now()).total_seconds()
        if left > 0:
            budgets.leave_for_actions(100 - self._used, 100, left)


def seconds_to_regain(headers: Mapping[str, str]) -> int:
    """How long every call will be refused; 0 while none is. `headers`: names in lower case."""
    minutes = (_number(one.get("estimated_time_to_regain_access")) for one in _usages(headers))
    return int(min(max(minutes, default=0.0) * 60, LONGEST_WAIT_SECONDS))


def _usages(headers: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
    """Every object in the headers that tells of a usage: one, or a list for each business."""
    for name in HEADERS:
        try:
            found = json.loads(headers.get(name, ""))
        except (ValueError, RecursionError):
            continue
        waiting = [found]
        for one in waiting:  # grows while it is read: at most as long as the header is
            if isinstance(one, dict):
                waiting += [part for part in one.values() if isinstance(part, dict | list)]
                if any(share in one for share in SHARES):
                    yield one
            elif isinstance(one, list):
                waiting += one


def _share(usage: Mapping[str, object]) -> float:
    return max(_number(usage.get(name)) for name in SHARES)


def _number(value: object) -> float:
    return max(float(value), 0.0) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
