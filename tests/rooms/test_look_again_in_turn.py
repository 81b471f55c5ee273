"""Looking again: a comment that cannot be asked for holds up no other, and people hear of it; actions keep a part."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from tests.rooms import world
from tests.rooms.connecting import connected
from tests.rooms.test_read_channels import ACCOUNT, INSULT, read, write

from evenhand.cases.models import Case
from evenhand.connections import queries, reading
from evenhand.connections.models import Connection, Reading, Revisit
from evenhand.core import reading_pace
from evenhand.health.lines import looked_at
from evenhand.intake import operations as intake
from evenhand.intake.models import Channel, Comment
from evenhand.officers.models import Officer
from evenhand.platforms.contract import Budget, Fetched, Gone, Manifest, Ref, TryAgain
from evenhand.platforms.simulator.network import Network
from evenhand.work import read_channels

TIGHT = Manifest(name="tight", title="Tight", verbs={}, reads=True, budgets=(Budget(units=150, seconds=900),))


class Platform:
    """Answers for every comment but those that fail; keeps what was asked. `calls`: how many its budget has left."""

    def __init__(self, failing: set[str], after_seconds: int = 0, calls: int = 1000) -> None:
        self.failing, self.after_seconds, self.calls = failing, after_seconds, calls
        self.asked: list[str] = []

    def fetch(self, ref: Ref) -> Fetched:
        self.asked.append(ref.id)
        self.calls -= 1
        if self.calls < 0:
            raise TryAgain("30 of 150 calls are left, and those are kept for actions", 900)
        if ref.id in self.failing:
            raise TryAgain("502", self.after_seconds)
        return Gone("it is deleted")

    def poll(self, cursor: str) -> object:
        raise NotImplementedError


@pytest.fixture
def row(channel: Channel, ada: Officer, network: Network) -> Connection:
    """A channel with five comments, all due to be looked at again."""
    made = connected(channel, ada)
    for number in range(5):
        write(network, f"n{number}")
    read(made)
    Revisit.objects.update(due_at=world.NOON)
    return made


def look(row: Connection, platform: Platform) -> None:
    place = reading.place(row.pk)
    assert place is not None
    comments = reading.to_look_at(row.pk, TIGHT, now())
    read_channels._look(place, platform, comments, set())  # type: ignore[arg-type]


def test_one_that_always_fails_holds_up_no_other(row: Connection) -> None:
    platform = Platform({"n0"})
    look(row, platform)
    assert Comment.objects.filter(state="deleted").count() == len(platform.asked) - 1 >= 1
    failing = Revisit.objects.get(comment__native_id="n0")
    assert (failing.failures, failing.failure, failing.gone_at) == (1, "502", None)
    assert failing.comment.state == "visible", "what could not be asked for is not deleted"


def test_its_waits_grow_from_five_minutes_to_a_day_and_never_undercut_what_was_asked() -> None:
    waits = [reading_pace.look_after_failure(n, 0) for n in (1, 2, 3, 30)]
    assert waits == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20), timedelta(days=1)]
    assert reading_pace.look_after_failure(1, 7200) == timedelta(hours=2)


def test_after_six_looks_people_are_told_since_when_and_after_one_that_succeeds_no_more(row: Connection) -> None:
    comment = Comment.objects.get(native_id="n0")
    for hours in range(6):
        assert queries.not_read_again(row.channel) == []
        reading.look_failed(comment=comment, busy=TryAgain("502"), at=world.later(60 * hours))
    [late] = queries.not_read_again(row.channel)
    assert (late.comment, late.failing_since, late.failures) == (comment, world.NOON, 6)
    [line] = [line for line in looked_at(world.NOON) if line.name == "channels"]
    assert "1 comments could not be re-read since 2024-03-04 12:00 UTC" in line.words
    reading.looked(comment=comment, seen=Gone("gone"), is_open=False, at=world.later(400))
    assert queries.not_read_again() == []


def test_another_channel_has_none_of_it(row: Connection) -> None:
    other = world.new_channel(world.new_body("birkdale"))
    for _ in range(6):
        reading.look_failed(comment=Comment.objects.get(native_id="n0"), busy=TryAgain("502"), at=world.NOON)
    assert queries.not_read_again(other) == []


def test_when_the_budget_runs_out_the_round_ends_and_nothing_is_asked_before_the_platform_said(
    row: Connection,
) -> None:
    platform = Platform(set(), calls=1)
    look(row, platform)
    assert len(platform.asked) == 2
    kept = Reading.objects.get()
    assert kept.look_at is not None
    assert (kept.look_at - Revisit.objects.get(failures=1).failing_since).total_seconds() >= 900
    assert reading.to_look_at(row.pk, TIGHT, kept.look_at - timedelta(seconds=1)) == []
    assert row.pk not in reading.due_looks(kept.look_at - timedelta(seconds=1))


def test_looks_and_polling_together_leave_a_fifth_of_the_budget_to_actions(row: Connection) -> None:
    """150 calls in 15 minutes: 120 are for reading. Looks take at most half of them."""
    a_call = reading_pace.gap(150, 900, 0.2, 1)
    looks_in_15_minutes = 15 * reading_pace.looks(a_call)
    assert (a_call, looks_in_15_minutes) == (timedelta(seconds=7.5), 60)
    before = Reading.objects.get().next_at
    assert len(reading.to_look_at(row.pk, TIGHT, before)) == 4
    assert Reading.objects.get().next_at - before == 4 * a_call, "and polling waits as long as they take"


def test_a_platform_without_a_budget_is_asked_for_twenty_a_round() -> None:
    assert reading_pace.looks(timedelta(0)) == 20


def test_an_own_account_known_by_a_probe_opens_no_case(row: Connection, network: Network, channel: Channel) -> None:
    count = Case.objects.count()
    other = world.new_channel(channel.body, "library")
    intake.know_names(channel=other, names=["u-library"], local_names=[], by=world.BY, at=world.NOON)
    network.write(ACCOUNT, "u-library", ("ours", "p1", "", "Library", INSULT, "2024-03-04T12:40:00Z"))
    read(row)
    assert Comment.objects.filter(native_id="ours").exists()
    assert Case.objects.count() == count


def test_another_body_s_account_of_that_name_does(row: Connection, network: Network) -> None:
    count = Case.objects.count()
    other = world.new_channel(world.new_body("birkdale"), "library")
    intake.know_names(channel=other, names=["u-library"], local_names=[], by=world.BY, at=world.NOON)
    network.write(ACCOUNT, "u-library", ("theirs", "p1", "", "Library", INSULT, "2024-03-04T12:40:00Z"))
    read(row)
    assert Case.objects.count() == count + 1
