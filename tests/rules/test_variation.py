"""Variation: real bodies' rules differ from the reference edition, and an edition says each difference as data."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.rules.blocking import APPROVER, DRAFT, approved, objected, stands
from tests.rules.histories import hidden, on_record, proposed
from tests.rules.refusal import refused
from tests.rules.working_time import EDITIONS, OFFICE, STOCKPORT, wall

from evenhand.calendars import calendar_of
from evenhand.core.block_events import answer, extend
from evenhand.core.block_standing import Block
from evenhand.core.blocks import block_review_day
from evenhand.core.breaches import PastDecision
from evenhand.core.clocks import next_active, reply_due, reply_target
from evenhand.core.edition import Edition
from evenhand.core.elections import inside, set_period, suggested_period
from evenhand.core.hours import works_on
from evenhand.core.ladder import Step
from evenhand.core.lifecycle import BlockState
from evenhand.core.notices import Event, TellBy, notice
from evenhand.core.values import ReplyTarget, TellAuthor, WarnFirst
from evenhand.core.vocabulary import Support
from evenhand.core.warnings_given import Warned, warning_step
from evenhand.editions import read

THREE_STRIKES = read(EDITIONS / "thornmere/2025-01-06.toml")
ONCE = read(EDITIONS / "brackenholt/2025-02-03.toml")
SILENT = read(EDITIONS / "kestrelby/2025-03-03.toml")
SHORT_HOURS = read(EDITIONS / "dunmorrow/2025-04-07.toml")
IN_WRITING = read(EDITIONS / "ellenford/2025-05-05.toml")
SCOTLAND = calendar_of(SHORT_HOURS, 2024, 2027, ())
DAYS = ("2025-06-02", "2025-07-01", "2025-08-01", "2025-09-01")


def breaches(edition: Edition, count: int, ground: str = "CON-02") -> list[PastDecision]:
    """So many breaches by one author, on the first days of months from June 2025."""
    return [hidden(n, day, ground, under=edition) for n, day in enumerate(DAYS[:count], 1)]


def step(edition: Edition, count: int, *, warned: tuple[str, ...] = (), ground: str = "CON-02") -> Step:
    return proposed(*breaches(edition, count, ground), on="2025-10-01", warned=warned, edition=edition).step


def who_tells(edition: Edition, event: Event, way: Support | None = None) -> TellBy:
    return notice(edition.value("MOD-05", TellAuthor), event, way=way, unsafe="").by


# ---- three strikes in 12 months, then a block


def test_three_strikes_bring_a_block_and_two_a_second_warning() -> None:
    assert step(THREE_STRIKES, 1) is Step.WARNING
    assert step(THREE_STRIKES, 2, warned=("2025-06-03",)) is Step.WARNING
    assert step(STOCKPORT, 2, warned=("2025-06-03",)) is Step.NOTHING
    assert step(THREE_STRIKES, 3, warned=("2025-06-03", "2025-07-02")) is Step.BLOCK


@pytest.mark.parametrize(("on", "expected"), [("2026-06-01", Step.BLOCK), ("2026-06-02", Step.NOTHING)])
def test_three_strikes_are_three_within_twelve_months_to_the_day(on: str, expected: Step) -> None:
    told = ["2025-06-03", "2025-07-02"]
    assert proposed(*breaches(THREE_STRIKES, 3), on=on, warned=told, edition=THREE_STRIKES).step is expected


def test_every_ground_weighs_one_and_none_blocks_at_once() -> None:
    hate = breaches(THREE_STRIKES, 1, "CON-03")
    assert on_record(*hate, on="2025-10-01", edition=THREE_STRIKES).total == 1
    assert on_record(*breaches(STOCKPORT, 1, "CON-03"), on="2025-10-01").total == 2
    assert step(THREE_STRIKES, 1, ground="CON-03") is Step.WARNING
    assert step(STOCKPORT, 1, ground="CON-03") is Step.BLOCK_AT_ONCE


def test_a_strike_that_brought_a_block_goes_on_counting() -> None:
    for edition, total in ((THREE_STRIKES, 3), (STOCKPORT, 2)):
        record = on_record(*breaches(edition, 3), on="2025-10-01", edition=edition, spent=["c1"])
        assert record.total == total


def test_the_offices_close_at_a_quarter_past_five() -> None:
    calendar = calendar_of(THREE_STRIKES, 2025, 2027, ())
    assert next_active(calendar, wall("2025-06-03 17:14"), channel="facebook") == wall("2025-06-03 17:14")
    assert next_active(calendar, wall("2025-06-03 17:15"), channel="facebook") == wall("2025-06-04 09:00")
    assert next_active(OFFICE, wall("2025-06-03 17:00"), channel="facebook") == wall("2025-06-04 09:00")


# ---- one removal may block for 3 months, with prior notice, written reasons and the co-ordinator's approval


def test_one_removal_may_block_and_no_warning_is_asked_for() -> None:
    assert step(ONCE, 0) is Step.NOTHING
    assert step(ONCE, 1) is Step.BLOCK
    assert step(STOCKPORT, 1) is Step.WARNING


ONE_REMOVAL = replace(
    DRAFT,
    rests_on=("c1",),
    decided_at=wall("2025-06-03 10:00"),
    notified_on=date(2025, 6, 3),
    starts_on=date(2025, 6, 10),
    review_on=date(2025, 9, 10),
)


def test_the_block_begins_five_working_days_after_the_notice() -> None:
    sanction = proposed(*breaches(ONCE, 1), on="2025-06-03", edition=ONCE)
    assert objected(ONE_REMOVAL, edition=ONCE, sanction=sanction) == ()
    sooner = replace(ONE_REMOVAL, starts_on=date(2025, 6, 9), review_on=date(2025, 9, 9))
    (early,) = objected(sooner, edition=ONCE, sanction=sanction)
    assert (early.rule, early.do) == ("BLK-02", "start it on 10 June 2025 or later")
    (silent,) = objected(replace(ONE_REMOVAL, notified_on=None), edition=ONCE, sanction=sanction)
    assert silent.wrong == "the person must have 5 working days' notice"


def test_the_block_has_reasons_in_writing_that_reach_the_person() -> None:
    sanction = proposed(*breaches(ONCE, 1), on="2025-06-03", edition=ONCE)
    found = objected(replace(ONE_REMOVAL, reason=" ", notice=" "), edition=ONCE, sanction=sanction)
    assert [objection.wrong for objection in found] == ["it has no reason", "it has no notice"]
    assert who_tells(ONCE, Event.BLOCK) is TellBy.PERSON


def test_the_co_ordinator_alone_approves() -> None:
    for edition, roles, refuses in (
        (ONCE, ("senior officer",), True),
        (ONCE, ("co-ordinator",), False),
        (STOCKPORT, ("senior officer",), False),
    ):
        asked = {"approved": True, "reason": "", "by": APPROVER, "roles": roles, "target": None}
        at = wall("2025-06-03 12:00")
        if refuses:
            with refused("BLK-01", "Only a co-ordinator may"):
                answer(Block(ONE_REMOVAL, ()), edition, OFFICE, at=at, **asked)
        else:
            assert answer(Block(ONE_REMOVAL, ()), edition, OFFICE, at=at, **asked).by == APPROVER


def test_the_block_is_over_after_three_months_whether_anybody_looks_or_not() -> None:
    block = approved(ONE_REMOVAL, "2025-06-03 11:00", ONCE)
    assert block_review_day(ONCE, OFFICE, date(2025, 6, 10)) == date(2025, 9, 10)
    assert stands(block, "2025-09-10 23:59", ONCE).is_blocked
    over = stands(block, "2025-09-11 00:00", ONCE)
    assert (over.state, over.is_blocked) == (BlockState.LAPSED, False)
    assert over.because[-1] == "no block lasts beyond 10 September 2025 (BLK-05)"
    assert stands(block, "2025-09-11 00:00", STOCKPORT).is_blocked


def test_three_months_are_not_extended() -> None:
    block = approved(ONE_REMOVAL, "2025-06-03 11:00", ONCE)
    with refused("BLK-05", "It cannot go on beyond 10 September 2025"):
        extend(
            block, ONCE, OFFICE, reason="A new insult.", review_on=date(2025, 10, 10), by=3, target=None,
            at=wall("2025-09-10 10:00"),
        )  # fmt: skip


# ---- the author is never told; 2 in 12 months; an interim block of up to a year


@pytest.mark.parametrize("event", [Event.HIDE, Event.DELETE, Event.RESTORE, Event.BLOCK, Event.UNBLOCK])
def test_the_author_is_never_told_even_where_the_platform_has_a_way(event: Event) -> None:
    assert who_tells(SILENT, event, Support.SUPPORTED) is TellBy.NOBODY
    assert who_tells(STOCKPORT, event, Support.SUPPORTED) is TellBy.PROGRAM


def test_the_warning_alone_is_told() -> None:
    assert who_tells(SILENT, Event.WARNING, Support.SUPPORTED) is TellBy.PROGRAM


def test_a_block_without_a_notice_is_complete() -> None:
    unsaid = replace(DRAFT, notice="")
    assert objected(unsaid, edition=SILENT) == ()
    assert [objection.field for objection in objected(unsaid)] == ["notice"]


def test_two_strikes_bring_a_block_and_one_a_warning() -> None:
    assert step(SILENT, 1) is Step.WARNING
    assert step(SILENT, 2, warned=("2025-06-03",)) is Step.BLOCK
    assert step(STOCKPORT, 2, warned=("2025-06-03",)) is Step.NOTHING


@pytest.mark.parametrize("edition", [SILENT, IN_WRITING])
def test_an_interim_block_may_last_a_year_and_not_a_day_more(edition: Edition) -> None:
    assert objected(replace(DRAFT, ends_on=date(2025, 6, 3)), edition=edition) == ()
    (longer,) = objected(replace(DRAFT, ends_on=date(2025, 6, 4)), edition=edition)
    assert (longer.rule, longer.wrong) == ("BLK-03", "it is longer than 12 months")
    (none,) = objected(replace(DRAFT, ends_on=date(2025, 6, 3)), edition=STOCKPORT)
    assert none.wrong == "this body makes no interim blocks"


# ---- other hours, another nation, an hour to reply, six weeks before the poll, a private warning first


@pytest.mark.parametrize(
    ("at", "active_from"),
    [
        ("2025-06-05 08:29", "2025-06-05 08:30"),
        ("2025-06-05 15:59", "2025-06-05 15:59"),
        ("2025-06-05 16:00", "2025-06-06 08:30"),
        ("2025-06-06 15:29", "2025-06-06 15:29"),
        ("2025-06-06 15:30", "2025-06-09 08:30"),
    ],
)
def test_fridays_end_half_an_hour_sooner(at: str, active_from: str) -> None:
    assert next_active(SCOTLAND, wall(at), channel="facebook") == wall(active_from)


@pytest.mark.parametrize(
    ("day", "in_scotland", "in_england"),
    [
        (date(2025, 1, 2), False, True),
        (date(2025, 4, 21), True, False),  # Easter Monday
        (date(2025, 8, 4), False, True),
        (date(2025, 8, 25), True, False),
        (date(2025, 9, 15), False, True),  # a day of its own
        (date(2025, 9, 17), True, True),
        (date(2025, 12, 25), False, False),
    ],
)
def test_the_public_holidays_are_those_of_scotland(day: date, in_scotland: bool, in_england: bool) -> None:
    assert (works_on(SCOTLAND, day), works_on(OFFICE, day)) == (in_scotland, in_england)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2025-06-05 15:00", "2025-06-05 16:00"),
        ("2025-06-05 15:01", "2025-06-06 08:31"),
        ("2025-06-06 15:00", "2025-06-09 09:00"),
    ],
)
def test_a_reply_is_due_within_sixty_active_minutes_on_every_platform(received: str, due: str) -> None:
    for platform in ("facebook", "bluesky"):
        within = reply_target(SHORT_HOURS.value("HRS-06", ReplyTarget), platform)
        assert reply_due(SCOTLAND, within, wall(received), channel="any") == wall(due)


def test_the_pre_election_period_is_suggested_from_six_weeks_before_the_poll() -> None:
    suggested = suggested_period(SHORT_HOURS, "Dunmorrow", date(2026, 5, 7))
    assert suggested.first_on == date(2026, 3, 26)
    period, zone = set_period(suggested, by=4), SCOTLAND.zone
    within = [inside([period], wall(at), ["Dunmorrow"], zone).pre_election for at in ("2026-03-25 23:59", "2026-03-26")]
    assert within == [False, True]
    five_weeks = read(EDITIONS / "wealdham/2025-04-01.toml")
    assert suggested_period(five_weeks, "Wealdham", date(2026, 5, 7)).first_on == date(2026, 4, 2)


def test_a_warning_comes_first_whatever_was_written() -> None:
    assert step(SHORT_HOURS, 1, ground="CON-03") is Step.WARNING
    assert step(SHORT_HOURS, 2, ground="CON-03", warned=("2025-06-03",)) is Step.BLOCK
    assert step(STOCKPORT, 1, ground="CON-03") is Step.BLOCK_AT_ONCE


def test_the_warning_is_in_private_where_there_is_a_way() -> None:
    at = datetime(2025, 6, 3, 12, tzinfo=UTC)
    public = Warned(given_at=at, told_at=at, stands=True, in_private=False, private_way=True)
    for edition, taken in ((SHORT_HOURS, False), (THREE_STRIKES, True)):
        values = edition.value("MOD-06", WarnFirst)
        comment_at = datetime(2025, 7, 1, 12, tzinfo=UTC)
        found = warning_step(values, [public], since=at, comment_at=comment_at, at_once=False)
        assert found.taken is taken
        assert warning_step(
            values, [replace(public, in_private=True)], since=at, comment_at=comment_at, at_once=False
        ).taken


# ---- up to one year, written notice of every step, replies within 2 working days


@pytest.mark.parametrize("event", [Event.HIDE, Event.DELETE, Event.RESTORE, Event.BLOCK, Event.UNBLOCK])
def test_notice_is_given_in_writing_where_the_platform_has_no_way(event: Event) -> None:
    told = notice(IN_WRITING.value("MOD-05", TellAuthor), event, way=None, unsafe="")
    assert told.by is TellBy.PERSON
    assert told.because == f"the platform has no way, and the edition tells of {event} in writing: write"
    assert notice(STOCKPORT.value("MOD-05", TellAuthor), event, way=None, unsafe="").because != told.because


def test_written_notice_goes_by_the_platform_where_it_can_and_never_where_it_is_unsafe() -> None:
    assert who_tells(IN_WRITING, Event.BLOCK, Support.SUPPORTED) is TellBy.PROGRAM
    assert who_tells(IN_WRITING, Event.BLOCK, Support.MANUAL) is TellBy.PERSON
    unsafe = notice(IN_WRITING.value("MOD-05", TellAuthor), Event.BLOCK, way=None, unsafe="her partner reads her post")
    assert unsafe.by is TellBy.NOBODY


def test_no_block_lasts_longer_than_a_year_with_all_its_extensions() -> None:
    block = approved(DRAFT, edition=IN_WRITING)
    asked = {"reason": "A new threat.", "by": 3, "target": None, "at": wall("2024-12-03 10:00")}
    once = extend(block, IN_WRITING, OFFICE, review_on=date(2025, 6, 3), **asked)
    extended = Block(block.draft, (*block.history, once))
    assert stands(extended, "2025-06-03 23:59", IN_WRITING).is_blocked
    assert stands(extended, "2025-06-03 12:00", IN_WRITING).last_day == date(2025, 6, 3)
    assert not stands(extended, "2025-06-04 00:00", IN_WRITING).is_blocked
    assert stands(extended, "2025-06-04 00:00", STOCKPORT).is_blocked
    with refused("BLK-05", "later than 3 June 2025"):
        extend(block, IN_WRITING, OFFICE, review_on=date(2025, 6, 4), **asked)


@pytest.mark.parametrize(
    ("received", "due"),
    [("2025-06-05 16:59", "2025-06-09 17:00"), ("2025-06-05 17:00", "2025-06-10 17:00")],
)
def test_a_reply_is_due_within_two_working_days_on_every_platform(received: str, due: str) -> None:
    calendar = calendar_of(IN_WRITING, 2025, 2026, ())
    for platform in ("facebook", "bluesky"):
        within = reply_target(IN_WRITING.value("HRS-06", ReplyTarget), platform)
        assert reply_due(calendar, within, wall(received), channel="any") == wall(due)
