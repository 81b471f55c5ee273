"""MOD-02: a decision cites ground, edition, facts, decider and time, and yields a statement of reasons."""

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.lifecycle import CaseEvent, CaseState, next_case_state
from evenhand.core.moderation import Draft, Objection, ground_of, objections
from evenhand.core.reasons import LONGEST_QUOTE, shortened, statement
from evenhand.core.vocabulary import Outcome, Support, Verb

EVERYTHING = dict.fromkeys(Verb, Support.SUPPORTED)


def against(draft: Draft) -> list[Objection]:
    return list(objections(draft, STOCKPORT, EVERYTHING))


@pytest.mark.parametrize("ground", ["", "no ground", "CON-00", "REF-01"])
def test_a_removal_without_a_ground_of_the_edition_is_refused(ground: str) -> None:
    draft = Draft(Outcome.HIDE, ground=ground, reason="It is unkind.", statement="Hidden.")
    assert [(found.field, found.rule) for found in against(draft)] == [("ground", "MOD-02")]


@pytest.mark.parametrize("outcome", [Outcome.HIDE, Outcome.DELETE])
def test_a_removal_without_a_statement_of_reasons_is_refused(outcome: Outcome) -> None:
    draft = Draft(outcome, ground="CON-02", reason="It threatens a warden.", statement="  ")
    assert [(found.field, found.rule) for found in against(draft)] == [("statement", "MOD-02")]


def test_everything_that_is_missing_is_said_at_once() -> None:
    assert [found.field for found in against(Draft(Outcome.DELETE, ground="CON-02"))] == ["reason", "statement"]


def test_a_comment_that_is_left_up_needs_neither_ground_nor_statement() -> None:
    assert against(Draft(Outcome.LEAVE)) == []


def test_criticism_left_up_is_a_ground_of_its_own() -> None:
    assert ground_of(Draft(Outcome.PROTECT, ground="CON-02")) == "CON-00"
    assert ground_of(Draft(Outcome.LEAVE, ground="CON-02")) == "CON-02"


def test_passing_on_needs_somebody_to_pass_it_to() -> None:
    assert [found.field for found in against(Draft(Outcome.REFER))] == ["route"]
    assert [found.field for found in against(Draft(Outcome.REFER, route="CON-02"))] == ["route"]
    assert against(Draft(Outcome.REFER, route="REF-04")) == []


def test_a_reply_needs_words() -> None:
    assert [found.field for found in against(Draft(Outcome.REPLY, reply=" "))] == ["reply"]
    assert against(Draft(Outcome.REPLY, reply="Thank you, we will look.")) == []


def test_the_statement_says_what_was_done_under_which_rule_of_which_edition_and_how_to_appeal() -> None:
    words = statement(STOCKPORT, "CON-02", Outcome.HIDE, quote="You absolute moron", reason="It insults a warden.")
    assert "“You absolute moron” was hidden" in words
    assert "It insults a warden." in words
    assert "Rule CON-02 (Abuse, threats, harassment), in the edition in force from 1 January 2024." in words
    assert words.endswith(f"If you think this is wrong: {STOCKPORT.rules['APL-01'].wording}")


def test_the_statement_of_a_deleting_says_deleted() -> None:
    assert "was deleted" in statement(STOCKPORT, "CON-02", Outcome.DELETE, quote="Words")


@pytest.mark.parametrize("outcome", [Outcome.LEAVE, Outcome.PROTECT, Outcome.REPLY, Outcome.REFER])
def test_where_nothing_is_removed_there_is_nothing_to_state(outcome: Outcome) -> None:
    assert statement(STOCKPORT, "CON-02", outcome, quote="Words") == ""


@pytest.mark.parametrize("ground", STOCKPORT.grounds)
def test_every_ground_has_a_statement_without_blanks_left_open(ground: str) -> None:
    words = statement(STOCKPORT, ground, Outcome.HIDE, quote="Words {with} braces", reason="Because.")
    assert "Words {with} braces" in words
    assert "  " not in words
    assert f"Rule {ground}" in words


def test_a_long_quote_is_cut_after_a_word() -> None:
    cut = shortened("words " * 100)
    assert len(cut) <= LONGEST_QUOTE + 2
    assert cut.endswith("words …")
    assert shortened("two\n lines") == "two lines"


@pytest.mark.parametrize("state", CaseState)
def test_an_edit_by_the_author_reopens_it(state: CaseState) -> None:
    assert next_case_state(state, CaseEvent.EDIT_BY_AUTHOR) is CaseState.OPEN


def test_a_quote_of_the_longest_length_is_whole_and_one_more_letter_loses_no_more_than_a_word() -> None:
    longest = "a" * 155 + " last"
    assert len(longest) == LONGEST_QUOTE
    assert shortened(longest) == longest
    assert shortened(longest + "s") == "a" * 155 + " …"
    assert shortened("words " * 100) == " ".join(["words"] * 26) + " …"


def test_a_body_that_works_by_the_edition_of_another_signs_for_itself() -> None:
    assert f"what {STOCKPORT.body} does" in statement(STOCKPORT, "CON-02", Outcome.HIDE, quote="Words")
    shared = statement(STOCKPORT, "CON-02", Outcome.HIDE, quote="Words", body="Wealdham Borough Council")
    assert "what Wealdham Borough Council does" in shared
