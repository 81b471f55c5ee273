"""REF-02: an active hour without an acknowledgement sounds the alarm, once, to whoever is on call."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.rooms.referring import ALLEGATION, CONCERN, RUNG, TO_NAMED_OFFICER, TO_SAFEGUARDING, Place, a_place, step
from tests.rooms.referring import referred as passed_on

from evenhand.core.lifecycle import ReferralEvent
from evenhand.notices.models import Notice
from evenhand.referrals import alarms, queries
from evenhand.referrals.moving import Said
from evenhand.tasks.models import Task

FRIDAY_AT_NINE_IN_THE_EVENING = datetime(2024, 3, 1, 21, 0, tzinfo=UTC)
MONDAY_AT_TEN = datetime(2024, 3, 4, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def place(db: None) -> Place:
    return a_place()


def test_friday_night_sounds_on_monday_at_ten_and_not_a_minute_before(place: Place) -> None:
    referral = passed_on(place, CONCERN, TO_SAFEGUARDING, place.olu, FRIDAY_AT_NINE_IN_THE_EVENING)
    step(referral, ReferralEvent.HAND_OVER, place.olu, FRIDAY_AT_NINE_IN_THE_EVENING + 5 * MINUTE)
    assert alarms.look_after(at=MONDAY_AT_TEN - MINUTE) == 0
    assert alarms.look_after(at=MONDAY_AT_TEN) == 1
    assert queries.alarms(place.body) == 1
    referral.refresh_from_db()
    assert queries.is_late(referral)
    assert (
        referral.steps.get(event="alarm").words
        == "nobody has acknowledged it for 60 active minutes; the alarm is at 60"
    )


def test_the_alarm_goes_to_seniors_and_safeguarding_without_a_word_of_the_comment(place: Place) -> None:
    passed_on(place, CONCERN, TO_SAFEGUARDING, place.olu, FRIDAY_AT_NINE_IN_THE_EVENING)
    alarms.look_after(at=MONDAY_AT_TEN)
    rung = Notice.objects.filter(kind="referral alarm")
    assert {notice.to for notice in rung} == {"Ada Marsh", "Sian Pugh"}
    task = Task.objects.get()
    for words in (*[notice.words for notice in rung], task.title, task.why, *task.steps):
        assert "Words that somebody wrote" not in words
        assert "Robin Vale" not in words


def test_it_sounds_once_and_ends_with_the_acknowledgement(place: Place) -> None:
    referral = passed_on(place, CONCERN, TO_SAFEGUARDING, place.olu, FRIDAY_AT_NINE_IN_THE_EVENING)
    assert [alarms.look_after(at=MONDAY_AT_TEN + minute * MINUTE) for minute in range(3)] == [1, 0, 0]
    step(referral, ReferralEvent.HAND_OVER, place.olu, MONDAY_AT_TEN + 5 * MINUTE)
    step(referral, ReferralEvent.ACKNOWLEDGE, place.sian, MONDAY_AT_TEN + 6 * MINUTE, Said(to="Duty team"))
    assert (queries.alarms(place.body), Task.objects.count()) == (0, 0)


def test_acknowledged_in_time_nothing_sounds(place: Place) -> None:
    referral = passed_on(place, CONCERN, TO_SAFEGUARDING, place.olu, FRIDAY_AT_NINE_IN_THE_EVENING)
    step(referral, ReferralEvent.HAND_OVER, place.olu, FRIDAY_AT_NINE_IN_THE_EVENING + 5 * MINUTE)
    step(referral, ReferralEvent.ACKNOWLEDGE, place.olu, MONDAY_AT_TEN - MINUTE)
    assert alarms.look_after(at=MONDAY_AT_TEN + 600 * MINUTE) == 0


def test_sent_back_its_hour_begins_again(place: Place) -> None:
    referral = passed_on(place, CONCERN, TO_SAFEGUARDING, place.olu, FRIDAY_AT_NINE_IN_THE_EVENING)
    step(referral, ReferralEvent.HAND_OVER, place.olu, MONDAY_AT_TEN - 30 * MINUTE)
    step(referral, ReferralEvent.ACKNOWLEDGE, place.olu, MONDAY_AT_TEN - 20 * MINUTE, RUNG)
    step(referral, ReferralEvent.SEND_BACK, place.sian, MONDAY_AT_TEN, Said(words="Another council's child"))
    assert alarms.look_after(at=MONDAY_AT_TEN + 59 * MINUTE) == 0
    assert alarms.look_after(at=MONDAY_AT_TEN + 60 * MINUTE) == 1


def test_whoever_is_on_call_may_be_asked_for(place: Place) -> None:
    passed_on(place, CONCERN, TO_SAFEGUARDING, place.olu, FRIDAY_AT_NINE_IN_THE_EVENING)
    alarms.look_after(at=MONDAY_AT_TEN, on_call=lambda body, at: [place.hal])
    assert [notice.to for notice in Notice.objects.filter(kind="referral alarm")] == ["Hal Reed"]


def test_an_allegation_sounds_no_alarm(place: Place) -> None:
    passed_on(place, ALLEGATION, TO_NAMED_OFFICER, place.olu, FRIDAY_AT_NINE_IN_THE_EVENING)
    assert alarms.look_after(at=MONDAY_AT_TEN) == 0


def test_one_referral_that_cannot_be_looked_at_does_not_silence_the_others(place: Place) -> None:
    passed_on(place, CONCERN, TO_SAFEGUARDING, place.olu, FRIDAY_AT_NINE_IN_THE_EVENING)
    other = a_place("fernbridge")
    passed_on(other, CONCERN, TO_SAFEGUARDING, other.olu, FRIDAY_AT_NINE_IN_THE_EVENING + MINUTE)

    def on_call(body: object, at: datetime) -> list[object]:
        if body == place.body:
            raise LookupError("no rota")
        return []

    with pytest.raises(ExceptionGroup, match="could not be sounded"):
        alarms.look_after(at=MONDAY_AT_TEN, on_call=on_call)  # type: ignore[arg-type]
    assert (queries.alarms(place.body), queries.alarms(other.body)) == (0, 1)
