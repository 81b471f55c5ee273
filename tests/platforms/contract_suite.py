"""What the contract suite asks with: every platform that there is, and how one is polled to its end.

The questions are in test_contract_*.py, each shown on every platform against a server that speaks as it does, and on
the simulator. A platform without a program (import and written steps alone) has a manifest to keep to, nothing else.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.platforms.fakes.serving import FakePlatform

from evenhand import platforms
from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms import found
from evenhand.platforms.contract import Act, Incoming, Push, Reads, TellsApart

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ADDS = {Verb.REPLY, Verb.PRIVATE_REPLY, Verb.REPORT}
BEYOND_2_53 = str(2**53 + 1)
FOLDER = Path(platforms.__path__[0])


def acts_on(name: str) -> list[Verb]:
    """The verbs that a program carries out there on what exists."""
    verbs = found.manifest(name).verbs
    return [verb for verb, how in verbs.items() if how.support is not Support.MANUAL and not how.only_at_creation]


NAMES = found.names()
WITH_A_PROGRAM = [name for name in NAMES if found.manifest(name).reads or acts_on(name)]
READ = [name for name in NAMES if found.manifest(name).reads]
PUSHING = [name for name in NAMES if found.manifest(name).push is not Push.NONE]
DEEDS = [(name, verb) for name in NAMES for verb in acts_on(name)]
ON_EACH_THAT_READS = pytest.mark.parametrize("name", READ)
ON_EACH_DEED = pytest.mark.parametrize(("name", "verb"), DEEDS, ids=lambda part: str(part).replace(" ", "-"))


def possible(fake: FakePlatform, case: str) -> None:
    if why := fake.cannot.get(case):
        pytest.skip(f"{fake.name}: {why}")


def observable(fake: FakePlatform, verb: Verb) -> bool:
    return found.manifest(fake.name).verbs[verb].observable


def prepared(connection: Any, act: Act) -> Act:
    """As `actions.carry_out` does it: what already looks the same is remembered before the first call."""
    if act.verb in ADDS and isinstance(connection, TellsApart):
        return replace(act, already=tuple(connection.standing(act)))
    return act


def everything(connection: Reads, cursor: str = "") -> tuple[list[Incoming], list[str], str]:
    """Polled until there is no more: what came, the ids of what could not be read, and the last cursor."""
    came: list[Incoming] = []
    odd: list[str] = []
    for _ in range(2000):
        page = connection.poll(cursor)
        assert len({comment.id for comment in page.incoming}) == len(page.incoming), "one page has an id twice"
        came, odd, cursor = [*came, *page.incoming], [*odd, *(u.id for u in page.unreadable)], page.cursor
        if not page.more:
            return came, odd, cursor
    raise AssertionError("polling never came to an end")


def the(came: list[Incoming], id_: str) -> Incoming:
    """The last that was said of a comment."""
    return [comment for comment in came if comment.id == id_][-1]
