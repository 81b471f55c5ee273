"""HRS, ELE-01: the calendar of a body, incidents, who is on call, pre-election periods."""

from datetime import date

import pytest
from tests.rooms import world
from tests.rooms.watching import declare, election, on_call
from tests.rules.refusal import refused
from tests.rules.working_time import wall

from evenhand.audit.models import Entry
from evenhand.core.clocks import active_minutes
from evenhand.core.hours import works_on
from evenhand.core.refusals import Refused
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.watch import operations as watch
from evenhand.watch import queries
from evenhand.watch.models import DayOff, DeclaredIncident, ElectionPeriod

BOXING_DAY, CLOSED = date(2024, 12, 26), date(2024, 12, 27)


def test_a_day_off_of_the_body_is_no_working_day_besides_the_public_holidays(body: Body, ada: Officer) -> None:
    watch.set_day_off(body=body, day=CLOSED, why="Closed between the years.", by=ada, at=world.NOON)
    calendar = queries.calendar(body, world.NOON)
    assert [works_on(calendar, day) for day in (date(2024, 12, 24), BOXING_DAY, CLOSED)] == [True, False, False]
    assert Entry.objects.filter(action="watch.set_day_off", by=ada.email).count() == 1


def test_a_day_off_can_be_taken_back_until_it_begins(body: Body, ada: Officer) -> None:
    off = watch.set_day_off(body=body, day=CLOSED, why="Closed.", by=ada, at=world.NOON)
    with refused("HRS-03", "day has begun"):
        watch.withdraw_day_off(day_off_id=off.pk, body=body, by=ada, at=wall("2024-12-27 00:01"))
    watch.withdraw_day_off(day_off_id=off.pk, body=body, by=ada, at=wall("2024-12-26 23:59"))
    assert works_on(queries.calendar(body, world.NOON), CLOSED)
    assert DayOff.objects.get().withdrawn_by == ada, "the row stays"


@pytest.mark.parametrize(
    ("day", "why", "wrong"),
    [
        (date(2024, 3, 4), "Closed.", "have run on it"),
        (date(2024, 3, 1), "Closed.", "have run on it"),
        (CLOSED, "  ", "does not say why"),
    ],
)
def test_a_day_off_that_cannot_be_is_refused(body: Body, ada: Officer, day: date, why: str, wrong: str) -> None:
    with refused("HRS-03", wrong):
        watch.set_day_off(body=body, day=day, why=why, by=ada, at=world.NOON)
    assert not DayOff.objects.exists()


def test_one_day_is_set_off_once(body: Body, ada: Officer) -> None:
    watch.set_day_off(body=body, day=CLOSED, why="Closed.", by=ada, at=world.NOON)
    with refused("HRS-03", "is one already"):
        watch.set_day_off(body=body, day=CLOSED, why="Closed.", by=ada, at=world.NOON)


def test_an_incident_makes_the_evening_active_on_its_channels_and_ends_by_itself(body: Body, ada: Officer) -> None:
    declare(body, ada, "2024-03-04 16:00", "2024-03-04 22:00")
    calendar = queries.calendar(body, world.NOON)
    day = wall("2024-03-04 09:00"), wall("2024-03-05 09:00")
    assert active_minutes(calendar, *day, channel="town-page") == 13 * 60
    assert active_minutes(calendar, *day, channel="another") == 8 * 60
    assert [row.why for row in queries.running(body, wall("2024-03-04 21:59"))] == ["A red warning for wind."]
    assert queries.running(body, wall("2024-03-04 22:00")) == []
    assert len(queries.over(body, wall("2024-03-04 22:00"))) == 1


def test_an_incident_that_somebody_ends_is_over_then_and_the_plan_stays_on_record(body: Body, ada: Officer) -> None:
    incident = declare(body, ada, "2024-03-04 16:00", "2024-03-04 22:00")
    watch.end_incident(incident_id=incident.pk, body=body, by=ada, at=wall("2024-03-04 19:00"))
    calendar = queries.calendar(body, world.NOON)
    assert active_minutes(
        calendar, wall("2024-03-04 09:00"), wall("2024-03-05 09:00"), channel="town-page"
    ) == 10 * 60  # fmt: skip
    kept = DeclaredIncident.objects.get()
    assert (kept.ended_by, kept.ends_at) == (ada, wall("2024-03-04 22:00"))
    with refused("HRS-04", "ended by itself"):
        watch.end_incident(incident_id=incident.pk, body=body, by=ada, at=wall("2024-03-04 19:01"))


def test_an_incident_is_extended_by_a_new_one(body: Body, ada: Officer) -> None:
    first = declare(body, ada, "2024-03-04 16:00", "2024-03-04 22:00")
    second = declare(
        body, ada, "2024-03-04 22:00", "2024-03-05 06:00", at="2024-03-04 21:30", extends=first.pk
    )  # fmt: skip
    assert second.extends == first
    minutes = active_minutes(
        queries.calendar(body, world.NOON), wall("2024-03-04 17:00"), wall("2024-03-05 09:00"), channel="town-page"
    )
    assert minutes == 13 * 60


@pytest.mark.parametrize(
    ("starts", "ends", "channels", "wrong"),
    [
        ("2024-03-04 16:00", "2024-03-04 15:00", ("town-page",), "ends before it begins"),
        ("2024-03-04 16:00", "2024-03-07 16:01", ("town-page",), "longer than 72 hours"),
        ("2024-03-04 16:00", "2024-03-04 22:00", (), "names no channel"),
    ],
)
def test_an_incident_that_cannot_be_is_refused(
    body: Body, ada: Officer, starts: str, ends: str, channels: tuple[str, ...], wrong: str
) -> None:
    with refused("HRS-04", wrong):
        declare(body, ada, starts, ends, channels=channels)
    assert not DeclaredIncident.objects.exists()


def test_an_incident_across_the_change_of_clocks_has_the_minutes_it_had(body: Body, ada: Officer) -> None:
    declare(body, ada, "2024-03-31 00:00", "2024-03-31 06:00")
    declare(body, ada, "2024-10-27 00:00", "2024-10-27 06:00")
    for at, minutes in (("2024-03-31", 5 * 60), ("2024-10-27", 7 * 60)):
        night = wall(f"{at} 00:00"), wall(f"{at} 12:00")
        assert active_minutes(queries.calendar(body, night[0]), *night, channel="town-page") == minutes


def test_who_is_on_call_is_known_for_every_instant(body: Body, ada: Officer, ben: Officer) -> None:
    on_call(body, ben, "2024-03-08 17:00", "2024-03-10 12:00", by=ada)
    on_call(body, ada, "2024-03-10 12:00", "2024-03-11 09:00", by=ada)
    found = [queries.duty_on(body, wall(f"2024-03-{at}")) for at in ("08 16:59", "08 17:00", "10 12:00", "11 09:00")]
    assert [duty and duty.officer for duty in found] == [None, ben, ada, None]


def test_two_people_are_not_on_call_at_once(body: Body, ada: Officer, ben: Officer) -> None:
    on_call(body, ben, "2024-03-08 17:00", "2024-03-10 12:00", by=ada)
    with refused("HRS-05", "Ben Okafor is on call then"):
        on_call(body, ada, "2024-03-10 11:59", "2024-03-11 09:00", by=ada)


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [
        ("2024-03-08 17:00", "2024-03-08 17:00", "ends before it begins"),
        ("2024-03-01 17:00", "2024-03-02 17:00", "over already"),
    ],
)
def test_a_duty_that_cannot_be_is_refused(body: Body, ada: Officer, starts: str, ends: str, wrong: str) -> None:
    with refused("HRS-05", wrong):
        on_call(body, ada, starts, ends, by=ada)


def test_who_may_not_decide_is_not_put_on_call(body: Body, ada: Officer) -> None:
    auditor = world.new_officer(body, "Cy Ardent", Role.AUDITOR)
    stranger = world.new_officer(world.new_body("elsewhere"), "Dee Stranger")
    for who in (auditor, stranger):
        with refused("HRS-05", "has no role at Harrowmere Council that may decide"):
            on_call(body, who, "2024-03-08 17:00", "2024-03-10 12:00", by=ada)


def test_gaps_of_the_next_week_are_warned_of_beforehand(body: Body, ada: Officer) -> None:
    on_call(body, ada, "2024-03-04 17:00", "2024-03-09 10:00", by=ada)
    gaps = queries.nobody_on_call(body, wall("2024-03-08 12:00"), days=4)
    assert [(gap.starts_at, gap.ends_at) for gap in gaps] == [
        (wall("2024-03-09 10:00"), wall("2024-03-11 09:00")), (wall("2024-03-11 17:00"), wall("2024-03-12 09:00"))
    ]  # fmt: skip
    watch.withdraw_duty(duty_id=queries.duties(body, world.NOON)[0].pk, body=body, by=ada, at=world.NOON)
    assert queries.nobody_on_call(body, wall("2024-03-08 12:00"), days=1)[0].starts_at == wall("2024-03-08 17:00")


def test_a_pre_election_period_counts_for_its_days_and_its_channels(body: Body, ada: Officer) -> None:
    election(body, ada, "2024-03-26", "2024-05-02")
    asked = queries.pre_election(body)
    days = ("2024-03-25 23:59", "2024-03-26 00:00", "2024-05-02 23:59", "2024-05-03 00:00")
    assert [asked("town-page", wall(at)).pre_election for at in days] == [False, True, True, False]
    assert not asked("another", wall("2024-04-01 12:00")).pre_election
    assert asked("town-page", wall("2024-04-01 12:00")).because == (
        "Harrowmere North: 26 March 2024 to 2 May 2024, poll on 2 May 2024 (ELE-01)",
    )


def test_periods_of_one_area_do_not_overlap_and_those_of_two_may(body: Body, ada: Officer) -> None:
    first = election(body, ada, "2024-03-26", "2024-05-02")
    with refused("ELE-01", "harrowmere north".title(), "has one from 26 March 2024 to 2 May 2024"):
        election(body, ada, "2024-05-02", "2024-06-06", area=" harrowmere NORTH ")
    election(body, ada, "2024-05-02", "2024-06-06", area="Harrowmere South")
    watch.withdraw_election_period(period_id=first.pk, body=body, by=ada, at=world.NOON)
    election(body, ada, "2024-05-02", "2024-06-06")
    assert ElectionPeriod.objects.count() == 3
    assert len(queries.periods(body)) == 2


@pytest.mark.parametrize(
    ("first", "last", "poll", "channels", "wrong"),
    [
        ("2024-05-02", "2024-03-26", "2024-05-02", ("town-page",), "ends before it begins"),
        ("2024-03-26", "2024-05-02", "2024-05-03", ("town-page",), "poll on 3 May 2024 is not within it"),
        ("2024-03-26", "2024-05-02", "2024-05-02", (), "names no channel"),
    ],
)
def test_a_period_that_cannot_be_is_refused(
    body: Body, ada: Officer, first: str, last: str, poll: str, channels: tuple[str, ...], wrong: str
) -> None:
    with refused("ELE-01", wrong):
        election(body, ada, first, last, poll=poll, channels=channels)


def test_an_officer_declares_and_a_senior_sets_the_calendar(body: Body) -> None:
    officer = world.new_officer(body, "Eve Larch", Role.OFFICER)
    declare(body, officer, "2024-03-04 16:00", "2024-03-04 22:00")
    for refused_one in (
        lambda: watch.set_day_off(body=body, day=CLOSED, why="Closed.", by=officer, at=world.NOON),
        lambda: on_call(body, officer, "2024-03-08 17:00", "2024-03-10 12:00", by=officer),
        lambda: election(body, officer, "2024-03-26", "2024-05-02"),
    ):
        with pytest.raises(Refused, match="has no role there that allows it"):
            refused_one()


def test_nothing_of_one_body_counts_for_another(body: Body, ada: Officer) -> None:
    other = world.new_body("elsewhere")
    declare(body, ada, "2024-03-04 16:00", "2024-03-04 22:00")
    on_call(body, ada, "2024-03-04 17:00", "2024-03-09 10:00", by=ada)
    election(body, ada, "2024-03-01", "2024-05-02")
    watch.set_day_off(body=body, day=CLOSED, why="Closed.", by=ada, at=world.NOON)
    at = wall("2024-03-04 18:00")
    assert queries.running(other, at) == queries.duties(other, at) == queries.periods(other) == []
    assert queries.period_now(other, at) == queries.days_off(other, date(2024, 1, 1)) == []
    assert queries.duty_on(other, at) is None
    assert queries.calendar(other, at).incidents == ()
    stranger = world.new_officer(other, "Dee Stranger")
    with pytest.raises(DeclaredIncident.DoesNotExist):
        watch.end_incident(incident_id=DeclaredIncident.objects.get().pk, body=other, by=stranger, at=at)
