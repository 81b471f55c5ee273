"""CON-00: criticism of the council, a service, a decision, an officer's work or a vote is left up."""

from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.vocabulary import Severity, Suggestion


def test_criticism_alone_is_protected_and_needs_nobody() -> None:
    proposal = heard({"lexicon.criticism": 1})
    assert proposal.protected
    assert proposal.grounds == ()
    assert proposal.suggest is Suggestion.LEAVE
    assert not proposal.needs_a_person


def test_criticism_with_one_strong_swear_word_stays_up() -> None:
    proposal = heard({"lexicon.criticism": 1, "lexicon.profanity_strong": 1})
    assert proposal.protected
    assert proposal.grounds == ()


def test_criticism_is_a_reason_but_never_a_ground() -> None:
    proposal = heard({"lexicon.criticism": 2})
    assert [reason.rule for reason in proposal.reasons] == ["CON-00"]
    assert proposal.severity is Severity.NONE


def test_a_threat_takes_the_protection_away() -> None:
    proposal = heard({"lexicon.criticism": 1, "lexicon.threat": 1})
    assert not proposal.protected
    assert proposal.suggest is Suggestion.HIDE


def test_hostility_to_a_group_takes_the_protection_away() -> None:
    assert not heard({"lexicon.criticism": 1, "lexicon.group_hostility": 1}).protected


def test_a_comment_without_criticism_is_not_called_criticism() -> None:
    assert not heard({"lexicon.thanks": 1}).protected


def test_the_ground_allows_nothing_but_leaving_up() -> None:
    assert STOCKPORT.grounds["CON-00"].strongest_action is Suggestion.LEAVE
    assert STOCKPORT.grounds["CON-00"].strike_weight == 0
