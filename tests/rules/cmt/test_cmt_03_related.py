"""CMT-03: while comments on a post are off, related comments on other posts may go: each a person's decision."""

from dataclasses import replace

import pytest
from tests.rules.closing import closing
from tests.rules.refusal import refused
from tests.rules.working_time import STOCKPORT, wall

from evenhand.core.comments_off import Closing
from evenhand.core.related import RelatedComment, RelatedRemoval, decide_related, preview, window_end
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import RelatedComments

LONG = closing("2024-03-04 12:00", "2024-03-14 12:00")
ABOUT = RelatedComment("c1", "post 2", wall("2024-03-05 12:00"), "names the road of the accident")


def decided(related: RelatedComment = ABOUT, off: Closing = LONG, at: str = "2024-03-06 12:00") -> RelatedRemoval:
    return decide_related(off, related, STOCKPORT, by=7, at=wall(at))


def test_the_time_is_seventy_two_hours_from_the_closing_and_never_longer_than_it() -> None:
    assert STOCKPORT.value("CMT-03", RelatedComments).within_hours == 72
    assert window_end(LONG, STOCKPORT) == wall("2024-03-07 12:00")
    assert window_end(closing("2024-03-04 12:00", "2024-03-05 12:00"), STOCKPORT) == wall("2024-03-05 12:00")
    assert window_end(replace(LONG, on_again_at=wall("2024-03-06 09:00")), STOCKPORT) == wall("2024-03-06 09:00")
    assert window_end(replace(LONG, on_again_at=wall("2024-03-09 09:00")), STOCKPORT) == wall("2024-03-07 12:00")


def test_an_officer_decides_about_each_one() -> None:
    assert decided() == RelatedRemoval("c1", "post 1", 7, wall("2024-03-06 12:00"))


@pytest.mark.parametrize(
    ("written", "may_go"),
    [
        ("2024-03-04 11:59:59", False),
        ("2024-03-04 12:00", True),
        ("2024-03-07 11:59:59", True),
        ("2024-03-07 12:00", False),
    ],
)
def test_a_comment_from_before_or_after_the_time_stays_up(written: str, may_go: bool) -> None:
    related = replace(ABOUT, written_at=wall(written))
    found = preview(LONG, [related], STOCKPORT)
    assert found.comments == ((related,) if may_go else ())
    assert [why for _, why in found.left_out] == (
        [] if may_go else ["it was not written in the time when comments were off"]
    )
    if not may_go:
        with refused("CMT-03", "It was not written in the time"):
            decided(related)


@pytest.mark.parametrize(
    ("at", "in_time"),
    [
        ("2024-03-04 11:59:59", False),
        ("2024-03-04 12:00", True),
        ("2024-03-07 11:59:59", True),
        ("2024-03-07 12:00", False),
    ],
)
def test_the_decision_falls_in_the_time_too(at: str, in_time: bool) -> None:
    if in_time:
        assert decided(at=at).at == wall(at)
        return
    with refused("CMT-03", "until 7 March 2024 12:00 UTC", "leave it up"):
        decided(at=at)


def test_once_comments_are_on_again_nothing_related_goes() -> None:
    with refused("CMT-03", "while comments are off"):
        decided(off=replace(LONG, on_again_at=wall("2024-03-06 12:00")))


def test_what_nothing_relates_to_the_post_stays_up() -> None:
    with refused("CMT-03", "Nothing says why it is related"):
        decided(replace(ABOUT, because=" "))


def test_comments_on_the_closed_post_itself_are_not_related_ones() -> None:
    with refused("CMT-03", "It is on the post itself"):
        decided(replace(ABOUT, post="post 1"))


def test_the_preview_shows_oldest_first_and_says_what_it_left_out() -> None:
    older = replace(ABOUT, comment="c0", written_at=wall("2024-03-05 11:00"))
    own = replace(ABOUT, comment="c2", post="post 1")
    found = preview(LONG, [ABOUT, own, older], STOCKPORT)
    assert (found.comments, found.until) == ((older, ABOUT), wall("2024-03-07 12:00"))
    assert found.left_out == (("c2", "it is on the post itself"),)


def test_a_time_without_a_zone_is_refused_and_one_of_no_hours_impossible() -> None:
    with refused("CMT-03", "no time zone"):
        decided(replace(ABOUT, written_at=ABOUT.written_at.replace(tzinfo=None)))
    with pytest.raises(ImpossibleError, match="at least 1"):
        RelatedComments(0)
    assert RelatedComments(1).within_hours == 1
