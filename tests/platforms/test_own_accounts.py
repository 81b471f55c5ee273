"""What the council itself wrote is never flagged: by ids and names that only it has, as each platform gives them."""

import pytest

from evenhand.core.own_accounts import OwnAccount, wrote

DID, URN, CHANNEL = "did:plc:harrowmere", "urn:li:organization:77", "UCharrowmere0000000000ab"


def account(*names: str, local: tuple[str, ...] = ()) -> OwnAccount:
    return OwnAccount(frozenset(names), frozenset(local))


@pytest.mark.parametrize(
    ("platform", "ours", "author_id", "handle"),
    [
        ("bluesky, by its DID", account(DID, "harrowmere.example"), DID, "harrowmere.example"),
        ("bluesky, after it took another handle", account(DID, "harrowmere.example"), DID, "old.example"),
        ("bluesky, in a file without DIDs", account(DID, "harrowmere.example"), "", "@Harrowmere.example"),
        ("mastodon, seen from another server", account("harrowmere@social.example"), "9", "harrowmere@social.example"),
        ("mastodon, by its number at home", account("h@social.example", local=("17",)), "17", "h"),
        ("mastodon, by its name at home", account("@harrowmere@social.example"), "", "harrowmere"),
        ("x, by its number", account("2244994945", "HarrowmereMBC"), "2244994945", "HarrowmereMBC"),
        ("x, by its handle alone", account("2244994945", "HarrowmereMBC"), "", "@harrowmerembc"),
        ("youtube, by its channel", account(CHANNEL), CHANNEL, ""),
        ("linkedin, by its URN", account(URN), URN, ""),
        ("facebook, by its Page", account("100200300"), "100200300", ""),
        ("instagram, by its number", account("178414", "harrowmere_council"), "178414", "harrowmere_council"),
        ("instagram, by its name alone", account("178414", "harrowmere_council"), "", "harrowmere_council"),
        ("wordpress, by its user", account("https://news.example", local=("user 3",)), "user 3", ""),
        ("tiktok, by its open_id", account("open-1"), "open-1", "harrowmere"),
        ("threads, which gives names alone", account("555", "harrowmere_council"), "", "harrowmere_council"),
    ],
)
def test_the_council_is_known(platform: str, ours: OwnAccount, author_id: str, handle: str) -> None:
    assert wrote(author_id, handle, ours), platform


@pytest.mark.parametrize(
    ("case", "ours", "author_id", "handle"),
    [
        (
            "a handle that went to somebody else, who has a number",
            account("22", "HarrowmereMBC"),
            "99",
            "HarrowmereMBC",
        ),
        ("the same name on another server", account("harrowmere@social.example"), "9", "harrowmere@other.example"),
        ("a guest of a website", account("https://news.example", local=("user 3",)), "", ""),
        ("an author of whom nothing is known", account("", "harrowmere"), "", ""),
        ("another number", account("22"), "222", ""),
    ],
)
def test_others_are_not(case: str, ours: OwnAccount, author_id: str, handle: str) -> None:
    assert not wrote(author_id, handle, ours), case


def test_another_official_account_of_the_body_is_known_by_what_is_good_everywhere() -> None:
    library = account("178999", "harrowmere_library")
    assert wrote("178999", "harrowmere_library", account("178414"), [library])


def test_a_number_of_another_website_or_server_is_not() -> None:
    assert not wrote("user 3", "", account("https://news.example"), [account("https://jobs", local=("user 3",))])
    assert not wrote("", "harrowmere", account("parks@town.example"), [account("harrowmere@social.example")])
