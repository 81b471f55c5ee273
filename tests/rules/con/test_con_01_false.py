"""CON-01: defamatory, misleading or false. Truth is not a program's call; allegations go by REF-01."""

from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.allegations import falsehood
from evenhand.core.vocabulary import Suggestion


def test_an_allegation_against_a_named_private_person_is_looked_at_and_left_up_until_then() -> None:
    proposal = heard({"lexicon.allegation": 1, "named_people.private_people": 1})
    assert proposal.grounds == ("CON-01",)
    assert proposal.suggest is Suggestion.LEAVE
    assert proposal.needs_a_person


def test_an_allegation_against_an_officer_is_referred_and_not_called_false() -> None:
    proposal = heard({"lexicon.allegation": 1, "named_people.officers": 1, "named_people.private_people": 1})
    assert proposal.grounds == ()
    assert proposal.route == "REF-01"


def test_a_name_without_an_allegation_is_nothing() -> None:
    assert heard({"named_people.private_people": 1}).grounds == ()


def test_a_quoted_allegation_against_a_named_person_is_not_the_writers_own() -> None:
    said = {"lexicon.allegation": 1, "named_people.private_people": 1, "lexicon.quoted": True}
    assert heard(said).grounds == ()


def test_a_decision_under_it_always_has_evidence_and_a_reason() -> None:
    ground = STOCKPORT.grounds["CON-01"]
    assert ground.evidence_compulsory
    assert ground.reason_compulsory


def test_no_word_of_a_moderators_makes_a_comment_false() -> None:
    answer = falsehood(is_allegation=False, allegations=(), source=" ", harmed=" ")
    assert not answer.may_be_used
    assert answer.do == "leave it up, or record the source"


def test_a_recorded_source_or_a_named_person_harmed_opens_the_ground() -> None:
    by_source = falsehood(is_allegation=False, allegations=(), source=" the polling notice ", harmed="")
    assert (by_source.may_be_used, by_source.because) == (True, "a source is recorded: the polling notice")
    by_harm = falsehood(is_allegation=False, allegations=(), source="", harmed="Derek Hollinshead")
    assert (by_harm.may_be_used, by_harm.because) == (True, "it harms a named person: Derek Hollinshead")
    assert by_source.rule == by_harm.rule == "CON-01"
