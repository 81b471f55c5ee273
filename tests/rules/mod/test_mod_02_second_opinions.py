"""MOD-02: a second opinion is asked of doubts alone, and of an answer only what can be checked counts."""

import pytest

from evenhand.core.opinions import LONGEST_SENT, Doubted, Said, Tariff, affordable, asking, why_refused

OFFERED = ("CON-00", "CON-02", "CON-03", "REF-05")
SENT = "Bins again. You lot want stringing up, ring [telephone]"


def asked(*reasons: tuple[str, bool], restricted: bool = False, length: int = 40) -> tuple[bool, str]:
    found = asking([Doubted(*reason) for reason in reasons], restricted=restricted, length=length)
    return found.asked, found.because


def test_it_is_asked_of_a_ground_that_a_program_is_unsure_of() -> None:
    assert asked(("CON-02", True)) == (True, "a program is unsure of CON-02")


def test_it_is_not_asked_of_what_is_proposed_in_earnest() -> None:
    assert asked(("CON-02", True), ("CON-03", False)) == (
        False,
        "a ground is proposed in earnest, and a person looks at that",
    )


def test_a_complaint_or_criticism_beside_the_doubt_does_not_stand_in_its_way() -> None:
    assert asked(("CON-02", True), ("CON-00", False), ("REF-04", False))[0]


@pytest.mark.parametrize("reasons", [(), (("CON-00", False),), (("CON-00", True),), (("REF-04", True),)])
def test_it_is_not_asked_where_no_ground_is_in_doubt(reasons: tuple[tuple[str, bool], ...]) -> None:
    assert asked(*reasons) == (False, "no ground is in doubt")


@pytest.mark.parametrize("rule", ["REF-01", "REF-02", "REF-05"])
@pytest.mark.parametrize("doubt", [True, False])
def test_what_may_concern_an_allegation_danger_or_despair_is_never_sent(rule: str, doubt: bool) -> None:
    assert asked(("CON-02", True), (rule, doubt)) == (False, f"it may concern {rule}, and such words are never sent")


def test_a_restricted_case_is_never_sent() -> None:
    assert asked(("CON-02", True), restricted=True) == (
        False,
        "it may concern REF-02, and such words are never sent",
    )


def test_a_comment_is_sent_whole_or_not_at_all() -> None:
    assert asked(("CON-02", True), length=LONGEST_SENT)[0]
    assert asked(("CON-02", True), length=LONGEST_SENT + 1) == (
        False,
        "the comment is longer than the 4,000 characters that are sent",
    )


def test_an_answer_counts_that_names_given_rules_and_quotes_the_comment() -> None:
    assert why_refused(Said(("CON-02",), "It wishes officers harm.", "want stringing up"), OFFERED, SENT) == ""


def test_an_answer_counts_that_names_no_rule_and_quotes_nothing() -> None:
    assert why_refused(Said((), "It is rude about bins.", ""), OFFERED, SENT) == ""


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Said(("CON-99",), "Bad.", "Bins"), "it names 'CON-99', which is no rule that it was given"),
        (Said(("con-02",), "Bad.", "Bins"), "it names 'con-02', which is no rule that it was given"),
        (Said(("CON-02", "CON-02"), "Bad.", "Bins"), "it names a rule twice"),
        (Said(("CON-02",), "  ", "Bins"), "it gives no reason"),
        (Said(("CON-02",), "x" * 301, "Bins"), "its reason is not one sentence of at most 300 characters"),
        (Said(("CON-02",), "Bad.\nWorse.", "Bins"), "its reason is not one sentence of at most 300 characters"),
        (Said(("CON-02",), "See https://evil.example", "Bins"), "its reason holds an address"),
        (Said(("CON-02",), "Write to me@evil.example", "Bins"), "its reason holds an address"),
        (Said(("CON-02",), "Bad.", ""), "it names a rule and quotes nothing"),
        (Said(("CON-02",), "Bad.", " "), "it names a rule and quotes nothing"),
        (Said(("CON-02",), "Bad.", "bins"), "its quote does not stand in the comment"),
        (Said((), "Bad.", "something else"), "its quote does not stand in the comment"),
    ],
)
def test_any_other_answer_is_refused_and_says_why(said: Said, why: str) -> None:
    assert why_refused(said, OFFERED, SENT) == why


def test_a_reason_may_be_as_long_as_it_may() -> None:
    assert why_refused(Said(("CON-02",), "x" * 300, "Bins"), OFFERED, SENT) == ""


def test_a_price_is_rounded_up_to_the_next_millionth_of_a_penny() -> None:
    assert Tariff(20_000, 60_000).price(1000, 300) == 38_000
    assert Tariff(1, 1).price(1, 0) == 1
    assert Tariff(0, 0).price(9_000, 9_000) == 0


def test_a_day_may_cost_its_cap_and_no_more() -> None:
    assert affordable(60, 40, 100)
    assert not affordable(61, 40, 100)
