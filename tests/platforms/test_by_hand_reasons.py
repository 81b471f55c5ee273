"""MOD-03: what no program can do is left to a person before anything is called, with the reason that they read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Act, Manifest, Scope, VerbSupport, by_hand_because

WRITTEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ACT = Act("k1", Verb.HIDE, "town-page", "c1", post_id="p1", author_id="a1", written_at=WRITTEN)


def why(act: Act = ACT, at: datetime = WRITTEN, **said: Any) -> str:
    how = VerbSupport(said.pop("support", Support.SUPPORTED), **said)
    return by_hand_because(Manifest("town", "Townspeople", {act.verb: how}), act, at)


def test_what_a_program_can_do_is_left_to_it() -> None:
    assert why() == why(support=Support.CONDITIONAL, why="only on Mondays") == ""


def test_a_verb_that_the_platform_does_not_know_is_no_programs() -> None:
    assert by_hand_because(Manifest("town", "Townspeople", {}), ACT, WRITTEN) == (
        "Townspeople has no way to hide a comment"
    )


def test_a_manual_verb_gives_its_own_reason() -> None:
    assert why(support=Support.MANUAL, why="it has no interface") == "it has no interface"
    assert why(support=Support.MANUAL) == "Townspeople has no way to hide a comment"


def test_what_is_chosen_while_a_post_is_written_cannot_be_chosen_after() -> None:
    assert why(only_at_creation=True) == "Townspeople lets this be chosen only while a post is written"


@pytest.mark.parametrize(("parent", "by_a_person"), [("", False), ("p1", False), ("c0", True)])
def test_where_only_the_top_level_can_be_hidden_a_nested_reply_is_a_persons(parent: str, by_a_person: bool) -> None:
    assert bool(why(replace(ACT, parent_id=parent), scope=Scope.TOP_LEVEL)) is by_a_person
    assert why(replace(ACT, parent_id=parent)) == ""


@pytest.mark.parametrize(("author", "by_a_person"), [("a1", False), ("", True)])
def test_who_is_not_named_cannot_be_blocked_by_a_program(author: str, by_a_person: bool) -> None:
    asked = replace(ACT, verb=Verb.BLOCK, author_id=author)
    assert bool(why(asked, needs_author_id=True)) is by_a_person


def test_the_window_is_open_to_its_last_instant() -> None:
    ends = WRITTEN + timedelta(days=7)
    assert why(at=ends, window_days=7) == ""
    assert why(at=ends + timedelta(seconds=1), window_days=7) == (
        "Townspeople allows this for 7 days after the comment was written"
    )
    assert why(replace(ACT, written_at=None), at=ends + timedelta(days=1), window_days=7) == ""


def test_words_that_are_too_long_are_a_persons_to_shorten() -> None:
    assert why(replace(ACT, text="x" * 300), longest_text=300) == ""
    assert (
        why(replace(ACT, text="x" * 301), longest_text=300)
        == "Townspeople takes 300 characters, and the words have 301"
    )
