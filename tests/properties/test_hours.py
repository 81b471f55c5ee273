"""Of any two instants: clocks add up, run forward, never in closed hours, and stop when active time does."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.rules.working_time import LONDON, OFFICE, WEALDHAM_OFFICE, during, storm

from evenhand.core.clocks import active_time, after_active_time, next_active, reply_clock, reply_due
from evenhand.core.dates import months_after
from evenhand.core.hours import Calendar, active_spans, working_days_after, works_on
from evenhand.core.reviews import review_day
from evenhand.core.values import Pace, Within

STORMY = during(
    storm("2025-10-25 20:00", "2025-10-26 08:00"),  # the clocks go back that night
    storm("2026-03-28 20:00", "2026-03-29 08:00"),
)
CALENDARS = st.sampled_from([OFFICE, WEALDHAM_OFFICE, STORMY])
EPOCH = datetime(2025, 10, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 200 * 24 * 60 * 60).map(lambda seconds: EPOCH + timedelta(seconds=seconds))
DAYS = INSTANTS.map(lambda at: at.date())
TARGETS = st.builds(Within, st.integers(1, 600), st.just(Pace.ACTIVE_MINUTES)) | st.builds(
    Within, st.integers(1, 20), st.just(Pace.WORKING_DAYS)
)
FACEBOOK = {"channel": "facebook"}


@given(CALENDARS, st.lists(INSTANTS, min_size=3, max_size=3).map(sorted))
def test_clocks_add_up(calendar: Calendar, three: list[datetime]) -> None:
    start, middle, end = three
    whole = active_time(calendar, start, end, **FACEBOOK)
    parts = active_time(calendar, start, middle, **FACEBOOK) + active_time(calendar, middle, end, **FACEBOOK)
    assert whole == parts
    assert timedelta() <= whole <= end - start


@given(CALENDARS, INSTANTS, INSTANTS)
def test_a_clock_reads_the_same_in_every_zone(calendar: Calendar, one: datetime, other: datetime) -> None:
    start, end = sorted((one, other))
    wall = active_time(calendar, start.astimezone(LONDON), end.astimezone(LONDON), **FACEBOOK)
    assert wall == active_time(calendar, start, end, **FACEBOOK)


@given(CALENDARS, INSTANTS, INSTANTS)
def test_spans_are_in_order_apart_and_inside(calendar: Calendar, one: datetime, other: datetime) -> None:
    start, end = sorted((one, other))
    edges = [edge for span in active_spans(calendar, start, end, **FACEBOOK) for edge in span]
    assert edges == sorted(set(edges))
    assert all(start <= edge <= end for edge in edges)


@given(CALENDARS, INSTANTS, st.integers(0, 5000).map(lambda minutes: timedelta(minutes=minutes)))
def test_what_is_found_after_so_much_active_time_has_so_much_before_it(
    calendar: Calendar, start: datetime, length: timedelta
) -> None:
    end = after_active_time(calendar, start, length, **FACEBOOK)
    assert active_time(calendar, start, end, **FACEBOOK) == length
    if length:
        assert active_time(calendar, start, end - timedelta(seconds=1), **FACEBOOK) < length


@given(CALENDARS, INSTANTS)
def test_the_next_active_instant_is_active_and_nothing_before_it_is(calendar: Calendar, at: datetime) -> None:
    opens = next_active(calendar, at, **FACEBOOK)
    assert active_time(calendar, at, opens, **FACEBOOK) == timedelta()
    assert active_time(calendar, opens, opens + timedelta(seconds=1), **FACEBOOK) > timedelta()


@given(INSTANTS, INSTANTS)
def test_an_incident_never_makes_a_clock_slower_and_leaves_other_channels_alone(one: datetime, other: datetime) -> None:
    start, end = sorted((one, other))
    quiet = active_time(OFFICE, start, end, **FACEBOOK)
    assert active_time(STORMY, start, end, **FACEBOOK) >= quiet
    assert active_time(STORMY, start, end, channel="bluesky") == quiet


@given(CALENDARS, TARGETS, INSTANTS, INSTANTS)
def test_a_reply_by_its_time_is_in_time_and_lateness_only_grows(
    calendar: Calendar, within: Within, one: datetime, other: datetime
) -> None:
    received, at = sorted((one, other))
    due = reply_due(calendar, within, received, **FACEBOOK)
    assert due >= received
    assert reply_clock(calendar, within, received, due, **FACEBOOK).late == timedelta()
    now = reply_clock(calendar, within, received, at, **FACEBOOK).late
    assert timedelta() <= now <= reply_clock(calendar, within, received, at + timedelta(hours=1), **FACEBOOK).late
    if at <= due:
        assert now == timedelta()


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_working_days_are_working_days_and_each_is_counted_once(calendar: Calendar, day: date, count: int) -> None:
    found = working_days_after(calendar, day, count)
    assert works_on(calendar, found)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(works_on(calendar, each) for each in between) == count


@given(CALENDARS, DAYS, st.integers(1, 12))
def test_a_review_is_on_a_working_day_and_never_late(calendar: Calendar, day: date, months: int) -> None:
    found = review_day(calendar, day, months, "BLK-03")
    assert works_on(calendar, found)
    assert day < found
    last = months_after(day, months)
    assert found <= last
    assert not any(works_on(calendar, found + timedelta(days=n)) for n in range(1, (last - found).days + 1))


@given(DAYS, st.integers(0, 36), st.integers(0, 36))
def test_months_never_run_past_the_month_they_lead_to_and_keep_the_order_of_days(
    day: date, months: int, more: int
) -> None:
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= day.day
    assert months_after(day + timedelta(days=1), months) >= found
    assert months_after(day, months + more) >= found
