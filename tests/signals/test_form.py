"""The shape of a comment, in figures."""

import pytest
from tests.signals.cases import stated

from evenhand.signals.normalise import LONGEST


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("The bins, don't forget the well-known bins", "words", 7),
        ("", "words", 0),
        ("ab 12", "letters", 2),
        ("👨‍👩‍👧 🇬🇧 😀", "emoji", 3),
        ("👍🏿👍", "emoji", 2),
        ("SORT it", "capitals", 4 / 6),
        ("1234", "capitals", 0.0),
        ("f.u.c.k this sh1t", "disguised", 2),
        ("sоrt it", "disguised", 1),
        ("4th of May at SK1 3XE", "disguised", 0),
        ("the N.H.S. and the B.B.C.", "disguised", 0),
        ("short", "truncated", False),
    ],
)
def test_a_fact_has_its_figure(text: str, fact: str, value: float) -> None:
    assert stated("form", text)[fact] == pytest.approx(value)


def test_a_comment_longer_than_what_is_read_says_so() -> None:
    assert stated("form", "a" * (LONGEST + 1))["truncated"] is True
