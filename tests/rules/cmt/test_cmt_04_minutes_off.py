"""CMT-04: the minutes that comments were off are counted and published; no minute twice."""

from datetime import timedelta

from tests.rules.closing import closing
from tests.rules.refusal import refused
from tests.rules.working_time import wall

from evenhand.core.comments_off import Closing, minutes_off, time_off

NOW = wall("2024-03-04 18:00")


def off(starts: str, on_again: str = "", ends: str = "", post: str = "post 1") -> Closing:
    day = "2024-03-04 "
    return closing(day + starts, day + (ends or on_again or "17:00"), post=post, on_again=on_again and day + on_again)


def test_minutes_count_from_the_start_until_comments_were_on_again() -> None:
    assert minutes_off([off("10:00", "10:30")], NOW) == 30
    assert minutes_off([], NOW) == 0


def test_what_took_longer_than_planned_counts_as_long_as_it_took() -> None:
    assert minutes_off([off("10:00", "10:45", ends="10:30")], NOW) == 45
    assert minutes_off([off("10:00", "10:20", ends="10:30")], NOW) == 20


def test_what_is_still_off_counts_to_now_also_past_its_end() -> None:
    assert minutes_off([off("10:00", ends="10:30")], NOW) == 8 * 60
    assert minutes_off([off("17:30", ends="19:00")], NOW) == 30


def test_of_what_has_yet_to_happen_nothing_counts() -> None:
    assert minutes_off([off("19:00", "20:00")], NOW) == 0
    assert minutes_off([off("17:00", "20:00")], NOW) == 60
    assert minutes_off([off("19:00", ends="20:00")], NOW) == 0


def test_what_overlaps_on_one_post_counts_once() -> None:
    overlapping = [off("10:00", "11:00"), off("10:30", "11:30"), off("10:10", "10:20"), off("11:30", "11:40")]
    assert minutes_off(overlapping, NOW) == minutes_off(overlapping[::-1], NOW) == 100


def test_a_pause_in_between_does_not_count() -> None:
    assert minutes_off([off("10:00", "11:00"), off("12:00", "12:30")], NOW) == 90


def test_two_posts_count_apart() -> None:
    assert minutes_off([off("10:00", "11:00"), off("10:30", "11:30", post="post 2")], NOW) == 120


def test_minutes_are_rounded_down_once_and_for_all_posts_together() -> None:
    halves = [off("10:00", "10:00:40", post=post) for post in ("post 1", "post 2")]
    assert time_off(halves, NOW) == timedelta(seconds=80)
    assert minutes_off(halves, NOW) == 1


def test_the_night_when_the_clocks_change_is_counted_as_it_passed() -> None:
    night = closing("2024-03-30 17:00", "2024-03-31 09:00", on_again="2024-03-31 09:00")
    assert minutes_off([night], wall("2024-04-01 12:00")) == 15 * 60


def test_a_time_without_a_zone_is_refused() -> None:
    with refused("CMT-04", "no time zone"):
        minutes_off([], NOW.replace(tzinfo=None))
