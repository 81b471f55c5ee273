"""REC-05: a sample of decisions is judged twice, blind; agreement is shown by ground."""

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.second_look import Agreement, Judged, agreement, blind, cohens_kappa, may_judge_again, sampled
from evenhand.core.stated import ImpossibleError
from evenhand.core.suppression import TOTAL
from evenhand.core.values import Sampling, Suppression

FIVE_PERCENT = STOCKPORT.value("REC-05", Sampling)
UNDER_FIVE = STOCKPORT.value("REC-03", Suppression)


def pairs(ground: str, *answers: tuple[str, str, int]) -> list[Judged]:
    return [
        Judged(f"{ground} {first} {second} {n}", ground, first, second)
        for first, second, count in answers
        for n in range(count)
    ]


def test_about_one_decision_in_twenty_is_judged_twice() -> None:
    taken = sum(sampled(FIVE_PERCENT, f"decision {n}", "march 2024") for n in range(10_000))
    assert 400 < taken < 600


def test_the_same_seed_takes_the_same_decisions_and_another_takes_others() -> None:
    def chosen(seed: str) -> set[int]:
        return {n for n in range(2000) if sampled(FIVE_PERCENT, str(n), seed)}

    assert chosen("march") == chosen("march")
    assert chosen("march") != chosen("april")


def test_no_decision_is_taken_at_nought_percent_and_every_one_at_a_hundred() -> None:
    assert not any(sampled(Sampling(0.0), str(n), "x") for n in range(500))
    assert all(sampled(Sampling(100.0), str(n), "x") for n in range(500))


def test_seed_and_id_are_not_run_together() -> None:
    differing = [
        n for n in range(500) if sampled(Sampling(50.0), f"1:{n}", "a") != sampled(Sampling(50.0), str(n), "a:1")
    ]
    assert differing


def test_a_share_over_a_hundred_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="at most 100"):
        Sampling(100.1)
    with pytest.raises(ImpossibleError, match="at least 0"):
        Sampling(-0.1)


def test_the_second_judge_sees_the_comment_and_nothing_that_anybody_thought() -> None:
    case = {"comment": "words", "post": "a post", "outcome": "hide", "decider": 3, "proposal": "hide", "reason": "x"}
    assert blind(case) == {"comment": "words", "post": "a post"}


def test_who_took_part_does_not_judge_again_and_neither_does_the_target() -> None:
    own = may_judge_again(3, {3, 4}, target=None)
    assert own is not None
    assert own.rule == "REC-05"
    aimed = may_judge_again(5, {3}, target=5)
    assert aimed is not None
    assert aimed.rule == "MOD-08"
    assert may_judge_again(6, {3, 4}, target=5) is None


def test_agreement_is_shown_by_ground_and_over_all_with_its_numbers() -> None:
    judged = pairs("CON-02", ("hide", "hide", 20), ("hide", "leave", 5), ("leave", "hide", 10), ("leave", "leave", 15))
    assert agreement(judged, UNDER_FIVE) == (
        Agreement("CON-02", 50, 70.0, 0.4, ""),
        Agreement(TOTAL, 50, 70.0, 0.4, ""),
    )


def test_a_percentage_has_one_place() -> None:
    assert agreement(pairs("CON-02", ("hide", "hide", 4), ("hide", "leave", 2)), UNDER_FIVE)[0].percent == 66.7


def test_five_pairs_are_shown_and_four_are_not() -> None:
    assert agreement(pairs("CON-02", ("hide", "leave", 5)), UNDER_FIVE)[0].pairs == 5
    assert agreement(pairs("CON-02", ("hide", "leave", 4)), UNDER_FIVE)[0] == Agreement(
        "CON-02", None, None, None, "under 5 pairs, or it would give those away"
    )


def test_the_total_does_not_give_a_small_ground_away() -> None:
    judged = pairs("CON-02", ("hide", "hide", 9)) + pairs("CON-05", ("hide", "hide", 3))
    assert [line.pairs for line in agreement(judged, UNDER_FIVE)] == [None, None, 12]


def test_a_pair_counts_once() -> None:
    assert agreement(pairs("CON-02", ("hide", "leave", 6)) * 2, UNDER_FIVE)[0].pairs == 6


def test_without_pairs_there_is_nothing_to_show() -> None:
    assert agreement([], Suppression(5, show_nought=True))[0].pairs == 0
    assert agreement([], UNDER_FIVE)[0].pairs is None


def test_one_answer_throughout_is_full_agreement_of_which_chance_explains_all() -> None:
    (line, _) = agreement(pairs("CON-02", ("hide", "hide", 8)), UNDER_FIVE)
    assert (line.percent, line.kappa) == (100.0, None)
    assert "chance explains all" in line.because


@pytest.mark.parametrize(
    ("answers", "kappa"),
    [
        ([], None),
        ([("hide", "hide")], None),
        ([("hide", "hide"), ("leave", "leave")], 1.0),
        ([("hide", "leave"), ("leave", "hide")], -1.0),
        ([("hide", "hide"), ("hide", "leave"), ("leave", "hide"), ("leave", "leave")], 0.0),
        ([("hide", "leave")], 0.0),
        ([("hide", "hide")] * 3 + [("leave", "leave"), ("hide", "leave")], 0.55),
    ],
)
def test_kappa_is_agreement_beyond_chance(answers: list[tuple[str, str]], kappa: float | None) -> None:
    assert cohens_kappa(answers) == kappa
