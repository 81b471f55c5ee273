"""MCL-03: the fitted model: its file, its floor, and what it never does."""

import json
from datetime import UTC, datetime, timedelta
from importlib import resources

import pytest

from evenhand.signals.accounts import OPENING, TITLES, Account, Written
from evenhand.signals.accounts_model import SURE_AT_MOST, compare, read, shipped

BLOCKED = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOURS = (9, 12, 20, 22)
SHOUTS = "WHY has NOBODY answered me about the lamp in our road number"


def account(
    handle: str,
    name: str,
    count: int,
    *,
    begin: datetime,
    words: str = SHOUTS,
    blocked: bool = False,
    under: str = "p",
) -> Account:
    written = tuple(
        Written(
            f"{words} {at}!!! 😡", begin + timedelta(days=at, hours=HOURS[at % 4]), f"{under}{at % 5}", f"comment {at}"
        )
        for at in range(count)
    )  # fmt: skip
    return Account("x", handle, name, written, BLOCKED if blocked else None)


ROBIN = account("robinvale", "Robin Vale", 12, begin=BLOCKED - timedelta(days=40), blocked=True)


def said() -> dict[str, object]:
    file = resources.files("evenhand.signals") / "accounts_files" / "model.json"
    return json.loads(file.read_text("utf-8"))  # type: ignore[no-any-return]


def test_the_file_is_the_one_that_was_fitted_and_a_changed_number_is_refused() -> None:
    model = read(said())
    assert model.version == shipped().version
    with pytest.raises(ValueError, match="is not the file's"):
        read(said() | {"floor": 0.01})


def test_no_weight_is_negative_and_there_is_one_for_every_feature() -> None:
    assert list(TITLES) == sorted(shipped().weights, key=list(TITLES).index)
    assert all(weight >= 0 for weight in shipped().weights.values())


def test_no_feature_is_a_characteristic_a_language_or_a_dialect() -> None:
    spoken = " ".join((*TITLES, *TITLES.values())).casefold()
    words = ("race", "relig", "disab", "sex", "gender", "age ", "languag", "dialect", "welsh", "nation", "place")
    assert [word for word in words if word in spoken] == []


def test_somebody_who_comes_back_after_a_block_is_shown_with_the_working() -> None:
    again = account("robinvale2", "Robin Vale", 12, begin=BLOCKED + timedelta(days=2))
    found = compare(ROBIN, again)
    assert found is not None
    assert found.is_shown
    assert shipped().floor <= found.confidence <= SURE_AT_MOST
    assert {"handle_near", "name_same", "words"} <= {line.found.feature for line in found.lines}
    assert [line.adds for line in found.lines] == sorted((line.adds for line in found.lines), reverse=True)


@pytest.mark.parametrize(
    ("handle", "name"), [("gardener7", "Jean Vale"), ("gardener7", "Robin Tate"), ("robin_t4", "Robin Vale")]
)
def test_a_relative_or_a_namesake_of_long_ago_is_not_shown(handle: str, name: str) -> None:
    words = "thank you for the swings and the new benches by the pond"
    quiet = account(handle, name, 6, begin=BLOCKED - timedelta(days=300), words=words, under="q")
    found = compare(ROBIN, quiet)
    assert found is None or not found.is_shown


def test_habits_and_hours_alone_open_nothing() -> None:
    other = "could SOMEBODY come and see why water stands under my"
    twin = account("gardener7", "Jean Tate", 12, begin=BLOCKED + timedelta(days=1), words=other)
    assert compare(ROBIN, twin) is None
    assert not OPENING & {"style", "hours", "after_block", "posts"}


def test_more_in_common_is_never_less_confident() -> None:
    base = account("gardener7", "Robin Vale", 12, begin=BLOCKED + timedelta(days=2))
    more = account("robinvale2", "Robin Vale", 12, begin=BLOCKED + timedelta(days=2))
    less_like, like = compare(ROBIN, base), compare(ROBIN, more)
    assert less_like is not None
    assert like is not None
    assert like.confidence >= less_like.confidence
