"""CON-00 to CON-10: a proposal has its reasons in the author's own words, and says what it could not ask."""

from dataclasses import replace
from datetime import date

from tests.rules.hearing import STOCKPORT, heard, quiet

from evenhand.core.conduct import propose
from evenhand.core.edition import Clause, Edition
from evenhand.core.vocabulary import Comment, FactValue, Finding, Missing, Reading, Severity, Suggestion
from evenhand.editions.condition import compiled

DAY = date(2024, 3, 4)


def with_clause(rule: str, when: str, severity: Severity, suggest: Suggestion) -> Edition:
    """The reference edition with the clauses of one rule replaced by a single one."""
    clause = Clause(compiled(when), severity, suggest, "it was said")
    return replace(STOCKPORT, rules={**STOCKPORT.rules, rule: replace(STOCKPORT.rules[rule], clauses=(clause,))})


def test_a_reason_holds_the_findings_that_its_clause_asked_for_and_no_others() -> None:
    insult, thanks = Finding("insult", "moron", 4, 9), Finding("thanks", "ta", 0, 2)
    stated = {**quiet()["lexicon"], "insult": 1, "thanks": 1}
    readings = [
        Reading(signal, "1", stated, (thanks, insult)) if signal == "lexicon" else Reading(signal, "1", facts)
        for signal, facts in quiet().items()
    ]
    (reason,) = propose(STOCKPORT, Comment("ta, moron", DAY), readings).reasons
    assert reason.findings == (("lexicon", insult),)


def test_the_gravest_clause_of_a_rule_is_its_reason() -> None:
    (reason,) = heard({"lexicon.threat": 1, "lexicon.insult": 1}).reasons
    assert (reason.rule, reason.because) == ("CON-02", "it threatens a person")


def test_of_equally_grave_grounds_the_one_that_takes_the_comment_down_leads() -> None:
    proposal = heard({"lexicon.political_support": 1, "lexicon.profanity_strong": 3})
    assert proposal.grounds == ("CON-06", "CON-08")
    assert proposal.suggest is Suggestion.HIDE


def test_protected_criticism_never_outweighs_a_ground_however_an_edition_weighs_it() -> None:
    edition = with_clause("CON-00", "lexicon.criticism > 0", Severity.GRAVE, Suggestion.LEAVE)
    proposal = heard({"lexicon.criticism": 1, "lexicon.threat": 1}, edition=edition)
    assert proposal.grounds == ("CON-02",)
    assert proposal.suggest is Suggestion.HIDE


def test_the_route_that_outranks_most_leads_though_another_is_graver() -> None:
    edition = with_clause("REF-01", "lexicon.allegation > 0", Severity.GRAVE, Suggestion.REPLY)
    proposal = heard({"lexicon.allegation": 1, "lexicon.safeguarding": 1}, edition=edition)
    assert (proposal.route, proposal.suggest) == ("REF-02", Suggestion.REFER)


def test_an_attachment_that_nothing_read_is_missing_and_never_clean() -> None:
    assert heard({}).missing == ()
    assert heard({}, attachments=1).missing == (Missing("attachments", "1 attachment was not read"),)
    assert heard({}, attachments=2).missing == (Missing("attachments", "2 attachments were not read"),)
    assert heard({}, attachments=1).needs_a_person


def test_a_failed_signal_is_named_with_its_own_words() -> None:
    assert Missing("lexicon", "it broke") in heard({}, failed=["lexicon"]).missing


def test_a_signal_that_was_never_read_is_named() -> None:
    assert Missing("lexicon", "it was not read") in propose(STOCKPORT, Comment("x", DAY), []).missing


def test_a_signal_that_leaves_out_a_fact_is_named_with_the_fact() -> None:
    edition = with_clause("CON-02", "lexicon.a > 0 && lexicon.b > 0", Severity.HIGH, Suggestion.HIDE)
    only_rule = replace(edition, rules={"CON-02": edition.rules["CON-02"]})
    proposal = propose(only_rule, Comment("x", DAY), [Reading("lexicon", "1", {})])
    assert proposal.missing == (Missing("lexicon", "it did not state 'a'"),)


def test_a_fact_of_another_type_than_the_clause_expects_is_missing_and_no_crash() -> None:
    facts: dict[str, FactValue] = {"threat": "many"}
    edition = with_clause("CON-02", "lexicon.threat > 0", Severity.HIGH, Suggestion.HIDE)
    only_rule = replace(edition, rules={"CON-02": edition.rules["CON-02"]})
    proposal = propose(only_rule, Comment("x", DAY), [Reading("lexicon", "1", facts)])
    assert proposal.missing == (Missing("lexicon", "a fact it states is not of the expected type"),)
    assert proposal.needs_a_person


def test_of_equally_grave_clauses_the_first_of_the_edition_is_the_reason() -> None:
    own = STOCKPORT.rules["CON-02"]
    first = Clause(compiled("lexicon.insult > 0"), Severity.HIGH, Suggestion.HIDE, "it came first")
    clauses = (first, replace(first, because="it came second"))
    edition = replace(STOCKPORT, rules={**STOCKPORT.rules, "CON-02": replace(own, clauses=clauses)})
    (reason,) = heard({"lexicon.insult": 1}, edition=edition).reasons
    assert reason.because == "it came first"
