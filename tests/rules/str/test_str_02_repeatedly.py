"""STR-02: "repeatedly" means so many strikes within so many months: 3 within 12, or what an edition says."""

from dataclasses import replace

import pytest
from tests.rules.histories import hidden, on_record, proposed, saying
from tests.rules.working_time import STOCKPORT, WEALDHAM

from evenhand.core.ladder import Step
from evenhand.core.stated import ImpossibleError
from evenhand.core.strikes import NoCount
from evenhand.core.values import Repeatedly, StrikeLife

SHORT = saying("STR-02", Repeatedly(3, 6))


def test_the_reference_edition_says_three_within_twelve_months() -> None:
    assert STOCKPORT.value("STR-02", Repeatedly) == Repeatedly(3, 12)
    assert WEALDHAM.value("STR-02", Repeatedly) == Repeatedly(2, 12)


@pytest.mark.parametrize(("on", "total"), [("2024-09-03", 1), ("2024-09-04", 0), ("2024-09-05", 0)])
def test_a_strike_leaves_the_window_on_the_same_day_so_many_months_later(on: str, total: int) -> None:
    assert on_record(hidden(1, "2024-03-04"), on=on, edition=SHORT).total == total


def test_what_left_the_window_says_so() -> None:
    found = on_record(hidden(1, "2024-03-04"), on="2024-09-04", edition=SHORT)
    assert found.not_counted == (NoCount("d1", "STR-02", "it left the window on 4 September 2024"),)


def test_the_shorter_of_window_and_life_ends_a_strike() -> None:
    short_life = saying("STR-03", StrikeLife(6, spent_by_block=True))
    for edition in (SHORT, short_life):
        assert on_record(hidden(1, "2024-03-04"), edition=edition).counted[0].ends_on.isoformat() == "2024-09-04"
    assert on_record(hidden(1, "2024-03-04"), on="2024-09-04", edition=short_life).not_counted[0].rule == "STR-03"


def test_three_within_twelve_months_are_repeated_and_three_over_more_are_not() -> None:
    second, third = hidden(2, "2024-09-01"), hidden(3, "2025-02-10")
    within = proposed(hidden(1, "2024-02-11"), second, third, on="2025-02-10", warned=["2024-02-12"])
    apart = proposed(hidden(1, "2024-02-10"), second, third, on="2025-02-10", warned=["2024-02-11"])
    assert (within.step, apart.step) == (Step.BLOCK, Step.NOTHING)


def test_two_within_twelve_months_are_enough_where_a_body_says_so() -> None:
    two = [replace(hidden(n, f"2025-0{n + 3}-01"), under=WEALDHAM) for n in (1, 2)]
    assert proposed(*two, on="2025-06-02", warned=["2025-04-02"], edition=WEALDHAM).step is Step.BLOCK
    assert proposed(two[0], on="2025-06-02", warned=["2025-04-02"], edition=WEALDHAM).step is Step.NOTHING


def test_no_strikes_or_no_months_are_impossible() -> None:
    for strikes, months in ((0, 12), (3, 0)):
        with pytest.raises(ImpossibleError, match="at least 1"):
            Repeatedly(strikes, months)
    assert Repeatedly(1, 1).strikes == 1
