"""REF-02: a safeguarding concern is passed on; it outranks every ground and is never a strike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.acknowledgements import Acknowledgement, Heard, acknowledgement
from evenhand.core.conduct import HARSHNESS
from evenhand.core.lifecycle import ReferralEvent, ReferralState, next_referral_state
from evenhand.core.moderation import Draft, objections
from evenhand.core.referrals import ReferralKind, contacts_now, referrals
from evenhand.core.refusals import Refused
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import Contact, Reached, Safeguarding
from evenhand.core.vocabulary import Outcome, Severity, Suggestion, Support, Verb


def test_a_concern_is_high_and_danger_now_is_grave() -> None:
    assert heard({"lexicon.safeguarding": 1}).severity is Severity.HIGH
    assert heard({"lexicon.safeguarding": 1, "lexicon.danger_now": True}).severity is Severity.GRAVE


@pytest.mark.parametrize(
    "beside",
    ["lexicon.threat", "lexicon.sexual", "lexicon.slur", "personal_data.child_school", "lexicon.incitement"],
)
def test_whatever_stands_beside_a_concern_it_is_referred_and_not_hidden(beside: str) -> None:
    proposal = heard({"lexicon.safeguarding": 1, beside: 1, "lexicon.group": 1})
    assert (proposal.route, proposal.suggest) == ("REF-02", Suggestion.REFER)


def test_a_concern_goes_before_a_complaint_and_an_allegation() -> None:
    said = {"lexicon.safeguarding": 1, "lexicon.complaint": 1, "lexicon.allegation": 1, "lexicon.council": 1}
    assert heard(said).route == "REF-02"


def test_no_clause_of_it_takes_a_comment_down() -> None:
    assert not any(HARSHNESS[clause.suggest] for clause in STOCKPORT.rules["REF-02"].clauses)


def test_danger_now_has_999_and_the_alarm_comes_after_one_active_hour() -> None:
    values = STOCKPORT.value("REF-02", Safeguarding)
    assert "999" in [contact.phone for contact in values.contacts if contact.kind == "danger now"]
    assert values.alarm_after_active_minutes == 60


def test_it_never_gives_a_strike() -> None:
    assert "REF-02" in STOCKPORT.rules["STR-05"].values.rules


NINE = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
VALUES = STOCKPORT.value("REF-02", Safeguarding)
DANGER = Contact("danger now", "Emergency services", "999", "any time", Reached.ANY_TIME)
DAY_TEAM = Contact("child", "Duty team", "0161 496 0001", "Monday to Friday, 9 to 5", Reached.ACTIVE_HOURS)
NIGHT_TEAM = Contact("child", "Emergency duty team", "0161 496 0002", "other times", Reached.OUT_OF_HOURS)
OWN_HOURS = Contact("child", "A helpline", "0808 157 0001", "see its page", Reached.ITS_OWN_HOURS)
ADULTS = Contact("adult", "Adults' team", "0161 496 0003", "any time", Reached.ANY_TIME)
CONTACTS = (OWN_HOURS, DAY_TEAM, NIGHT_TEAM, ADULTS, DANGER)


def every_minute(start: datetime, end: datetime) -> int:
    return int((end - start) / timedelta(minutes=1))


def waited(minutes: int, acknowledged_after: int | None = None) -> Acknowledgement:
    at = None if acknowledged_after is None else NINE + timedelta(minutes=acknowledged_after)
    now = NINE + timedelta(minutes=minutes)
    return acknowledgement(VALUES, every_minute, opened_at=NINE, acknowledged_at=at, now=now)


def test_a_concern_opens_a_restricted_referral_with_999_on_screen() -> None:
    (referral,) = referrals(STOCKPORT, heard({"lexicon.safeguarding": 1}), in_active_hours=False)
    assert (referral.kind, referral.rule) == (ReferralKind.SAFEGUARDING, "REF-02")
    assert referral.restricted
    assert referral.preserved
    assert referral.on_screen == "In danger now: ring 999"
    assert referral.contacts[0].phone == "999"
    assert referral.because == "a child or an adult may be at risk of harm"


def test_a_concern_beside_an_allegation_opens_both_referrals_the_graver_first() -> None:
    proposal = heard({"lexicon.safeguarding": 1, "lexicon.allegation": 1, "lexicon.council": 1})
    assert [each.rule for each in referrals(STOCKPORT, proposal, in_active_hours=True)] == ["REF-02", "REF-01"]


def test_in_active_hours_the_day_team_is_shown_and_out_of_hours_the_night_team() -> None:
    assert contacts_now(CONTACTS, in_active_hours=True) == (DANGER, DAY_TEAM, ADULTS, OWN_HOURS)
    assert contacts_now(CONTACTS, in_active_hours=False) == (DANGER, NIGHT_TEAM, ADULTS, OWN_HOURS)


def test_contacts_are_chosen_by_kind_and_danger_stays_first() -> None:
    assert contacts_now(CONTACTS, in_active_hours=True, kind="child") == (DANGER, DAY_TEAM, OWN_HOURS)
    assert contacts_now(CONTACTS, in_active_hours=True, kind="danger now") == (DANGER,)


def test_a_kind_for_which_nobody_is_named_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused, match="choose one of: adult, child, danger now"):
        contacts_now(CONTACTS, in_active_hours=True, kind="animal")


def test_the_alarm_sounds_at_the_sixtieth_active_minute_and_not_before() -> None:
    assert waited(59) == Acknowledgement(
        Heard.WAITING, 59, "nobody has acknowledged it for 59 active minutes; the alarm is at 60"
    )
    assert waited(60).heard is Heard.ALARM


def test_an_acknowledgement_is_in_time_up_to_the_alarm_and_late_from_then_on() -> None:
    assert waited(600, 59).heard is Heard.IN_TIME
    assert waited(600, 60) == Acknowledgement(
        Heard.LATE, 60, "acknowledged after 60 active minutes; the alarm is at 60"
    )


def test_minutes_are_active_minutes_so_a_night_sounds_no_alarm() -> None:
    later = NINE + timedelta(hours=14)
    night = acknowledgement(VALUES, lambda *_: 0, opened_at=NINE, acknowledged_at=None, now=later)
    assert (night.heard, night.active_minutes) == (Heard.WAITING, 0)


def test_an_instant_without_a_zone_and_one_before_the_opening_are_refused() -> None:
    naive = datetime(2024, 3, 4, 10)  # noqa: DTZ001
    with pytest.raises(Refused, match=r"The acknowledgement .* has no time zone \(REF-02\)"):
        acknowledgement(VALUES, every_minute, opened_at=NINE, acknowledged_at=naive, now=NINE)
    with pytest.raises(Refused, match=r"The opening .* has no time zone"):
        acknowledgement(VALUES, every_minute, opened_at=naive, acknowledged_at=None, now=NINE)
    with pytest.raises(Refused, match=r"The acknowledgement .* is before the opening"):
        waited(5, -1)
    with pytest.raises(Refused, match=r"The present .* is before the acknowledgement"):
        waited(5, 6)
    with pytest.raises(Refused, match=r"The present .* is before the opening"):
        waited(-1)
    assert waited(0, 0).heard is Heard.IN_TIME


def test_handed_over_is_not_yet_acknowledged_and_may_be_sent_back() -> None:
    handed = next_referral_state(ReferralState.OPENED, ReferralEvent.HAND_OVER)
    assert handed is ReferralState.HANDED_OVER
    assert next_referral_state(handed, ReferralEvent.HAND_OVER) is ReferralState.HANDED_OVER
    assert next_referral_state(handed, ReferralEvent.SEND_BACK) is ReferralState.OPENED
    taken = next_referral_state(handed, ReferralEvent.ACKNOWLEDGE)
    assert next_referral_state(taken, ReferralEvent.CONCLUDE) is ReferralState.CONCLUDED


def test_nothing_is_concluded_that_nobody_has_acknowledged() -> None:
    with pytest.raises(Refused, match=r"Its state allows hand over; acknowledge; send back"):
        next_referral_state(ReferralState.HANDED_OVER, ReferralEvent.CONCLUDE)


def test_an_edition_without_a_number_for_danger_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="name 999"):
        replace(VALUES, contacts=(ADULTS,))
    with pytest.raises(ImpossibleError, match="name 999"):
        replace(VALUES, contacts=(replace(DANGER, reached=Reached.ACTIVE_HOURS),))
    with pytest.raises(ImpossibleError, match="at least one contact"):
        replace(VALUES, contacts=())


def test_a_concern_is_never_answered_on_the_page() -> None:
    answered = Draft(Outcome.REFER, route="REF-02", reply="Please ring us.")
    (found,) = objections(answered, STOCKPORT, dict.fromkeys(Verb, Support.SUPPORTED))
    assert (found.field, found.rule, found.wrong) == ("reply", "REF-02", "an answer could put somebody in danger")


def test_a_referral_is_withdrawn_before_it_is_handed_over_and_not_after() -> None:
    assert next_referral_state(ReferralState.OPENED, ReferralEvent.WITHDRAW) is ReferralState.WITHDRAWN
    assert next_referral_state(ReferralState.ANSWERED, ReferralEvent.WITHDRAW) is ReferralState.WITHDRAWN
    for state in (ReferralState.HANDED_OVER, ReferralState.ACKNOWLEDGED, ReferralState.CONCLUDED):
        with pytest.raises(Refused):
            next_referral_state(state, ReferralEvent.WITHDRAW)
