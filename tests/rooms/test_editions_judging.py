"""An edition is asked about its own examples, and its conditions about the facts that signals state."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from tests.rules.hearing import STOCKPORT, quiet

from evenhand.core.edition import Clause, Edition
from evenhand.core.vocabulary import Comment, FactValue, Missing, Reading, Severity, Suggestion
from evenhand.editions import Asking, Fault
from evenhand.editions.condition import compiled
from evenhand.editions.judging import judge

FILE = Path("2024-01-01.toml")
Hears = Callable[[Comment], Mapping[str, FactValue]]


def listening(hears: Hears, missing: tuple[Missing, ...] = ()) -> Asking:
    """Signals that state nothing but what `hears` says about a comment's lexicon."""

    def read(comment: Comment) -> tuple[tuple[Reading, ...], tuple[Missing, ...]]:
        facts = quiet() | {"lexicon": {**quiet()["lexicon"], **hears(comment)}}
        return tuple(Reading(signal, "1", stated) for signal, stated in facts.items()), missing

    described = {signal: dict.fromkeys(facts, "said by hand") for signal, facts in quiet().items()}
    return Asking(described, read)


def alone(rule: str, when: str) -> Edition:
    """The reference edition with one rule, and one clause under it."""
    clause = Clause(compiled(when), Severity.HIGH, Suggestion.HIDE, "it was said")
    return replace(STOCKPORT, rules={rule: replace(STOCKPORT.rules[rule], clauses=(clause,))})


def deaf(comment: Comment) -> Mapping[str, FactValue]:
    return {}


def the_clause(when: str) -> Fault:
    """The one fault of a condition that stands under CON-02."""
    (fault,) = judge(FILE, alone("CON-02", when), listening(deaf))
    assert (fault.table, fault.key) == ("CON-02.clauses #1", "when")
    return fault


def test_a_signal_that_there_is_not_is_named_with_the_nearest() -> None:
    fault = the_clause("lexicom.threat > 0")
    assert fault.wrong == 'names "lexicom", which is no signal'
    assert fault.mend == 'write "lexicon"'


def test_a_fact_that_a_signal_does_not_state_is_named_with_the_nearest() -> None:
    fault = the_clause("lexicon.thread > 0")
    assert fault.wrong == 'names "lexicon.thread", which lexicon does not state'
    assert fault.mend == 'write "threat"'


def test_a_fact_of_the_context_is_known() -> None:
    assert the_clause("context.repeat > 0").mend == 'write "repeats"'


def test_a_condition_that_gives_a_number_is_not_true_or_false() -> None:
    assert the_clause("lexicon.threat + lexicon.insult").wrong == "is not always true or false"


def test_a_count_used_as_yes_or_no_is_found_even_behind_another_condition() -> None:
    assert the_clause("lexicon.threat > 0 && lexicon.insult").wrong == "is not always true or false"
    assert the_clause("lexicon.quoted > 0").wrong == "is not always true or false"


def test_a_condition_that_is_true_of_an_empty_comment_is_named() -> None:
    assert the_clause("lexicon.threat == 0").wrong == "is true of an empty comment"


def test_an_example_that_does_not_propose_its_rule_is_named_unless_only_a_person_can_see_it() -> None:
    edition = alone("CON-02", "lexicon.threat > 0")
    faults = judge(FILE, edition, listening(deaf))
    examples = STOCKPORT.grounds["CON-02"].examples
    assert [fault.table for fault in faults] == [f"CON-02.ground.examples #{n}" for n in range(1, len(examples) + 1)]
    assert "should propose CON-02; nothing is proposed" in faults[0].wrong
    assert "judged = true" in faults[0].mend
    assert judge(FILE, alone("CON-09", "lexicon.threat > 0"), listening(deaf)) == []


def test_a_counter_example_that_proposes_its_rule_is_named_with_the_clause() -> None:
    faults = judge(
        FILE,
        alone("CON-02", "lexicon.threat > 0"),
        listening(lambda comment: {"threat": 1} if comment.text else {}),
    )
    assert {fault.table.partition(" #")[0] for fault in faults} == {"CON-02.ground.counter_examples"}
    assert "should not propose CON-02; it does, because it was said" in faults[0].wrong


def test_an_example_that_could_not_be_read_is_a_fault_and_never_a_pass() -> None:
    lost = (Missing("lexicon", "it broke"),)
    faults = judge(FILE, alone("CON-02", "lexicon.threat > 0"), listening(deaf, lost))
    ground = STOCKPORT.grounds["CON-02"]
    assert len(faults) == len(ground.examples) + len(ground.counter_examples)
    assert "could not be judged: lexicon: it broke" in faults[0].wrong
