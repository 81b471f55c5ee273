"""REC-04: a draft edition is replayed over past comments to show what it would change, before it is adopted."""

from dataclasses import replace

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.conduct import Proposal
from evenhand.core.edition import Edition
from evenhand.core.refusals import Refused
from evenhand.core.replay import Direction, replay
from evenhand.core.vocabulary import Severity, Suggestion


def draft_that_says(rule: str, severity: Severity, suggest: Suggestion) -> Edition:
    """The reference edition with every clause of one rule at that severity and suggestion."""
    own = STOCKPORT.rules[rule]
    clauses = tuple(replace(clause, severity=severity, suggest=suggest) for clause in own.clauses)
    rules = {**STOCKPORT.rules, rule: replace(own, clauses=clauses)}
    return replace(STOCKPORT, rules=rules, sha256="draft")


INSULT = {"lexicon.insult": 1}
NOW = {"1": heard(INSULT), "2": heard({}), "3": heard({"lexicon.complaint": 1})}


def under(draft: Edition) -> dict[str, Proposal]:
    return {
        "1": heard(INSULT, edition=draft),
        "2": heard({}, edition=draft),
        "3": heard({"lexicon.complaint": 1}, edition=draft),
    }


def test_a_draft_that_changes_nothing_changes_nothing() -> None:
    replayed = replay(NOW, under(replace(STOCKPORT, sha256="draft")))
    assert (replayed.compared, replayed.same, replayed.changes, dict(replayed.by_rule)) == (3, 3, (), {})


def test_a_milder_draft_shows_which_comments_would_stay_up() -> None:
    replayed = replay(NOW, under(draft_that_says("CON-02", Severity.LOW, Suggestion.LEAVE)))
    assert (replayed.compared, replayed.same) == (3, 2)
    (change,) = replayed.towards(Direction.MILDER)
    assert (change.comment, change.before.suggest, change.after.suggest) == ("1", Suggestion.HIDE, Suggestion.LEAVE)
    assert replayed.towards(Direction.HARSHER) == ()


def test_a_harsher_draft_shows_which_would_go() -> None:
    replayed = replay(NOW, under(draft_that_says("CON-02", Severity.MEDIUM, Suggestion.DELETE)))
    assert [change.comment for change in replayed.towards(Direction.HARSHER)] == ["1"]


def test_a_graver_severity_alone_is_harsher_and_a_lighter_one_milder() -> None:
    graver = replay(NOW, under(draft_that_says("CON-02", Severity.HIGH, Suggestion.HIDE)))
    assert graver.changes[0].direction is Direction.HARSHER
    lighter = replay(NOW, under(draft_that_says("CON-02", Severity.LOW, Suggestion.HIDE)))
    assert lighter.changes[0].direction is Direction.MILDER


def test_rules_that_come_and_go_are_counted_by_comment() -> None:
    draft = under(replace(STOCKPORT, sha256="draft"))
    swapped = {"1": draft["3"], "2": draft["1"], "3": draft["3"], "4": draft["1"], "5": draft["1"]}
    replayed = replay({**NOW, "4": NOW["2"], "5": NOW["3"]}, swapped)
    assert dict(replayed.by_rule) == {"CON-00": (1, 1), "CON-02": (3, 1), "REF-04": (1, 1)}
    assert (replayed.changes[0].gained, replayed.changes[0].lost) == (("CON-00", "REF-04"), ("CON-02",))


def test_another_rule_at_the_same_weight_is_a_change_otherwise() -> None:
    replayed = replay(
        {"1": heard({"lexicon.complaint": 1})}, {"1": replace(heard({"lexicon.personal_issue": 1}), edition="draft")}
    )
    assert [change.direction for change in replayed.changes] == [Direction.OTHER]


def test_other_comments_and_mixed_editions_are_refused() -> None:
    with pytest.raises(Refused, match=r"1 comments were read under one edition only \(3 is the first\) \(REC-04\)"):
        replay(NOW, {key: proposal for key, proposal in NOW.items() if key != "3"})
    with pytest.raises(Refused, match="One side mixes proposals of several editions"):
        replay(NOW, {**NOW, "1": replace(NOW["1"], edition="draft")})
    assert replay({}, {}).compared == 0


def test_of_several_comments_read_on_one_side_only_the_first_is_named() -> None:
    with pytest.raises(Refused, match=r"2 comments were read under one edition only \(2 is the first\)"):
        replay(NOW, {"1": NOW["1"]})
