"""STR-05: a ground may give no strike at all: safeguarding, distress, personal data of oneself."""

from dataclasses import replace

import pytest
from tests.rules.histories import hidden, on_record, saying
from tests.rules.working_time import STOCKPORT

from evenhand.core.stated import ImpossibleError
from evenhand.core.strikes import NoCount
from evenhand.core.values import NoStrike


def test_private_details_give_no_strike() -> None:
    found = on_record(hidden(1, "2024-03-04", "CON-10"))
    assert found.total == 0
    assert found.not_counted == (NoCount("d1", "STR-05", "CON-10 gives no strike"),)


@pytest.mark.parametrize("route", ["MOD-07", "REF-01", "REF-02", "REF-04", "REF-05"])
def test_what_went_a_protected_way_gives_no_strike_whatever_its_ground(route: str) -> None:
    found = on_record(hidden(1, "2024-03-04", "CON-02", route=route))
    assert found.not_counted == (NoCount("d1", "STR-05", f"{route} gives no strike"),)


def test_the_list_of_the_edition_decides() -> None:
    assert on_record(hidden(1, "2024-03-04", "CON-06")).total == 1
    lenient = saying("STR-05", NoStrike(("CON-06",)))
    assert on_record(hidden(1, "2024-03-04", "CON-06", under=lenient)).total == 0
    assert on_record(hidden(1, "2024-03-04", "CON-02", route="REF-02", under=lenient)).total == 1


def test_a_ground_without_weight_gives_no_strike_even_if_the_list_forgets_it() -> None:
    forgetful = saying("STR-05", NoStrike(()))
    found = on_record(hidden(1, "2024-03-04", "CON-10", under=forgetful))
    assert found.not_counted == (NoCount("d1", "STR-05", "CON-10 gives no strike"),)


def test_criticism_never_counts_even_if_it_was_removed_by_mistake() -> None:
    assert on_record(hidden(1, "2024-03-04", "CON-00")).total == 0


def test_the_edition_of_the_decision_decides_and_not_the_one_in_force() -> None:
    lenient = saying("STR-05", NoStrike(("CON-06",)))
    assert on_record(hidden(1, "2024-03-04", "CON-06"), edition=lenient).total == 1
    assert on_record(replace(hidden(1, "2024-03-04", "CON-06"), under=lenient), edition=STOCKPORT).total == 0


def test_a_weight_below_nought_is_impossible() -> None:
    ground = STOCKPORT.grounds["CON-02"]
    assert replace(ground, strike_weight=0).strike_weight == 0
    with pytest.raises(ImpossibleError, match="-1 is too small: at least 0"):
        replace(ground, strike_weight=-1)
