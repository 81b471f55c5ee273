"""MOD-01: hide is the default; delete needs a reason, and what the platform cannot do is refused with what it can."""

from collections.abc import Iterable

from tests.rules.hearing import STOCKPORT

from evenhand.core.moderation import Draft, Objection, objections, strongest
from evenhand.core.values import Removal
from evenhand.core.vocabulary import Outcome, Suggestion, Support, Verb

EVERYTHING = dict.fromkeys(Verb, Support.SUPPORTED)
WORDS = "What was done, and why."


def against(draft: Draft, verbs: Iterable[Verb] = Verb) -> list[Objection]:
    return list(objections(draft, STOCKPORT, dict.fromkeys(verbs, Support.SUPPORTED)))


def removal(outcome: Outcome, ground: str = "CON-02", reason: str = "") -> Draft:
    return Draft(outcome, ground=ground, reason=reason, statement=WORDS)


def test_the_reference_edition_hides_first() -> None:
    assert STOCKPORT.value("MOD-01", Removal).default is Suggestion.HIDE


def test_a_comment_that_breaches_a_ground_may_be_hidden_without_a_further_reason() -> None:
    assert against(removal(Outcome.HIDE)) == []


def test_deleting_needs_a_reason() -> None:
    assert against(removal(Outcome.DELETE)) == [
        Objection("reason", "MOD-01", "deleting needs a reason", "write why hiding is not enough, or hide it")
    ]
    assert against(removal(Outcome.DELETE, reason="It names a child.")) == []


def test_blanks_are_no_reason() -> None:
    assert [found.rule for found in against(removal(Outcome.DELETE, reason=" \n"))] == ["MOD-01"]


def test_a_ground_that_allows_hiding_at_most_allows_no_deleting() -> None:
    found = against(removal(Outcome.DELETE, ground="CON-07", reason="Off the subject."))
    assert found == [Objection("outcome", "CON-07", "CON-07 allows hide at most", "choose hide")]
    assert against(removal(Outcome.HIDE, ground="CON-07", reason="Off the subject.")) == []


def test_a_ground_may_ask_for_a_reason_for_hiding_too() -> None:
    assert [(found.field, found.rule) for found in against(removal(Outcome.HIDE, ground="CON-07"))] == [
        ("reason", "CON-07")
    ]


def test_what_the_platform_cannot_do_is_refused_and_the_strongest_it_can_is_offered_by_name() -> None:
    found = against(removal(Outcome.HIDE), verbs=[Verb.DELETE, Verb.REPLY])
    assert found == [
        Objection("outcome", "MOD-01", "this platform cannot hide a comment", "the most it can do is: delete")
    ]
    assert strongest({Verb.REPLY: Support.SUPPORTED}) == "reply"
    assert strongest({}) == "leave it and report it to the platform"


def test_what_a_person_must_do_by_hand_may_be_decided() -> None:
    by_hand = {Verb.HIDE: Support.MANUAL}
    assert objections(removal(Outcome.HIDE), STOCKPORT, by_hand) == ()


def test_leaving_a_comment_up_is_possible_everywhere() -> None:
    assert against(Draft(Outcome.LEAVE), verbs=[]) == against(Draft(Outcome.PROTECT), verbs=[]) == []
