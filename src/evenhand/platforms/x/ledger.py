"""What was spent today, in thousandths of a US dollar: kept on disk for all our workers, and never over the cap."""

import fcntl
import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TextIO

from evenhand.platforms.budgets import KEPT_FOR_ACTIONS
from evenhand.platforms.contract import TryAgain
from evenhand.platforms.x.manifest import DAILY_CENTS

THOUSANDTHS_IN_A_CENT = 10


@cache
def prices() -> dict[str, int]:
    """Thousandths of a US dollar for each thing that X charges for, as of the day that the file names."""
    found = tomllib.loads(resources.files("evenhand.platforms.x").joinpath("prices.toml").read_text())
    return {name: int(price) for name, price in found["each"].items()}


class Ledger:
    """One account's. `cap`: thousandths of a US dollar for one day, by UTC."""

    def __init__(self, folder: Path, account: str, cap: int) -> None:
        self._file = folder / f"x-spent-{re.sub(r'[^A-Za-z0-9_-]', '_', account)}.json"
        self.cap = cap

    def spent(self, now: datetime) -> int:
        """Today's thousandths, with what is set aside for calls that are under way."""
        with self._open() as file:
            return _of_today(file, now)

    def set_aside(self, most: int, now: datetime, *, reading: bool) -> None:
        """Before a call: the most that it can cost. A fifth of the cap is kept for actions.

        Raises: TryAgain, until tomorrow, where the cap would be passed.
        """
        cap = int(self.cap * (1 - KEPT_FOR_ACTIONS)) if reading else self.cap
        with self._open() as file:
            spent = _of_today(file, now)
            if spent + most > cap:
                raise TryAgain(_words(spent, self.cap, reading), _until_tomorrow(now))
            _write(file, now.astimezone(UTC).date(), spent + most)

    def settle(self, most: int, cost: int, now: datetime) -> None:
        """After a call that came back: what was set aside becomes what it cost."""
        with self._open() as file:
            _write(file, now.astimezone(UTC).date(), max(_of_today(file, now) - most + cost, 0))

    @contextmanager
    def _open(self) -> Iterator[TextIO]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.touch(mode=0o600)
        with self._file.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file


def cap_from(words: str) -> int:
    """The cap that was entered in US cents, as thousandths of a dollar; the usual one where it is no number."""
    cents = int(words) if words.strip().isascii() and words.strip().isdigit() else DAILY_CENTS
    return cents * THOUSANDTHS_IN_A_CENT


def _of_today(file: TextIO, now: datetime) -> int:
    file.seek(0)
    try:
        kept = json.loads(file.read() or "{}")
    except ValueError as broken:  # nobody knows what was spent: nothing more is, until a person has looked
        raise TryAgain(f"the record of what was spent on X today cannot be read: {broken}", 3_600) from None
    return int(kept["spent"]) if kept.get("on") == now.astimezone(UTC).date().isoformat() else 0


def _write(file: TextIO, on: date, spent: int) -> None:
    file.seek(0)
    file.write(json.dumps({"on": on.isoformat(), "spent": spent}))
    file.truncate()
    file.flush()


def _words(spent: int, cap: int, reading: bool) -> str:
    kept = "; a fifth of it is kept for actions" if reading else ""
    return f"${spent / 1000:.2f} of the ${cap / 1000:.2f} that may be spent on X in a day are spent{kept}"


def _until_tomorrow(now: datetime) -> int:
    here = now.astimezone(UTC)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return max(int((midnight - here).total_seconds()), 1)
