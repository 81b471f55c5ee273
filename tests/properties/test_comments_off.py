"""Of any closings: their order is nothing, no minute counts twice, and what comes back never stays off for ever."""

from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.rules.working_time import wall

from evenhand.core.comments_off import Closing, Comments, WhyOff, coming_back, minutes_off, time_off

START = wall("2024-03-29 12:00")
TIMES = st.integers(0, 5 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


def made(post: str, starts_at: datetime, planned: int, took: int | None) -> Closing:
    on_again = None if took is None else starts_at + timedelta(minutes=took)
    ends_at = starts_at + timedelta(minutes=planned)
    return Closing(post, WhyOff.UNWATCHED, "nobody is there", 1, starts_at, ends_at, on_again)


CLOSINGS = st.builds(
    made, st.sampled_from(["post 1", "post 2"]), TIMES, st.integers(1, 3000), st.none() | st.integers(0, 3000)
)
HISTORIES = st.lists(CLOSINGS, max_size=5)


@given(HISTORIES, TIMES, st.randoms())
def test_the_order_of_closings_does_not_matter(closings: list[Closing], now: datetime, random: Random) -> None:
    assert time_off(random.sample(closings, len(closings)), now) == time_off(closings, now)


@given(HISTORIES, TIMES)
def test_a_closing_given_twice_counts_once(closings: list[Closing], now: datetime) -> None:
    assert time_off(closings + closings, now) == time_off(closings, now)


@given(HISTORIES, CLOSINGS, TIMES)
def test_one_more_closing_adds_at_most_its_own_length(closings: list[Closing], more: Closing, now: datetime) -> None:
    before, after = time_off(closings, now), time_off([*closings, more], now)
    assert timedelta() <= after - before <= time_off([more], now)


@given(HISTORIES, TIMES)
def test_no_post_is_off_longer_than_time_has_passed(closings: list[Closing], now: datetime) -> None:
    assert minutes_off(closings, now) * timedelta(minutes=1) <= time_off(closings, now) <= 2 * (now - START)


@given(HISTORIES, TIMES, st.sampled_from(["", "no permission"]))
def test_after_the_last_end_comments_come_back_or_a_task_says_why_not(
    closings: list[Closing], at: datetime, refusal: str
) -> None:
    of_one_post = [each for each in closings if each.post == "post 1"]
    after = max((each.ends_at for each in of_one_post), default=at)
    found = coming_back(of_one_post, after, refusal=refusal).comments
    still_off = any(each.on_again_at is None for each in of_one_post)
    expected = Comments.TASK if refusal else Comments.TURN_ON
    assert found is (expected if still_off else Comments.ARE_ON)
