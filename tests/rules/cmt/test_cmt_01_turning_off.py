"""CMT-01: comments go off with reason, start and end; they come back on by themselves, or a task says why not."""

from dataclasses import replace

import pytest
from tests.rules.closing import closing
from tests.rules.histories import saying
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, STOCKPORT, WEALDHAM, WEALDHAM_OFFICE, during, storm, wall

from evenhand.core.comments_off import (
    Closing,
    ComingBack,
    Comments,
    WhyOff,
    close_comments,
    coming_back,
    unwatched_gaps,
)
from evenhand.core.edition import Edition
from evenhand.core.hours import Calendar
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import Unwatched

WEEKEND = closing()


def back(*closings: Closing, at: str, refusal: str = "") -> ComingBack:
    return coming_back(closings, wall(at), refusal=refusal)


def gaps(
    start: str, end: str, edition: Edition = STOCKPORT, calendar: Calendar = OFFICE
) -> list[tuple[object, object]]:
    found = unwatched_gaps(edition, calendar, wall(start), wall(end), "facebook")
    return [(gap.starts_at, gap.ends_at) for gap in found]


def test_a_sensitive_post_and_one_that_cannot_be_watched_may_be_closed() -> None:
    sensitive = closing(why=WhyOff.SENSITIVE, words="A child has died; the family reads along.")
    assert close_comments(sensitive) is sensitive
    assert close_comments(WEEKEND) is WEEKEND
    assert {why.value for why in WhyOff} == {"a sensitive post", "it cannot be watched"}


@pytest.mark.parametrize(
    ("part", "given", "words"),
    [
        ("post", " ", "It names no post"),
        ("words", " ", "It gives no reason in words"),
        ("ends_at", wall("2024-03-08 17:00"), "It ends before it begins"),
        ("ends_at", wall("2024-03-08 16:00"), "It ends before it begins"),
    ],
)
def test_a_closing_that_lacks_a_part_is_refused(part: str, given: object, words: str) -> None:
    with refused("CMT-01", "turn comments off", words):
        close_comments(replace(WEEKEND, **{part: given}))


def test_a_closing_without_a_zone_is_refused() -> None:
    with refused("CMT-01", "no time zone"):
        close_comments(replace(WEEKEND, ends_at=WEEKEND.ends_at.replace(tzinfo=None)))


def test_they_stay_off_up_to_the_end_and_come_back_at_it() -> None:
    stay = back(WEEKEND, at="2024-03-11 08:59:59")
    assert stay == ComingBack(Comments.STAY_OFF, "it cannot be watched until 09:00 on 11 March 2024 (CMT-01)")
    assert back(WEEKEND, at="2024-03-11 09:00") == ComingBack(Comments.TURN_ON, "the time is over (CMT-01)")


def test_before_the_start_and_once_confirmed_they_are_on() -> None:
    assert back(WEEKEND, at="2024-03-08 16:59:59").comments is Comments.ARE_ON
    assert back(WEEKEND, at="2024-03-08 17:00").comments is Comments.STAY_OFF
    confirmed = closing(on_again="2024-03-10 12:00")
    assert back(confirmed, at="2024-03-10 13:00") == ComingBack(Comments.ARE_ON, "no closing runs (CMT-01)")
    assert back(at="2024-03-10 13:00").comments is Comments.ARE_ON


def test_where_the_platform_cannot_turn_them_on_a_task_says_why() -> None:
    task = back(WEEKEND, at="2024-03-11 09:05", refusal=" the page has lost its permission ")
    assert task == ComingBack(Comments.TASK, "the platform answered: the page has lost its permission (CMT-01)")
    assert back(WEEKEND, at="2024-03-11 09:05", refusal=" ").comments is Comments.TURN_ON
    assert back(WEEKEND, at="2024-03-11 08:00", refusal="earlier trouble").comments is Comments.STAY_OFF


def test_another_closing_that_still_runs_keeps_them_off() -> None:
    longer = closing("2024-03-09 12:00", "2024-03-13 12:00", why=WhyOff.SENSITIVE)
    shorter = closing("2024-03-09 12:00", "2024-03-12 12:00")
    for order in ((WEEKEND, longer, shorter), (shorter, longer, WEEKEND)):
        assert back(*order, at="2024-03-11 10:00").because == "a sensitive post until 12:00 on 13 March 2024 (CMT-01)"


def test_closings_of_several_posts_are_refused() -> None:
    with refused("CMT-01", "The closings are of several posts"):
        back(WEEKEND, closing("2024-06-01 10:00", "2024-06-02 10:00", post="post 2"), at="2024-03-10 12:00")


def test_the_timetable_closes_weekends_and_not_nights() -> None:
    assert gaps("2024-03-04 09:00", "2024-03-12 09:01") == [(wall("2024-03-08 17:00"), wall("2024-03-11 09:00"))]


def test_it_closes_long_weekends_in_one_piece() -> None:
    assert gaps("2024-03-27 09:00", "2024-04-03 12:00") == [(wall("2024-03-28 17:00"), wall("2024-04-02 09:00"))]
    assert gaps("2024-12-23 09:00", "2024-12-28 12:00") == [(wall("2024-12-24 17:00"), wall("2024-12-27 09:00"))]


def test_a_gap_of_exactly_the_length_the_edition_gives_is_closed() -> None:
    """A weekend is 64 hours long; the one when the clocks go forward 63."""
    for hours, day, found in [
        (64, "2024-03-04", 1),
        (65, "2024-03-04", 0),
        (63, "2023-03-20", 1),
        (64, "2023-03-20", 0),
    ]:
        start = wall(f"{day} 09:00")
        edition = saying("CMT-01", Unwatched(hours))
        assert len(unwatched_gaps(edition, OFFICE, start, start.replace(day=start.day + 7, hour=10), "")) == found


def test_an_incident_that_is_watched_is_no_gap() -> None:
    saturday = during(storm("2024-03-09 08:00", "2024-03-09 20:00", "facebook"))
    assert gaps("2024-03-04 09:00", "2024-03-12 09:00", calendar=saturday) == []


def test_a_body_may_close_shorter_gaps() -> None:
    assert STOCKPORT.value("CMT-01", Unwatched).gap_hours == 48
    assert WEALDHAM.value("CMT-01", Unwatched).gap_hours == 36
    new_year = ("2025-12-29 08:30", "2026-01-02 12:00")  # closed on 1 January alone: 40.5 hours
    assert gaps(*new_year, WEALDHAM, WEALDHAM_OFFICE) == [(wall("2025-12-31 16:00"), wall("2026-01-02 08:30"))]
    assert gaps(*new_year, STOCKPORT, WEALDHAM_OFFICE) == []


def test_a_timetable_without_a_length_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at least 1"):
        Unwatched(0)
    assert Unwatched(1).gap_hours == 1
