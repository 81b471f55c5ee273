"""APL-04: reversed, every effect of the decision is undone in one go, and the appellant is told."""

from dataclasses import replace

import pytest

from evenhand.core.undoing import Blocked, Consequences, Effect, EffectKind, How, OnList, Removed, effects
from evenhand.core.vocabulary import Support, Verb

CAN_ALL = {Verb.HIDE: Support.SUPPORTED, Verb.UNHIDE: Support.SUPPORTED}
HIDDEN = Removed("comment 12", Verb.HIDE, CAN_ALL)
BLOCK = Blocked("@lark", "facebook", is_alias=False, unblock=Support.SUPPORTED)
ALL = Consequences(
    HIDDEN, 2, warned=True, blocks=(BLOCK, replace(BLOCK, author="@lark2", is_alias=True)), entries=(OnList("entry 3"),)
)
NOTHING = Consequences(None, 0, warned=False, blocks=())


def test_every_effect_is_undone_and_the_appellant_is_told_last() -> None:
    assert [(effect.kind, effect.on, effect.how) for effect in effects(ALL)] == [
        (EffectKind.RESTORE_COMMENT, "comment 12", How.BY_PROGRAM),
        (EffectKind.DROP_STRIKE, "weight 2", How.BY_PROGRAM),
        (EffectKind.WITHDRAW_WARNING, "the warning", How.BY_PROGRAM),
        (EffectKind.END_MANAGED_ENTRY, "entry 3", How.BY_PROGRAM),
        (EffectKind.LIFT_BLOCK, "@lark on facebook", How.BY_PROGRAM),
        (EffectKind.LIFT_ALIAS_BLOCK, "@lark2 on facebook", How.BY_PROGRAM),
        (EffectKind.TELL_APPELLANT, "the appellant", How.BY_HAND),
    ]
    assert effects(ALL)[-1].because == "everything could be undone"


def test_a_decision_without_effects_is_still_told_of() -> None:
    assert [effect.kind for effect in effects(NOTHING)] == [EffectKind.TELL_APPELLANT]


def test_a_deleted_comment_cannot_come_back_and_the_appellant_hears_so() -> None:
    deleted = replace(NOTHING, removed=Removed("comment 12", Verb.DELETE, CAN_ALL))
    restore, tell = effects(deleted)
    assert (restore.how, restore.because) == (How.NOT_POSSIBLE, "no platform takes delete back; the capture is kept")
    assert tell.because == "this could not be done: restore the comment (comment 12)"


@pytest.mark.parametrize(
    ("support", "how"),
    [
        (Support.SUPPORTED, How.BY_PROGRAM),
        (Support.CONDITIONAL, How.BY_PROGRAM),
        (Support.MANUAL, How.BY_HAND),
        (None, How.NOT_POSSIBLE),
    ],
)
def test_a_platform_does_what_it_can(support: Support | None, how: How) -> None:
    supported = {Verb.UNHIDE: support} if support else {}
    restore, *_ = effects(replace(NOTHING, removed=Removed("comment 12", Verb.HIDE, supported)))
    lift, *_ = effects(replace(NOTHING, blocks=(replace(BLOCK, unblock=support),)))
    assert (restore.how, lift.how) == (how, how)


def test_a_block_that_rests_on_other_decisions_too_is_reviewed_and_not_lifted() -> None:
    others = replace(BLOCK, also_rests_on=("decision 4", "decision 9"))
    assert effects(replace(NOTHING, blocks=(others,)))[0] == Effect(
        EffectKind.REVIEW_BLOCK, "@lark on facebook", How.BY_HAND, "it rests on decision 4, decision 9 too"
    )


def test_an_entry_that_rests_on_other_decisions_too_is_reviewed_and_not_ended() -> None:
    shared = OnList("entry 3", also_rests_on=("decision 4",))
    assert effects(replace(NOTHING, entries=(shared,)))[0] == Effect(
        EffectKind.REVIEW_MANAGED_ENTRY, "entry 3", How.BY_HAND, "it rests on decision 4 too"
    )


def test_a_strike_of_no_weight_is_nothing_to_drop_and_one_of_weight_1_is() -> None:
    assert effects(replace(NOTHING, strike_weight=1))[0].kind is EffectKind.DROP_STRIKE
