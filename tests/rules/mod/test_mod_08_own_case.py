"""MOD-08: nobody decides about their own case."""

import pytest

from evenhand.core.moderation import Objection, may_approve, may_decide

ADA, BEN, CY = 1, 2, 3


@pytest.mark.parametrize("target", [None, BEN])
def test_whoever_is_not_the_target_may_decide(target: int | None) -> None:
    assert may_decide(ADA, target) is None


def test_the_target_of_a_comment_does_not_decide_about_it() -> None:
    assert may_decide(ADA, ADA) == Objection("", "MOD-08", "this comment is aimed at you", "leave it to a colleague")


def test_a_colleague_who_is_not_the_target_may_be_the_second_person() -> None:
    assert may_approve(BEN, ADA, None) is None
    assert may_approve(BEN, ADA, CY) is None


def test_nobody_is_the_second_person_on_their_own_decision() -> None:
    objection = may_approve(ADA, ADA, None)
    assert objection is not None
    assert (objection.rule, objection.wrong) == ("MOD-08", "you made this decision")


def test_the_target_is_not_the_second_person() -> None:
    objection = may_approve(BEN, ADA, BEN)
    assert objection is not None
    assert (objection.rule, objection.wrong) == ("MOD-08", "this comment is aimed at you")
