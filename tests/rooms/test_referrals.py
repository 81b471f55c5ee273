"""REF-01 to REF-05: passed on, answered, handed over, acknowledged, ended."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.rooms.referring import (
    ALLEGATION,
    COMPLAINT,
    CRISIS,
    FALSE,
    PRIVATE,
    RUNG,
    TO_NAMED_OFFICER,
    Place,
    a_place,
    decide,
    looked_into,
    referred,
    step,
)
from tests.rooms.world import HIDE, NOON, edit, later, open_case
from tests.rooms.world import decide as decide_without_referrals
from tests.rules.hearing import STOCKPORT

from evenhand.actions.models import Action
from evenhand.audit.queries import about, verify
from evenhand.cases import operations as cases
from evenhand.cases.models import Case
from evenhand.core.allegations import Found
from evenhand.core.lifecycle import ReferralEvent
from evenhand.core.moderation import Draft
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Outcome
from evenhand.evidence.models import Capture
from evenhand.notices.models import Notice
from evenhand.officers.operations import give_role
from evenhand.officers.permissions import Role
from evenhand.referrals import operations as referrals
from evenhand.referrals import queries
from evenhand.referrals.models import Referral, Step
from evenhand.referrals.moving import Said
from evenhand.referrals.operations import Ending
from evenhand.tasks.models import Task


@pytest.fixture
def place(db: None) -> Place:
    return a_place()


def actions_of(case: Case) -> list[tuple[str, str]]:
    return list(Action.objects.filter(comment=case.comment_id).order_by("pk").values_list("verb", "text"))


def test_an_allegation_is_captured_answered_and_opened_for_the_named_officer_in_one_go(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    assert (referral.kind, referral.to, referral.state) == ("allegation", "Monitoring officer", "answered")
    assert referral.because == "it says that staff or councillors have done wrong"
    assert Capture.objects.filter(comment=referral.case.comment_id).count() == 1
    assert actions_of(referral.case) == [("reply", STOCKPORT.reply("REF-01"))]
    assert list(referral.steps.order_by("pk").values_list("event", flat=True)) == ["open", "answer"]
    assert verify().breaks == ()


def test_the_body_names_who_takes_it_and_they_are_told_without_a_word_of_it(place: Place) -> None:
    give_role(officer=place.hal, body=place.body, role=Role.ADMINISTRATOR, by="test", at=NOON)
    referrals.set_responsible(
        body=place.body,
        rule="REF-01",
        concern="",
        name="Nia Prys",
        email="nia@harrowmere.example",
        by=place.hal,
        at=NOON,
    )
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    assert (referral.person, referral.email) == ("Nia Prys", "nia@harrowmere.example")
    told = Notice.objects.filter(about=f"referral {referral.pk}")
    assert {notice.to for notice in told} == {"Nia Prys", "Mo Castle"}
    assert not any("Words that somebody wrote" in notice.words for notice in told)


def test_only_an_administrator_names_who_takes_what(place: Place) -> None:
    with pytest.raises(Refused, match="administer"):
        referrals.set_responsible(
            body=place.body, rule="REF-01", concern="", name="Me", email="", by=place.ada, at=NOON
        )


def test_before_an_outcome_nobody_calls_an_allegation_false(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    edit(place.channel, at=later(5))
    with pytest.raises(Refused, match=r"The allegation is being looked into \(REF-01\)"):
        decide(referral.case, replace(FALSE, source="The minutes of 3 March"), place.olu, later(6))


def test_an_allegation_that_nobody_referred_is_not_called_false_either(place: Place) -> None:
    case = open_case(place.channel, "c1", ALLEGATION)
    with pytest.raises(Refused, match="nobody has looked into that"):
        decide(case, replace(FALSE, source="The minutes of 3 March"), place.olu)


def test_who_decides_without_knowing_the_referrals_is_refused_as_well(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    edit(place.channel, at=later(5))  # its new words are no allegation
    with pytest.raises(Refused, match=r"REF-01"):
        decide_without_referrals(referral.case, replace(FALSE, source="The minutes"), place.olu, later(6))


def test_while_it_is_looked_into_an_insult_does_not_take_it_down_and_a_threat_does(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    referrals.undo(
        case_id=referral.case_id, body=place.body, reason="", version=2, by=place.olu, at=later(1)
    )  # withdrawn, so it is open again
    said = ALLEGATION | {"lexicon.insult": 1}
    insulted = referred(place, said, TO_NAMED_OFFICER, place.olu, id_="c2").case
    reopen(insulted, place)
    with pytest.raises(Refused, match="CON-02 is no graver than medium"):
        decide(insulted, HIDE, place.olu, later(3))
    threatened = referred(place, ALLEGATION | {"lexicon.threat": 1}, TO_NAMED_OFFICER, place.olu, id_="c3").case
    reopen(threatened, place)
    assert decide(threatened, HIDE, place.olu, later(3)).outcome == "hide"


def reopen(case: Case, place: Place) -> None:
    """Hand its referral over, so that undoing the decision leaves it, and open the case again."""
    referral = Referral.objects.get(case=case)
    step(referral, ReferralEvent.HAND_OVER, place.olu, later(1))
    case.refresh_from_db()
    referrals.undo(case_id=case.pk, body=place.body, reason="", version=case.version, by=place.olu, at=later(2))


def test_found_false_it_may_go_under_con_01_and_the_decision_keeps_everything(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    looked_into(referral, Found.FALSE, place.olu, place.mo, later(10))
    assert referral.state == "concluded"
    reopened = referral.case
    reopened.refresh_from_db()
    referrals.undo(
        case_id=reopened.pk, body=place.body, reason="the outcome is there", version=reopened.version, by=place.olu,
        at=later(20),
    )  # fmt: skip
    assert decide(reopened, FALSE, place.olu, later(21)).ground == "CON-01"


@pytest.mark.parametrize("found", [found for found in Found if found is not Found.FALSE])
def test_any_other_outcome_leaves_it_up(place: Place, found: Found) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    looked_into(referral, found, place.olu, place.mo, later(10))
    edit(place.channel, at=later(11))
    with pytest.raises(Refused, match="not false"):
        decide(referral.case, FALSE, place.olu, later(12))


def test_the_communications_team_never_records_an_outcome_of_an_allegation(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    step(referral, ReferralEvent.HAND_OVER, place.olu, later(1))
    step(referral, ReferralEvent.ACKNOWLEDGE, place.olu, later(2))
    ending = Ending(finder="Mo Castle", on=date(2024, 3, 4), reference="MO/24/011", found=Found.FALSE)
    with pytest.raises(Refused, match="conclude allegations"):
        referrals.record_outcome(referral_id=referral.pk, body=place.body, outcome=ending, by=place.olu, at=later(3))
    give_role(officer=place.olu, body=place.body, role=Role.NAMED_OFFICER, by="test", at=NOON)
    with pytest.raises(Refused, match=r"communications team does not judge allegations \(REF-01\)"):
        referrals.record_outcome(referral_id=referral.pk, body=place.body, outcome=ending, by=place.olu, at=later(3))


def test_an_outcome_is_of_a_day_that_has_come_and_says_what_was_found(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    step(referral, ReferralEvent.HAND_OVER, place.olu, later(1))
    step(referral, ReferralEvent.ACKNOWLEDGE, place.mo, later(2))
    tomorrow = Ending(finder="Mo Castle", on=date(2024, 3, 5), reference="MO/24/011", found=Found.FALSE)
    for ending, wrong in (
        (tomorrow, "before the outcome"),
        (replace(tomorrow, on=date(2024, 3, 4), found=None), "found"),
    ):
        with pytest.raises(Refused, match=wrong):
            referrals.record_outcome(referral_id=referral.pk, body=place.body, outcome=ending, by=place.mo, at=later(3))


def test_con_01_asks_for_a_source_or_a_person_harmed_and_keeps_it(place: Place) -> None:
    case = open_case(place.channel)
    with pytest.raises(Refused, match="no source is recorded and nobody named is harmed"):
        decide(case, FALSE, place.olu)
    decision = decide(case, replace(FALSE, source="Minutes of 3 March 2024, item 4"), place.olu)
    assert decision.facts["source"] == "Minutes of 3 March 2024, item 4"


def test_somebody_about_whom_it_is_never_sees_nor_moves_it(place: Place) -> None:
    case = open_case(place.channel, "c1", ALLEGATION)
    cases.set_target(case_id=case.pk, body=place.body, target=place.mo, by=place.olu, at=NOON)
    decide(case, TO_NAMED_OFFICER, place.olu)
    referral = Referral.objects.get()
    held = frozenset({queries.Permission.SEE_REFERRALS, queries.Permission.CONCLUDE})
    assert queries.listed(place.body, place.mo, held) == []
    with pytest.raises(Refused, match="aimed at you"):
        step(referral, ReferralEvent.HAND_OVER, place.mo, later(1))
    assert "Mo Castle" not in {notice.to for notice in Notice.objects.all()}


def test_a_complaint_is_answered_with_the_form_and_waits_for_nobody(place: Place) -> None:
    draft = Draft(Outcome.REPLY, route="REF-04", reply=STOCKPORT.reply("REF-04"))
    referral = referred(place, COMPLAINT, draft, place.olu)
    assert (referral.kind, referral.state) == ("complaint or request", "answered")
    assert Capture.objects.count() == 0, "nothing is kept of an ordinary comment before its reply is sent"
    held = frozenset({queries.Permission.SEE_CASES})
    assert queries.listed(place.body, place.olu, held) == []
    assert [line.id for line in queries.listed(place.body, place.olu, held, ended=True)] == [referral.pk]


def test_words_of_crisis_are_answered_in_private_and_somebody_looks_back(place: Place) -> None:
    draft = Draft(Outcome.REPLY, route="REF-05", reply=STOCKPORT.reply("REF-05"), privately=True)
    referral = referred(place, CRISIS, draft, place.olu)
    [(verb, words)] = actions_of(referral.case)
    assert verb == "reply privately"
    assert "Samaritans, 116 123" in words
    task = Task.objects.get(about=f"referral {referral.pk}")
    assert task.title == "See how somebody is who wrote in despair"
    with pytest.raises(Refused, match=r"REF-05"):
        edit_to_crisis = open_case(place.channel, "c2", CRISIS)
        decide(edit_to_crisis, Draft(Outcome.DELETE, "CON-04", reason="x", statement="x"), place.olu)


def test_a_private_matter_is_hidden_and_its_author_invited_and_undoing_leaves_the_invitation(place: Place) -> None:
    case = open_case(place.channel, "c1", PRIVATE)
    draft = Draft(Outcome.HIDE, "CON-10", "MOD-07", statement="Hidden under CON-10.", reply=STOCKPORT.reply("MOD-07"))
    decide(case, draft, place.olu)
    assert actions_of(case) == [("hide", ""), ("reply", STOCKPORT.reply("MOD-07"))]
    assert Referral.objects.count() == 0


def test_undoing_withdraws_what_nobody_was_told_of_and_leaves_what_they_were(place: Place) -> None:
    first = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    second = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu, id_="c2")
    step(second, ReferralEvent.HAND_OVER, place.olu, later(1))
    for referral in (first, second):
        case = Case.objects.get(pk=referral.case_id)
        referrals.undo(case_id=case.pk, body=place.body, reason="", version=case.version, by=place.olu, at=later(2))
        referral.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "handed over")
    assert second.steps.order_by("pk").last().words == "the decision that opened it was undone"


def test_referred_again_after_an_edit_it_stays_one_referral(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    edit(place.channel, at=later(5))
    decide(referral.case, TO_NAMED_OFFICER, place.olu, later(6))
    assert Referral.objects.count() == 1
    assert list(referral.steps.order_by("pk").values_list("event", flat=True)) == [
        "open", "answer", "refer again", "answer",
    ]  # fmt: skip


def test_what_may_be_an_offence_goes_to_the_police_with_their_reference(place: Place) -> None:
    case = open_case(place.channel)
    referral = referrals.pass_on(
        case_id=case.pk, body=place.body, rule="REF-03", because="it names a warden's street", by=place.olu, at=NOON
    )
    assert referral.because.endswith("it names a warden's street")
    assert Capture.objects.count() == 1
    said = Said(to="Control room", how="telephone", reference="GMP-2024-0117", words="Pack EV-1 follows")
    step(referral, ReferralEvent.HAND_OVER, place.olu, later(1), said)
    assert referral.steps.get(event="hand over").reference == "GMP-2024-0117"
    with pytest.raises(Refused, match="passed on already"):
        referrals.pass_on(case_id=case.pk, body=place.body, rule="REF-03", because="again", by=place.olu, at=NOON)


def test_a_comment_by_a_colleague_may_go_to_dignity_at_work(place: Place) -> None:
    case = open_case(place.channel)
    referral = referrals.pass_on(
        case_id=case.pk, body=place.body, rule="CON-11", because="the author works in parks", by=place.olu, at=NOON
    )
    assert (referral.kind, referral.to) == ("staff conduct", "Dignity at work")
    case.refresh_from_db()
    assert case.state == "open", "it is a case like any other"


def test_nothing_is_passed_on_without_a_reason_or_under_a_rule_that_passes_nothing_on(place: Place) -> None:
    case = open_case(place.channel)
    with pytest.raises(Refused, match="the reason"):
        referrals.pass_on(case_id=case.pk, body=place.body, rule="REF-03", because=" ", by=place.olu, at=NOON)
    with pytest.raises(Refused, match="use one of REF-01, REF-02"):
        referrals.pass_on(case_id=case.pk, body=place.body, rule="BLK-01", because="x", by=place.olu, at=NOON)


def test_a_hand_over_says_to_whom_and_how_and_coming_back_says_why(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    for said in (Said(to="Mo Castle"), Said(how="telephone")):
        with pytest.raises(Refused, match="nothing is said"):
            step(referral, ReferralEvent.HAND_OVER, place.olu, later(1), said)
    step(referral, ReferralEvent.HAND_OVER, place.olu, later(1))
    with pytest.raises(Refused, match="nothing is said"):
        step(referral, ReferralEvent.SEND_BACK, place.mo, later(2), Said(to="Olu Hart"))
    step(referral, ReferralEvent.SEND_BACK, place.mo, later(2), Said(words="It is about a school, not about us."))
    assert referral.state == "opened"
    assert Notice.objects.get(kind="referral sent back").officer == place.olu


def test_what_its_state_does_not_allow_is_refused_with_what_it_does(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    with pytest.raises(Refused, match="Its state allows hand over; withdraw"):
        step(referral, ReferralEvent.ACKNOWLEDGE, place.mo, later(1))


def test_the_database_keeps_one_open_referral_under_a_rule_and_every_step(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    referral.pk = None
    with pytest.raises(IntegrityError, match="one_referral_at_a_time"), transaction.atomic():
        referral.save(force_insert=True)
    with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
        Step.objects.update(words="other words")


def test_another_body_has_none_of_it(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    other = a_place("fernbridge")
    assert queries.listed(other.body, other.olu, frozenset({queries.Permission.SEE_CASES})) == []
    with pytest.raises(Referral.DoesNotExist):
        referrals.take_step(
            referral_id=referral.pk, body=other.body, event=ReferralEvent.HAND_OVER, said=RUNG, by=other.olu, at=NOON
        )


def test_everything_about_it_is_in_the_history_of_its_comment(place: Place) -> None:
    referral = referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu)
    looked_into(referral, Found.FALSE, place.olu, place.mo, later(10))
    entries = [entry.action for entry in about("harrowmere", f"comment {referral.case.comment_id}")]
    assert [each for each in entries if each.startswith("referrals.")] == [
        "referrals.open", "referrals.answer", "referrals.hand_over", "referrals.acknowledge", "referrals.conclude",
        "referrals.outcome",
    ]  # fmt: skip
