"""BLK-06: before a block: is this a child, a person in distress, a matter of disability or language? In writing."""

from dataclasses import replace

import pytest
from tests.rules.blocking import ANSWERS, DRAFT, objected
from tests.rules.histories import saying
from tests.rules.working_time import STOCKPORT

from evenhand.core.stated import ImpossibleError
from evenhand.core.values import Questions


def test_the_four_questions_of_the_policy_are_asked() -> None:
    asked = " ".join(STOCKPORT.value("BLK-06", Questions).ask)
    assert len(ANSWERS) == 4
    for subject in ("child", "distress", "disability", "language"):
        assert subject in asked


@pytest.mark.parametrize("question", ANSWERS)
def test_each_is_answered_in_words(question: str) -> None:
    for answers in ({q: a for q, a in ANSWERS.items() if q != question}, {**ANSWERS, question: " "}):
        (objection,) = objected(replace(DRAFT, answers=answers))
        assert (objection.field, objection.rule) == ("answers", "BLK-06")
        assert objection.wrong == f"“{question}” is not answered"


def test_another_body_asks_what_it_likes() -> None:
    own = saying("BLK-06", Questions(("Is there a support worker?",)))
    assert len(objected(edition=own)) == 1
    assert objected(replace(DRAFT, answers={"Is there a support worker?": "No."}), edition=own) == ()


def test_no_question_at_all_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="ask at least one"):
        Questions(())


def test_a_platform_that_cannot_take_a_block_back_must_be_acknowledged() -> None:
    """MOD-04: what cannot be undone is said before it is done."""
    (objection,) = objected(cannot_unblock=("instagram", "mastodon"))
    assert (objection.field, objection.rule) == ("acknowledged", "MOD-04")
    assert objection.wrong == "instagram cannot take a block back"
    knowing = replace(DRAFT, acknowledged=frozenset({"instagram"}))
    assert objected(knowing, cannot_unblock=("instagram", "mastodon")) == ()
    assert len(objected(replace(DRAFT, acknowledged=frozenset({"mastodon"})), cannot_unblock=("instagram",))) == 1
