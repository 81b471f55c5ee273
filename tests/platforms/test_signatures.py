"""Whether a pushed message is ours to believe: published vectors, and both sides of each edge."""

from datetime import UTC, datetime, timedelta

import pytest

from evenhand.platforms.budgets import counted, leave_for_actions
from evenhand.platforms.contract import Replayed, TryAgain, WrongSignature
from evenhand.platforms.signatures import base64_hmac, hex_hmac, must_be_fresh, must_match

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PUBLISHED = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"


def test_the_published_example_of_a_signed_webhook() -> None:
    """Source: docs.github.com, validating webhook deliveries; the header that Meta uses, too."""
    assert hex_hmac("It's a Secret to Everybody", b"Hello, World!") == PUBLISHED


def test_the_published_example_of_a_challenge() -> None:
    """Source: X's description of its challenge-response check, with its own consumer secret."""
    assert base64_hmac("consumer-secret", b"challenge_string") == "S/mG8E9n5SjoGuCqHguvP8K8uuu5ogCPF0dOpIdyZlk="


@pytest.mark.parametrize("given", ["", "x", PUBLISHED.upper(), PUBLISHED[:-1], "é" * 64])
def test_any_other_signature_is_not_believed(given: str) -> None:
    must_match(PUBLISHED, PUBLISHED)
    with pytest.raises(WrongSignature):
        must_match(PUBLISHED, given)


@pytest.mark.parametrize(("age", "believed"), [(0, True), (300, True), (301, False), (-60, True), (-61, False)])
def test_what_is_old_or_from_the_future_is_not_believed(age: int, believed: bool) -> None:
    sent = NOW - timedelta(seconds=age)
    if believed:
        must_be_fresh(sent, NOW, timedelta(minutes=5))
        return
    with pytest.raises(Replayed):
        must_be_fresh(sent, NOW, timedelta(minutes=5))


class TestBudgets:
    def test_reading_stops_when_the_actions_fifth_is_reached(self) -> None:
        leave_for_actions(21, 100, 60)
        with pytest.raises(TryAgain, match="20 of 100 calls are left") as waits:
            leave_for_actions(20, 100, 60)
        assert waits.value.after_seconds == 60

    def test_a_limit_of_which_nothing_is_known_stops_nobody(self) -> None:
        leave_for_actions(0, 0, 60)

    def test_a_wait_is_never_under_a_second_nor_over_a_day(self) -> None:
        for resets, waits in ((-5.0, 1), (10.0**9, 86_400)):
            with pytest.raises(TryAgain) as told:
                leave_for_actions(1, 100, resets)
            assert told.value.after_seconds == waits

    def test_a_header_that_is_no_number_says_nothing(self) -> None:
        assert [counted({"left": value}, "left") for value in ("7", "many")] == [7.0, None]
        assert counted({}, "left") is None
