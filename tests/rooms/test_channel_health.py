"""How a channel goes, from what is known of it alone: each sentence and each edge."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.rooms import world

from evenhand.connections.standing import quiet
from evenhand.core.channel_health import ChannelHealth, Facts, Quiet, judge
from evenhand.intake.models import Channel

AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WELL = Facts(ready_since=AT - 30 * DAY, last_success_at=AT - MINUTE, probed="healthy")


def test_before_it_is_ready_it_waits() -> None:
    assert judge(Facts(None), AT).health is ChannelHealth.WAITING
    assert judge(Facts(AT), AT).health is ChannelHealth.WAITING


def test_what_is_read_is_healthy() -> None:
    assert judge(WELL, AT).health is ChannelHealth.HEALTHY


@pytest.mark.parametrize(
    ("facts", "health", "words"),
    [
        (replace(WELL, refused=True, failure="401"), ChannelHealth.BROKEN, "refuses access: 401"),
        (replace(WELL, probed="broken", probe_words="gone"), ChannelHealth.BROKEN, "daily check failed: gone"),
        (replace(WELL, expires_at=AT), ChannelHealth.BROKEN, "Access ended on 4 March 2026"),
        (replace(WELL, expires_at=AT + 14 * DAY), ChannelHealth.DEGRADED, "Access ends on 18 March 2026"),
        (replace(WELL, expires_at=AT + 14 * DAY + MINUTE), ChannelHealth.HEALTHY, ""),
        (replace(WELL, failures=2, failure="503"), ChannelHealth.HEALTHY, ""),
        (replace(WELL, failures=3, failure="503"), ChannelHealth.DEGRADED, "3 reads in a row failed: 503"),
        (replace(WELL, last_success_at=AT - 15 * MINUTE), ChannelHealth.HEALTHY, ""),
        (replace(WELL, last_success_at=AT - 16 * MINUTE), ChannelHealth.DEGRADED, "Nothing was read for 16 minutes"),
        (replace(WELL, last_success_at=AT - 360 * MINUTE), ChannelHealth.DEGRADED, "6 hours"),
        (replace(WELL, last_success_at=AT - 361 * MINUTE), ChannelHealth.BROKEN, "Nothing could be read for 6 hours"),
    ],
)
def test_it_is_as_bad_as_the_gravest_thing(facts: Facts, health: ChannelHealth, words: str) -> None:
    judged = judge(facts, AT)
    assert judged.health is health
    assert words in judged.because


def test_three_days_before_the_end_its_keeper_is_told_a_second_time() -> None:
    told = [judge(replace(WELL, expires_at=AT + days * DAY), AT).tell for days in (15, 14, 4, 3, 0)]
    assert told == ["", "expires", "expires", "expires now", "expired"]


class TestSilence:
    @pytest.mark.parametrize(
        ("before", "silent"),
        [
            ((9, 7, 8, 6), True),
            ((9, 7, 8), False),
            ((20, 0, 20, 20), False),
            ((5, 5, 5, 5), True),
            ((5, 5, 5, 4), False),
        ],
    )
    def test_it_is_silent_where_every_week_before_brought_some(self, before: tuple[int, ...], silent: bool) -> None:
        judged = judge(replace(WELL, quiet=Quiet(AT - DAY, before)), AT)
        assert (judged.health is ChannelHealth.SILENT) == silent

    def test_it_says_what_it_compares_with(self) -> None:
        judged = judge(replace(WELL, quiet=Quiet(AT - DAY, (9, 7, 8, 6))), AT)
        assert judged.because == (
            "Nobody has commented since 3 March 2026, 12:00 UTC. In each of the last 4 weeks the same hours brought "
            "some: 8 on average, 6 at least."
        )

    def test_the_same_hours_of_the_weeks_that_were_seen_as_a_whole_are_counted(self, channel: Channel) -> None:
        """Six comments each Monday from 12:01; now it is the Monday after, and nobody has written since Monday last."""
        for week in range(1, 7):
            world.receive(channel, *(
                world.a_comment(f"w{week}-{n}", created_at=world.NOON - timedelta(weeks=week) + n * MINUTE)
                for n in range(1, 7)
            ))  # fmt: skip
        found = quiet(channel, world.NOON)
        assert found is not None
        assert found.since == world.NOON - timedelta(weeks=1) + 6 * MINUTE
        assert found.before == [0, 0, 0, 0, 0]
        week = quiet(channel, world.NOON + 60 * MINUTE)
        assert week is not None
        assert list(week.before) == [6, 6, 6, 6, 6]
