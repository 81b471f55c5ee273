"""CON-07: irrelevant or trolling. Never automatic; a reason in words is compulsory."""

from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.values import NEVER_AUTOMATIC
from evenhand.core.vocabulary import Suggestion


def test_noise_over_and_over_is_looked_at_and_never_to_be_hidden() -> None:
    proposal = heard({"spam.repeated_inside": 1})
    assert proposal.grounds == ("CON-07",)
    assert proposal.suggest is Suggestion.LEAVE


def test_noise_of_fewer_than_eight_words_is_laughter() -> None:
    assert heard({"spam.repeated_inside": 1, "form.words": 7}).grounds == ()
    assert heard({"spam.repeated_inside": 1, "form.words": 8}).grounds == ("CON-07",)


def test_a_question_or_criticism_said_over_and_over_is_no_trolling() -> None:
    assert "CON-07" not in heard({"spam.repeated_inside": 1, "lexicon.question": 1}).grounds
    assert "CON-07" not in heard({"spam.repeated_inside": 1, "lexicon.criticism": 1}).grounds


def test_no_clause_of_it_takes_a_comment_down() -> None:
    assert {clause.suggest for clause in STOCKPORT.rules["CON-07"].clauses} == {Suggestion.LEAVE}


def test_it_may_not_be_automatic_and_needs_a_reason() -> None:
    assert "CON-07" in NEVER_AUTOMATIC
    assert STOCKPORT.grounds["CON-07"].reason_compulsory
