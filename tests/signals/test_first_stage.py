"""What a first stage before the encoder could answer at most is counted from the encoder's own answers."""

from datetime import date

import pytest
from training.first_stage import Cost, ceiling, ordinary, page

from evenhand.signals.encoder import SIGNAL

PLAIN = dict.fromkeys(SIGNAL.facts, "no")


def test_a_comment_is_plain_when_every_band_is_no() -> None:
    found = ceiling(
        "x", [PLAIN, {**PLAIN, "thanks": "yes"}, {**PLAIN, "crisis": "unsure"}, {**PLAIN, "hate": "likely"}]
    )
    assert (found.nothing_at_all, found.nothing_grave, found.nothing_grave_likely) == (0.25, 0.5, 0.75)


def test_of_no_comments_nothing_can_be_answered() -> None:
    assert ceiling("x", []).nothing_at_all == 0


@pytest.mark.parametrize(
    ("encoder", "others", "needed"), [(2_000.0, 200.0, 0.6), (500.0, 400.0, 0.0), (1_000.0, 1_000.0, 1.0)]
)
def test_what_must_not_reach_the_encoder_follows_from_what_it_costs(
    encoder: float, others: float, needed: float
) -> None:
    assert Cost(encoder, others).needed == pytest.approx(needed)


def test_the_page_says_which_of_both_is_larger() -> None:
    low, high = (ceiling("x", [PLAIN, *[{**PLAIN, "thanks": "yes"}] * many]) for many in (9, 0))
    assert "**There is none.** At most 10.0% could be answered, and 60%" in page(
        "e1", [low], Cost(2_000, 200), date(2026, 3, 2)
    )
    assert "**One is worth fitting:** up to 100.0%" in page("e1", [high], Cost(2_000, 200), date(2026, 3, 2))


def test_ordinary_traffic_is_the_demonstration_and_harmless_seeds() -> None:
    sets = dict(ordinary())
    assert len(sets["the demonstration's comments"]) >= 300
    assert len(sets["harmless development seeds"]) > len(sets["harmless development seeds about a council"]) > 100
