"""Starred words are read only where it is all but certain which word was meant."""

import pytest

from evenhand.signals.masks import unmasked
from evenhand.signals.normalise import normalise


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("f**k", "fuck"),
        ("f*ck", "fuck"),
        ("f***", "fuck"),
        ("c*nt", "cunt"),
        ("w***er", "wanker"),
        ("b*llocks", "bollocks"),
        ("n*gger", "nigger"),
        ("motherf*cker", "motherfucker"),
        ("sh*t", "shit"),
        ("fu*ing", "fucking"),
        ("r*tarded", "retarded"),
        ("f--k", "fuck"),
        ("p*kis", "pakis"),
    ],
)
def test_a_mask_that_fits_one_word_is_read(written: str, read: str) -> None:
    assert unmasked(normalise(f"so {written} it")).plain == f"so {read} it"


@pytest.mark.parametrize(
    "written",
    [
        "c***",
        "b****",
        "a*b",
        "**free**",
        "4*4",
        "p*rk",
        "x_y",
        "well-known",
        "t-shirt",
        "n-th",
        "e-mail",
        "f-gas",
    ],
)
def test_a_mask_that_could_be_anything_is_left(written: str) -> None:
    assert unmasked(normalise(f"so {written} it")).plain == f"so {written} it"
