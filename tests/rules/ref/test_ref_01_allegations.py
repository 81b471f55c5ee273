"""REF-01: an allegation against staff or members is preserved, answered with the form, and referred."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.allegations import Allegation, Conclusion, Falsehood, Found, alleges, conclude, falsehood, keeps_up
from evenhand.core.moderation import Draft, answering, objections
from evenhand.core.referrals import ReferralKind, referrals
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Outcome, Severity, Suggestion, Support, Verb

EVERYTHING = dict.fromkeys(Verb, Support.SUPPORTED)


@pytest.mark.parametrize("whom", ["lexicon.council", "named_people.officers", "named_people.members"])
def test_an_allegation_against_the_council_or_its_people_is_referred(whom: str) -> None:
    proposal = heard({"lexicon.allegation": 1, whom: 1})
    assert (proposal.route, proposal.suggest) == ("REF-01", Suggestion.REFER)


def test_an_allegation_against_nobody_in_particular_is_referred_too() -> None:
    proposal = heard({"lexicon.allegation": 1})
    assert (proposal.route, proposal.severity) == ("REF-01", Severity.LOW)


def test_the_council_named_without_an_allegation_is_nothing() -> None:
    assert heard({"lexicon.council": 1}).route is None


def test_an_insult_beside_an_allegation_does_not_hide_it() -> None:
    proposal = heard({"lexicon.allegation": 1, "lexicon.council": 1, "lexicon.insult": 1})
    assert proposal.grounds == ("CON-02",)
    assert proposal.severity is Severity.MEDIUM
    assert proposal.suggest is Suggestion.REFER


def test_a_threat_beside_an_allegation_is_to_be_hidden_and_the_allegation_is_still_named() -> None:
    proposal = heard({"lexicon.allegation": 1, "lexicon.council": 1, "lexicon.threat": 1})
    assert proposal.suggest is Suggestion.HIDE
    assert proposal.route == "REF-01"


def test_the_answer_names_the_complaints_form() -> None:
    assert "the complaints form" in STOCKPORT.reply("REF-01")
    assert "{" not in STOCKPORT.reply("REF-01")


OPENED = date(2024, 3, 4)


def conclusion(found: Found, on: date = date(2024, 5, 7)) -> Conclusion:
    return conclude(OPENED, found, by="Monitoring officer", by_communications=False, on=on, reference="MO/24/011")


def asked(*allegations: Allegation, is_allegation: bool = True, source: str = "", harmed: str = "") -> Falsehood:
    return falsehood(is_allegation=is_allegation, allegations=allegations, source=source, harmed=harmed)


def test_an_allegation_opens_a_restricted_referral_to_the_named_officer_and_is_preserved() -> None:
    (referral,) = referrals(STOCKPORT, heard({"lexicon.allegation": 1}), in_active_hours=True)
    assert (referral.kind, referral.rule, referral.to) == (ReferralKind.ALLEGATION, "REF-01", "Monitoring officer")
    assert referral.restricted
    assert referral.preserved
    assert "the complaints form" in referral.reply
    assert referral.because == "it speaks of wrongdoing, perhaps by staff or councillors"


def test_a_comment_that_reads_as_an_allegation_is_known_for_one() -> None:
    assert alleges(heard({"lexicon.allegation": 1, "lexicon.council": 1, "lexicon.threat": 1}))
    assert not alleges(heard({"lexicon.criticism": 1}))


def test_the_communications_team_never_marks_an_allegation_as_false() -> None:
    with pytest.raises(Refused, match=r"communications team does not judge allegations \(REF-01\)"):
        conclude(OPENED, Found.FALSE, by="Press desk", by_communications=True, on=OPENED, reference="x")


def test_an_outcome_has_a_finder_and_a_reference() -> None:
    for by, reference, wrong in (
        ("  ", "MO/24/011", "The finder: nothing is said"),
        ("MO", " ", "The reference: nothing is"),
    ):
        with pytest.raises(Refused, match=wrong):
            conclude(OPENED, Found.FALSE, by=by, by_communications=False, on=OPENED, reference=reference)


def test_an_outcome_may_be_of_the_day_of_opening_and_not_of_the_day_before() -> None:
    assert conclusion(Found.FALSE, OPENED).on == OPENED
    with pytest.raises(Refused, match=r"The conclusion .2024-03-03. is before the opening .2024-03-04."):
        conclusion(Found.FALSE, date(2024, 3, 3))


def test_an_instant_is_no_day_of_an_outcome() -> None:
    with pytest.raises(Refused, match="is an instant"):
        conclusion(Found.FALSE, datetime(2024, 5, 7, 12))  # noqa: DTZ001


def test_an_allegation_that_nobody_has_referred_may_not_be_called_false() -> None:
    answer = asked(source="the audit report", harmed="Priya Nair")
    assert (answer.may_be_used, answer.rule) == (False, "REF-01")
    assert "nobody has looked into that" in answer.because
    assert answer.do == "refer it to the named officer and leave it up"


def test_an_allegation_that_is_being_looked_into_may_not_be_called_false() -> None:
    open_one, done = Allegation(OPENED, None), Allegation(OPENED, conclusion(Found.FALSE))
    assert not asked(open_one).may_be_used
    answer = asked(done, open_one)
    assert (answer.may_be_used, answer.because) == (False, "the allegation is being looked into")


@pytest.mark.parametrize("found", [found for found in Found if found is not Found.FALSE])
def test_any_outcome_but_false_leaves_it_up(found: Found) -> None:
    answer = asked(Allegation(OPENED, conclusion(found)), Allegation(OPENED, conclusion(Found.FALSE)))
    assert not answer.may_be_used
    assert answer.because == f"the outcome is {found.value}, not false"


def test_an_allegation_found_false_may_be_removed_under_con_01_citing_the_last_outcome() -> None:
    early, late = conclusion(Found.FALSE), conclusion(Found.FALSE, date(2024, 6, 3))
    answer = asked(Allegation(OPENED, late), Allegation(OPENED, early))
    assert (answer.may_be_used, answer.rule) == (True, "CON-01")
    assert answer.because == "Monitoring officer found on 3 June 2024 that it is false (MO/24/011)"


def test_a_referral_counts_although_the_comment_no_longer_reads_as_an_allegation() -> None:
    assert not asked(Allegation(OPENED, None), is_allegation=False, source="the gazette").may_be_used


def test_while_it_is_looked_into_no_ground_as_grave_as_its_route_takes_it_down() -> None:
    waiting = [Allegation(OPENED, None)]
    kept = keeps_up(STOCKPORT, waiting, ground="CON-02", severity=Severity.MEDIUM)
    assert kept is not None
    assert (kept.may_be_used, kept.rule) == (False, "REF-01")
    assert kept.because == "the allegation is being looked into, and CON-02 is no graver than medium"


def test_a_threat_beside_it_takes_it_down_and_so_does_anything_after_an_outcome() -> None:
    assert keeps_up(STOCKPORT, [Allegation(OPENED, None)], ground="CON-02", severity=Severity.HIGH) is None
    done = [Allegation(OPENED, conclusion(Found.NOT_SUBSTANTIATED))]
    assert keeps_up(STOCKPORT, done, ground="CON-02", severity=Severity.LOW) is None
    assert keeps_up(STOCKPORT, [], ground="CON-02", severity=Severity.LOW) is None


def test_con_01_has_its_own_rule_while_it_is_looked_into() -> None:
    assert keeps_up(STOCKPORT, [Allegation(OPENED, None)], ground="CON-01", severity=Severity.LOW) is None


REFERRED = Draft(Outcome.REFER, route="REF-01", reply=STOCKPORT.reply("REF-01"))


def test_an_allegation_is_not_passed_on_without_its_answer_where_the_platform_carries_one() -> None:
    silent = replace(REFERRED, reply=" ")
    assert [(o.field, o.rule) for o in objections(silent, STOCKPORT, EVERYTHING)] == [("reply", "REF-01")]
    assert objections(REFERRED, STOCKPORT, EVERYTHING) == ()
    assert answering(REFERRED) is Verb.REPLY
    assert objections(silent, STOCKPORT, {Verb.HIDE: Support.SUPPORTED}) == ()


def test_an_answer_that_the_platform_cannot_carry_is_refused_by_name() -> None:
    (found,) = objections(REFERRED, STOCKPORT, {Verb.HIDE: Support.SUPPORTED})
    assert (found.rule, found.wrong) == ("MOD-01", "this platform has no way to reply")
    (found,) = objections(replace(REFERRED, privately=True), STOCKPORT, {Verb.REPLY: Support.SUPPORTED})
    assert (found.wrong, found.do) == ("this platform has no way to reply privately", "answer in public")
