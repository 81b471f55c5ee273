"""MCL-03: an alias link has confidence, evidence and a named decider. Likeness alone never blocks; it is a task."""

from dataclasses import replace

import pytest
from tests.rules.histories import hidden, on_record
from tests.rules.listing import ENTRY, LIKENESS, OWN_WORDS, link
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, wall

from evenhand.core.aliases import (
    EvidenceKind,
    LinkEvidence,
    Person,
    decide_link,
    likely,
    new_likeness,
    person_of,
    propose_link,
    undo_link,
)
from evenhand.core.managed import ContactTask, activity

NOON = wall("2024-06-10 12:00")


def test_a_proposal_joins_nobody() -> None:
    proposed = link("l1", "fb:dell", "ig:dilly", decided=False)
    assert (proposed.decided_by, proposed.holds) == (None, False)
    assert person_of("fb:dell", [proposed]) == Person(("fb:dell",), ())


def test_a_link_decided_by_a_named_officer_does_and_says_so() -> None:
    decided = link("l1", "fb:dell", "ig:dilly", LIKENESS, OWN_WORDS)
    assert (decided.decided_by, decided.decided_at, decided.holds) == (5, wall("2024-06-01 12:00"), True)
    for author in ("fb:dell", "ig:dilly"):
        assert person_of(author, [decided]) == Person(
            ("fb:dell", "ig:dilly"),
            ("link l1: fb:dell and ig:dilly, decided by officer 5 on likeness, their own words (MCL-03)",),
        )


@pytest.mark.parametrize("confidence", [0.0, 0.5, 1.0])
def test_likeness_alone_is_never_enough_whatever_its_confidence(confidence: float) -> None:
    proposed = propose_link("l1", "fb:dell", "ig:dilly", confidence, [LIKENESS, LIKENESS])
    with refused("MCL-03", "decide a link", "It rests on likeness alone", "leave it a task"):
        decide_link(proposed, by=5, at=NOON)


@pytest.mark.parametrize("kind", [kind for kind in EvidenceKind if kind is not EvidenceKind.LIKENESS])
def test_any_other_evidence_is_for_the_officer_to_weigh(kind: EvidenceKind) -> None:
    proposed = propose_link("l1", "fb:dell", "ig:dilly", 0.4, [LIKENESS, LinkEvidence(kind, "capture 9")])
    assert decide_link(proposed, by=5, at=NOON).holds


@pytest.mark.parametrize(
    ("one", "other", "confidence", "evidence", "words"),
    [
        ("fb:dell", "fb:dell", 0.9, [OWN_WORDS], "They are one account"),
        (" ", "fb:dell", 0.9, [OWN_WORDS], "one has no name"),
        ("fb:dell", " ", 0.9, [OWN_WORDS], "one has no name"),
        ("fb:dell", "ig:dilly", 0.9, [], "It has no evidence"),
        ("fb:dell", "ig:dilly", 0.9, [OWN_WORDS, LinkEvidence(EvidenceKind.DOCUMENT, " ")], "It has no evidence"),
        ("fb:dell", "ig:dilly", 1.01, [OWN_WORDS], "1.01 is no confidence"),
        ("fb:dell", "ig:dilly", -0.01, [OWN_WORDS], "-0.01 is no confidence"),
    ],
)
def test_a_link_that_cannot_be_meant_is_refused(
    one: str, other: str, confidence: float, evidence: list[LinkEvidence], words: str
) -> None:
    with refused("MCL-03", "link two accounts", words):
        propose_link("l1", one, other, confidence, evidence)


def test_a_link_is_decided_once_and_undone_once() -> None:
    decided = link("l1", "fb:dell", "ig:dilly")
    with refused("MCL-03", "Officer 5 decided it"):
        decide_link(decided, by=6, at=NOON)
    undone = undo_link(decided)
    assert not undone.holds
    for over in (undone, link("l2", "fb:dell", "ig:dilly", decided=False)):
        with refused("MCL-03", "undo a link", "It was not decided, or is undone"):
            undo_link(over)


def test_a_decision_without_a_zone_is_refused() -> None:
    with refused("MCL-03", "no time zone"):
        decide_link(link("l1", "fb:dell", "ig:dilly", decided=False), by=5, at=NOON.replace(tzinfo=None))


def test_undoing_a_link_gives_both_their_own_history_back() -> None:
    decided = link("l1", "fb:dell", "ig:dilly")
    history = [hidden(1, "2024-03-04"), hidden(2, "2024-03-05", author="ig:dilly")]

    def totals(links: list[object]) -> list[int]:
        return [on_record(*history, authors=person_of(a, links).authors).total for a in ("fb:dell", "ig:dilly")]

    assert totals([decided]) == [2, 2]
    assert totals([undo_link(decided)]) == totals([]) == [1, 1]


def test_one_of_two_links_undone_still_leaves_the_other() -> None:
    first, second = link("l1", "fb:dell", "ig:dilly"), link("l2", "ig:dilly", "fb:dell")
    assert person_of("fb:dell", [undo_link(first), second]).authors == ("fb:dell", "ig:dilly")
    assert len(person_of("fb:dell", [undo_link(first), second]).because) == 1


def test_accounts_and_links_are_given_in_order() -> None:
    star = [link(f"l{n}", "fb:dell", f"ig:{n}") for n in (4, 2, 5, 1, 3)]
    person = person_of("fb:dell", star)
    assert person.authors == ("fb:dell", "ig:1", "ig:2", "ig:3", "ig:4", "ig:5")
    assert [line[:7] for line in person.because] == ["link l1", "link l2", "link l3", "link l4", "link l5"]


def test_links_between_others_are_not_given_as_reasons() -> None:
    assert person_of("fb:dell", [link("l1", "fb:oz", "ig:oz")]) == Person(("fb:dell",), ())


def test_likely_aliases_are_listed_most_confident_first_and_only_while_nobody_decided() -> None:
    weak, strong, even = (
        link(id_, "fb:dell", other, LIKENESS, confidence=c, decided=False)
        for id_, other, c in (("l3", "ig:a", 0.4), ("l2", "ig:b", 0.8), ("l1", "ig:c", 0.4))
    )
    dismissed = replace(link("l5", "fb:dell", "ig:e", decided=False), is_undone=True)
    elsewhere = link("l6", "fb:oz", "ig:oz", decided=False)
    found = likely("fb:dell", [weak, strong, even, link("l4", "fb:dell", "ig:d"), dismissed, elsewhere])
    assert [each.id for each in found] == ["l2", "l1", "l3"]
    assert [each.id for each in likely("ig:b", [weak, strong])] == ["l2"]


def test_a_likely_alias_of_a_listed_person_is_a_task_and_nothing_more() -> None:
    proposed = link("l1", "ig:dilly", "fb:dell", LIKENESS, decided=False)
    assert activity("ig:dilly", [ENTRY], [proposed], OFFICE, NOON) == (
        ContactTask("ig:dilly", "perhaps the same person as fb:dell on the list (link l1)", "MCL-03"),
    )
    assert activity("ig:oz", [ENTRY], [proposed], OFFICE, NOON) == ()


@pytest.mark.parametrize(
    ("weighed", "now", "new"),
    [
        ([], {"name_same": 3.0}, {"name_same"}),
        ([{"name_same": 3.0}], {"name_same": 3.0}, set()),
        ([{"name_same": 3.0}], {"name_same": 3.0, "words": 1.0}, {"words"}),
        ([{"name_same": 3.0}], {"name_same": 3.0, "words": 0.99}, set()),
        ([{"words": 0.5}], {"words": 1.5}, {"words"}),
        ([{"words": 0.5}], {"words": 1.49}, set()),
        ([{"words": 1.5}, {"name_same": 3.0}], {"name_same": 3.0, "words": 1.5}, set()),
        ([None], {"name_same": 3.0}, set()),
        ([{"words": 1.5}, None], {"name_same": 3.0}, set()),
    ],
)
def test_after_a_refusal_only_likeness_that_nobody_has_weighed_is_new(
    weighed: list[dict[str, float] | None], now: dict[str, float], new: set[str]
) -> None:
    assert new_likeness(weighed, now) == new
