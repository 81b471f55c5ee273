"""CON-09: anything else an officer finds unacceptable. A reason and a second person are compulsory."""

import pytest
from tests.rules.hearing import STOCKPORT, heard, quiet

from evenhand.core.moderation import REMOVALS, Draft, needs_second_person
from evenhand.core.values import NEVER_AUTOMATIC
from evenhand.core.vocabulary import Outcome


def test_no_program_proposes_it_whatever_it_reads() -> None:
    everything = {
        f"{signal}.{fact}": True if value is False else 9
        for signal, facts in quiet().items()
        for fact, value in facts.items()
    }
    assert "CON-09" not in heard(everything).grounds
    assert STOCKPORT.rules["CON-09"].clauses == ()


def test_a_second_person_evidence_and_a_reason_are_compulsory() -> None:
    ground = STOCKPORT.grounds["CON-09"]
    assert (ground.second_person, ground.evidence_compulsory, ground.reason_compulsory) == (True, True, True)


def test_every_example_of_it_is_one_that_only_a_person_can_see() -> None:
    assert all(example.judged for example in STOCKPORT.grounds["CON-09"].examples)
    assert "CON-09" in NEVER_AUTOMATIC


@pytest.mark.parametrize("outcome", [Outcome.HIDE, Outcome.DELETE])
def test_a_removal_under_it_waits_for_a_second_person_and_one_under_another_ground_does_not(outcome: Outcome) -> None:
    assert needs_second_person(Draft(outcome, ground="CON-09"), STOCKPORT)
    assert not needs_second_person(Draft(outcome, ground="CON-02"), STOCKPORT)
    assert not needs_second_person(Draft(outcome, ground=""), STOCKPORT)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome not in REMOVALS])
def test_what_leaves_the_comment_up_waits_for_nobody(outcome: Outcome) -> None:
    assert not needs_second_person(Draft(outcome, ground="CON-09"), STOCKPORT)
    assert not needs_second_person(Draft(outcome, ground="CON-02"), STOCKPORT)
