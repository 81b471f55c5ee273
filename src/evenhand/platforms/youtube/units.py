"""The units that calls cost: so many a day for all calls with one credential, and a fifth of them kept for actions.

The count is kept in a file in the data folder, since the interface never says how many are left.
"""

import hashlib
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from evenhand.platforms.budgets import leave_for_actions
from evenhand.platforms.contract import TryAgain
from evenhand.platforms.youtube.manifest import UNITS_A_DAY

PACIFIC = ZoneInfo("America/Los_Angeles")
"""Where the day of the allowance begins at midnight. Source: developers.google.com/youtube/v3/determine_quota_cost."""
_SPEND = """insert into spent (credential, day, units) values (?, ?, ?)
on conflict (credential, day) do update set units = units + excluded.units"""


def day_of(now: datetime) -> str:
    """The day of the allowance."""
    return now.astimezone(PACIFIC).date().isoformat()


def seconds_to_midnight(now: datetime) -> int:
    """Until the allowance is whole again; at least a minute."""
    here = now.astimezone(PACIFIC)
    midnight = datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), PACIFIC)
    return max(60, int(midnight.timestamp() - now.timestamp()) + 1)


class Units:
    """One credential's count."""

    def __init__(self, folder: Path, credential: str) -> None:
        self._file = folder / "youtube-units.sqlite3"
        self._credential = hashlib.sha256(credential.encode()).hexdigest()[:16]

    def spent(self, now: datetime) -> int:
        """Units that went today."""
        with closing(self._open()) as kept:
            found = kept.execute(
                "select units from spent where credential = ? and day = ?", (self._credential, day_of(now))
            ).fetchone()
        return int(found[0]) if found else 0

    def spend(self, units: int, now: datetime, *, on_reading: bool) -> None:
        """Before a call, since one that is refused costs as much. Raises: TryAgain where too few are left."""
        left, wait = UNITS_A_DAY - self.spent(now), seconds_to_midnight(now)
        if on_reading:
            leave_for_actions(left - units, UNITS_A_DAY, wait)
        elif left < units:
            raise TryAgain(f"{left} of {UNITS_A_DAY:,} units are left today, and this takes {units}", wait)
        with closing(self._open()) as kept, kept:
            kept.execute(_SPEND, (self._credential, day_of(now), units))
            kept.execute("delete from spent where day < ?", (day_of(now - timedelta(days=7)),))

    def _open(self) -> sqlite3.Connection:
        kept = sqlite3.connect(self._file, timeout=10)
        kept.execute("pragma synchronous = off")  # a count that a crash set back by a call or two does no harm
        kept.execute(
            "create table if not exists spent (credential text, day text, units integer, primary key (credential, day))"
        )
        return kept
