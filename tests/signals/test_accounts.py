"""MCL-03: what two accounts have in common: facts with words for people, and never who somebody is."""

from datetime import UTC, datetime, timedelta

import pytest

from evenhand.signals.accounts import Account, Found, Written, not_compared, opened, profile, sharpened

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
LONG = "This town hall has never answered a single letter of mine, and never will."


def account(
    handle: str = "", name: str = "", *texts: str, platform: str = "x", begin: datetime = MONDAY,
    blocked_at: datetime | None = None, quoted: tuple[str, ...] = (),
) -> Account:  # fmt: skip
    written = tuple(
        Written(text, begin + timedelta(days=at), f"p{at}", f"comment {at}") for at, text in enumerate(texts)
    )
    return Account(platform, handle, name, written, blocked_at, quoted)


def features(one: Account, other: Account) -> dict[str, float]:
    return {each.feature: round(each.value, 2) for each in (*opened(one, other), *sharpened(one, other, {}))}


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("robinvale", "@Robin.Vale", {"handle_same": 1.0}),
        ("robinvale", "robinvale77", {"handle_near": 1.0}),
        ("robinvale", "r0binvаle", {"handle_same": 1.0}),
        ("robinvale", "robinvalle", {"handle_near": 0.5}),
        ("robinvale", "gardener9", {}),
        ("rob1", "rob2", {}),
    ],
)
def test_handles_are_compared_with_look_alikes_folded_and_digits_left_off(
    one: str, other: str, found: dict[str, float]
) -> None:
    assert features(account(one), account(other)) == found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Robin Vale", "Vale Robin", {"name_same": 1.0}),
        ("Robin Vale", "ROBIN VALE", {"name_same": 1.0}),
        ("Robin Vale", "Robin Vail", {}),
        ("Robina Valentine", "Robyna Valentine", {"name_near": 0.69}),
        ("Robin Vale", "Jean Vale", {}),
        ("Robin", "Robin", {}),
    ],
)
def test_a_surname_or_a_first_name_alone_says_nothing(one: str, other: str, found: dict[str, float]) -> None:
    assert features(account(name=one), account(name=other)) == found


def test_a_name_may_be_anothers_handle() -> None:
    assert features(account(name="Robin Vale"), account("robinvale84", "A Neighbour")) == {"name_as_handle": 1.0}


def test_the_same_words_count_and_what_the_council_wrote_does_not() -> None:
    one, other = account("", "", LONG), account("", "", f"Again: {LONG}", quoted=())
    [words] = opened(one, other)
    assert words.feature == "words"
    assert words.words == "9 runs of six words that both wrote, in comment 0"
    assert opened(one, account("", "", LONG, quoted=(LONG,))) == ()


def test_a_link_counts_when_it_leads_further_than_a_front_page() -> None:
    story = "https://news.example/story/12"
    assert features(account("", "", f"see {story}."), account("", "", f"{story} !!")) == {"links": 0.5}
    assert features(account("", "", "https://news.example"), account("", "", "https://news.example")) == {}


def test_a_way_of_writing_is_marks_and_capitals_with_every_word_masked() -> None:
    english = profile(["Bins late again, and WHY?? "] * 20)
    welsh = profile(["Parc hyfryd eto, ac OND?? "] * 20)
    assert english == welsh, "neither a word nor a language is seen"
    assert english != profile(["bins late again and why... "] * 20)
    assert profile(["too short"]) == {}


def test_hours_need_eight_comments_on_each_side() -> None:
    few, many = account("", "", *["x"] * 7), account("", "", *["y"] * 8)
    assert "hours" not in features(few, many)
    assert "hours" in not_compared(few, many)
    assert features(many, account("", "", *["z"] * 8))["hours"] == 1.0


def test_a_first_comment_soon_after_a_block_counts_and_one_before_it_does_not() -> None:
    blocked = account("", "", "a", blocked_at=MONDAY)
    soon = account("", "Nan of Four", "b", begin=MONDAY + timedelta(days=14))
    [found] = sharpened(blocked, soon, {})
    assert found == Found(
        "after_block", 0.5, "the first comment of Nan of Four that we know came 14 days after the other was blocked"
    )
    assert sharpened(blocked, account("", "", "b", begin=MONDAY - timedelta(days=1)), {}) == ()


def test_posts_need_three_on_each_side() -> None:
    assert features(account("", "", "a", "b"), account("", "", "c", "d")) == {}
    found = features(account("", "", "a", "b", "c"), account("", "", "d", "e", "f", "g"))
    assert found == {"posts": 1.0}


def test_empty_accounts_have_nothing_in_common() -> None:
    assert features(account(), account()) == {}
    assert set(not_compared(account(), account())) == {
        "handle_same", "name_same", "style", "hours", "after_block", "posts",
    }  # fmt: skip
