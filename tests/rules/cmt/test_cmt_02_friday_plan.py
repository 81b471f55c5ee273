"""CMT-02: a Friday plan lists the posts still open at the end of active hours and suggests: leave, close, hold."""

from dataclasses import fields, replace
from datetime import time

import pytest
from tests.rules.histories import saying
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, STOCKPORT, WEALDHAM, WEALDHAM_OFFICE, during, storm, wall

from evenhand.core.friday_plan import OpenPost, PlanLine, Suggested, friday_plan, plan_due
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import FridayPlan, Weekday

FRIDAY = wall("2024-03-08 15:00")
QUIET = OpenPost("quiet", "facebook", True, False, (), can_close=True, can_hold=True)
SENSITIVE = replace(QUIET, id="sensitive", is_sensitive=True)
BUSY = replace(QUIET, id="busy", removed_at=(wall("2024-03-07 12:00"),))


def plan(*posts: OpenPost, edition: object = STOCKPORT) -> tuple[PlanLine, ...]:
    return friday_plan(posts, edition, OFFICE, FRIDAY)


def suggested(post: OpenPost) -> Suggested:
    (line,) = plan(post)
    return line.suggested


def test_posts_that_are_open_are_listed_and_others_are_not() -> None:
    assert [line.post for line in plan(QUIET, replace(BUSY, is_open=False))] == ["quiet"]
    assert plan() == ()


def test_a_quiet_post_stays_open() -> None:
    assert plan(QUIET) == (PlanLine("quiet", Suggested.LEAVE, "nothing speaks against it", wall("2024-03-11 09:00")),)


def test_a_sensitive_post_is_closed_and_held_where_that_is_all_the_platform_can_do() -> None:
    (line,) = plan(SENSITIVE)
    assert (line.suggested, line.because) == (Suggested.CLOSE, "it was marked as sensitive")
    assert suggested(replace(SENSITIVE, can_hold=False)) is Suggested.CLOSE
    assert suggested(replace(SENSITIVE, can_close=False)) is Suggested.HOLD


def test_a_post_with_removals_is_held_so_that_nothing_written_is_lost_and_closed_where_it_cannot_be() -> None:
    (line,) = plan(BUSY)
    assert (line.suggested, line.because) == (Suggested.HOLD, "removed under it in 7 days: 1")
    assert suggested(replace(BUSY, can_hold=False)) is Suggested.CLOSE
    assert suggested(replace(BUSY, can_close=False)) is Suggested.HOLD


@pytest.mark.parametrize("post", [SENSITIVE, BUSY])
def test_where_the_platform_can_do_neither_somebody_must_look(post: OpenPost) -> None:
    (line,) = plan(replace(post, can_close=False, can_hold=False))
    assert line.suggested is Suggested.LEAVE
    assert line.because.endswith("but the platform can neither close nor hold it: somebody must look")


@pytest.mark.parametrize(
    ("removed", "suggestion"),
    [
        ("2024-03-01 15:00", Suggested.HOLD),
        ("2024-03-01 14:59:59", Suggested.LEAVE),
        ("2024-03-08 15:00", Suggested.HOLD),
        ("2024-03-08 15:00:01", Suggested.LEAVE),
    ],
)
def test_removals_count_from_seven_days_before_up_to_now(removed: str, suggestion: Suggested) -> None:
    assert suggested(replace(BUSY, removed_at=(wall(removed),))) is suggestion


def test_how_many_removals_speak_against_a_post_is_the_editions_to_say() -> None:
    two = saying("CMT-02", WEALDHAM.rules["CMT-02"].values)
    twice = replace(BUSY, removed_at=(wall("2024-03-07 12:00"), wall("2024-02-24 12:00")))
    assert plan(BUSY, edition=two)[0].suggested is Suggested.LEAVE
    assert plan(twice, edition=two)[0].because == "removed under it in 14 days: 2"


def test_criticism_has_no_place_in_the_plan() -> None:
    """The plan sees removals and what a person marked: not what people said, nor how many of them."""
    assert {field.name for field in fields(OpenPost)} == {
        "id", "channel", "is_open", "is_sensitive", "removed_at", "can_close", "can_hold",
    }  # fmt: skip


def test_what_is_to_be_closed_stands_first() -> None:
    lines = plan(QUIET, replace(QUIET, id="calm"), BUSY, SENSITIVE)
    assert [line.post for line in lines] == ["sensitive", "busy", "calm", "quiet"]


def test_a_line_holds_until_somebody_watches_its_channel_again() -> None:
    saturday = during(storm("2024-03-09 08:00", "2024-03-09 20:00", "facebook"))
    lines = friday_plan([QUIET, replace(QUIET, id="sky", channel="bluesky")], STOCKPORT, saturday, FRIDAY)
    assert [line.until for line in lines] == [wall("2024-03-09 08:00"), wall("2024-03-11 09:00")]
    easter = friday_plan([QUIET], STOCKPORT, OFFICE, wall("2024-03-28 15:00"))
    assert easter[0].until == wall("2024-04-02 09:00")


def test_the_plan_is_drawn_up_on_friday_at_three_or_on_the_working_day_before() -> None:
    for asked, due in [
        ("2024-03-04 00:00", "2024-03-08 15:00"),
        ("2024-03-10 23:59", "2024-03-08 15:00"),
        ("2024-03-27 12:00", "2024-03-28 15:00"),  # Good Friday
        ("2024-07-03 12:00", "2024-07-05 15:00"),
    ]:
        assert plan_due(STOCKPORT, OFFICE, wall(asked)) == wall(due)
    assert plan_due(WEALDHAM, WEALDHAM_OFFICE, wall("2025-06-04 12:00")) == wall("2025-06-06 14:00")


def test_on_monday_too_where_an_edition_says_so_and_in_a_week_without_work_not_at_all() -> None:
    mondays = saying("CMT-02", FridayPlan(Weekday.MONDAY, time(10), 1, 7))
    assert plan_due(mondays, OFFICE, wall("2024-03-06 12:00")) == wall("2024-03-04 10:00")
    assert plan_due(mondays, OFFICE, wall("2024-05-08 12:00")) is None  # a public holiday


def test_a_plan_on_a_day_off_is_refused() -> None:
    with refused("HRS-01", "9 March 2024", "not a working day"):
        friday_plan([QUIET], STOCKPORT, OFFICE, wall("2024-03-09 15:00"))


def test_a_plan_that_counts_nothing_is_impossible() -> None:
    for removals, days in ((0, 7), (1, 0)):
        with pytest.raises(ImpossibleError, match="at least 1"):
            FridayPlan(Weekday.FRIDAY, time(15), removals, days)
    assert FridayPlan(Weekday.FRIDAY, time(15), 1, 1).in_days == 1


def test_the_last_day_of_a_week_is_sunday_and_its_plan_is_drawn_up_before_it() -> None:
    sundays = saying("CMT-02", FridayPlan(Weekday.SUNDAY, time(15), 1, 7))
    assert plan_due(sundays, OFFICE, wall("2024-03-06 12:00")) == wall("2024-03-08 15:00")
