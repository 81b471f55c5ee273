"""Nobody calls an account faster than it allows, however many workers there are; what waits can be called off."""

import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection, connections
from tests.rooms.world import HIDE, NOON, decide, open_case, published, undo

from evenhand.actions import budget, carrying_out
from evenhand.actions.models import Action, Budget
from evenhand.actions.waiting import LONGEST_WAIT_SECONDS, wait_after
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network

SLOW = replace(MANIFEST, seconds_between_calls=20.0)


def hidden(channel: Channel, by: Officer, id_: str) -> Action:
    """A comment that is decided to be hidden."""
    return decide(open_case(channel, id_), HIDE, by).actions.get()


def try_once(action: Action, network: Network) -> float:
    """Seconds that it was told to wait; 0 when it was carried out."""
    try:
        carrying_out.carry_out(action_id=action.pk, performer=network, manifest=SLOW, now=lambda: NOON)
    except carrying_out.Later as later:
        return later.seconds
    return 0.0


@pytest.mark.django_db
def test_the_second_call_waits_for_its_turn_and_keeps_its_place(
    channel: Channel, ada: Officer, data_folder: Path
) -> None:
    network = published(data_folder, "c1", "c2", "c3")
    first, second, third = [hidden(channel, ada, id_) for id_ in ("c1", "c2", "c3")]
    assert try_once(first, network) == 0
    waits = [try_once(second, network), try_once(third, network), try_once(second, network), try_once(third, network)]
    assert waits == [pytest.approx(expected, abs=3) for expected in (20, 40, 20, 40)]
    assert [network.counted("call", str(action.key)) for action in (first, second, third)] == [1, 0, 0]


@pytest.mark.django_db
def test_what_waits_for_its_turn_is_not_yet_sending_and_can_be_undone(
    channel: Channel, ada: Officer, data_folder: Path
) -> None:
    network = published(data_folder, "c1", "c2")
    first, second = hidden(channel, ada, "c1"), hidden(channel, ada, "c2")
    try_once(first, network)
    assert try_once(second, network) > 0
    second.refresh_from_db()
    assert (second.state, second.attempts) == ("captured", 0)
    assert second.decision is not None
    undo(second.decision.comment.case, ada)
    second.refresh_from_db()
    assert (second.state, try_once(second, network), network.counted("call", str(second.key))) == ("cancelled", 0, 0)


@pytest.mark.django_db
def test_an_account_that_says_busy_is_left_alone_by_every_action(
    channel: Channel, ada: Officer, data_folder: Path
) -> None:
    network = published(data_folder, "c1", "c2")
    first, second = hidden(channel, ada, "c1"), hidden(channel, ada, "c2")
    budget.hold_back(platform="simulator", account=channel.account, seconds=90)
    assert [try_once(first, network), try_once(second, network)] == [
        pytest.approx(90, abs=3),
        pytest.approx(110, abs=3),
    ]


@pytest.mark.django_db
def test_a_turn_that_was_missed_long_ago_is_given_up(channel: Channel, ada: Officer, data_folder: Path) -> None:
    network = published(data_folder, "c1", "c2")
    first, second = hidden(channel, ada, "c1"), hidden(channel, ada, "c2")
    for action in (first, second):
        Action.objects.filter(pk=action.pk).update(slot_at=NOON)
    assert try_once(first, network) == 0
    assert try_once(second, network) == pytest.approx(20, abs=3)


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_are_given_turns_that_never_fall_together() -> None:
    turns: list[float] = []

    def reserve_ten() -> None:
        for _ in range(10):
            with connection.cursor() as cursor:
                cursor.execute(budget._RESERVE, {"platform": "simulator", "account": "page", "gap": 0.5})
                turns.append(cursor.fetchone()[0].timestamp())
        connections.close_all()

    threads = [threading.Thread(target=reserve_ten) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gaps = [later - earlier for earlier, later in pairwise(sorted(turns))]
    assert len(turns) == 40
    assert min(gaps) >= 0.499
    assert Budget.objects.count() == 1


def test_waits_grow_and_those_who_failed_together_do_not_come_back_together() -> None:
    drawn = [wait_after(3) for _ in range(200)]
    assert all(4 <= wait <= 12 for wait in drawn)
    assert max(drawn) - min(drawn) > 4
    assert all(wait_after(30) <= 1.5 * LONGEST_WAIT_SECONDS for _ in range(50))


def test_nobody_comes_back_before_the_platform_asked() -> None:
    assert all(wait_after(1, 3_600) >= 3_600 for _ in range(50))
