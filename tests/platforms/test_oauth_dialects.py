"""Each platform's own way of signing in: what is asked, what is sent, and how a no is understood.

Four speak the standard and are held to a real authorisation server, the others to one that answers as their
documents say; none was tried live.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.platforms.fakes.serving import Call, FakePlatform, Said, said
from tests.rooms.authorisation_server import ID, SECRET, Server

from evenhand.platforms import found, oauth
from evenhand.platforms.contract import (
    Access,
    AppRefused,
    GrantOver,
    NotDone,
    NotReadable,
    OAuth,
    Tokens,
    TryAgain,
    Unknown,
)

BACK = "https://evenhand.harrowmere.example/connections/back"
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
VERIFIER = "v" * 64
SIGNED_IN = [name for name in found.names() if found.manifest(name).oauth]


class Fake(FakePlatform):
    """Answers as `says` has it for each path, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.says: dict[str, Said] = {}

    def answer(self, call: Call) -> Said:
        return self.says[call.path]


@pytest.fixture
def fake() -> Iterator[Fake]:
    made = Fake()
    made.start()
    yield made
    made.stop()


def speaks(name: str, at: str = "") -> OAuth:
    """As the manifest has it, at another address."""
    oauth_ = found.manifest(name).oauth
    assert oauth_ is not None
    if not at:
        return oauth_
    longer = replace(oauth_.longer, at=at + "/longer") if oauth_.longer else None
    return replace(
        oauth_, authorise_at=f"{at}/authorise", token_at=f"{at}/token", longer=longer,
        refresh_at=f"{at}/refresh" if oauth_.refresh_at else "", revoke_at=f"{at}/revoke" if oauth_.revoke_at else "",
    )  # fmt: skip


def redeem(oauth_: OAuth, code: str = "c0de") -> Tokens:
    app = oauth.App(ID, SECRET)
    return oauth.redeem(oauth_, app, code=code, redirect=BACK, verifier=VERIFIER, now=NOON)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_every_permission_that_is_asked_for_has_a_reason(name: str) -> None:
    assert len(speaks(name).scopes) == len(speaks(name).because)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_what_the_sign_in_needs_is_among_the_secrets(name: str) -> None:
    names = {secret.name for secret in found.manifest(name).secrets}
    assert {speaks(name).token, speaks(name).app_id, speaks(name).app_secret} <= names
    assert found.grants(name) is not None


@pytest.mark.parametrize("name", SIGNED_IN)
def test_the_page_is_asked_for_by_the_platforms_own_names(name: str) -> None:
    page = oauth.page(
        speaks(name), oauth.App(ID, SECRET, "https://social.example"), redirect=BACK, state="st4te", verifier=VERIFIER
    )
    asked = {key: words[0] for key, words in parse_qs(urlsplit(page).query).items()}
    assert page.startswith("https://")
    assert (asked["redirect_uri"], asked["state"], asked[speaks(name).client_key]) == (BACK, "st4te", ID)
    assert asked["scope"].split(speaks(name).scope_separator) == list(speaks(name).scopes)
    assert (asked.get("code_challenge_method") == "S256") == speaks(name).pkce
    assert SECRET not in page
    assert VERIFIER not in page


@pytest.mark.parametrize("name", ["youtube", "x", "linkedin", "mastodon"])
def test_the_standard_is_spoken_with_a_real_server(name: str) -> None:
    with Server(BACK).running() as server:
        oauth_ = speaks(name, server.address)
        page = oauth.page(oauth_, oauth.App(ID, SECRET), redirect=BACK, state="s", verifier=VERIFIER)
        tokens = redeem(oauth_, server.allow(page)["code"])
        again = oauth.renew(oauth_, oauth.App(ID, SECRET), token=tokens.refresh, now=NOON)
        assert again.access == server.living()[0].access
        assert again.expires_at == NOON + timedelta(hours=1)
        with pytest.raises(GrantOver):
            oauth.renew(oauth_, oauth.App(ID, SECRET), token=tokens.refresh, now=NOON)
        with pytest.raises(AppRefused):
            oauth.renew(oauth_, oauth.App(ID, "wrong"), token=again.refresh, now=NOON)


def test_x_hears_the_apps_secret_in_a_header_alone(fake: Fake) -> None:
    fake.says["/token"] = said({"access_token": "a", "refresh_token": "r", "expires_in": 7200})
    redeem(speaks("x", fake.address))
    assert fake.seen_calls[0].headers["authorization"].startswith("Basic ")
    assert b"client_secret" not in fake.seen_calls[0].body


def test_google_says_of_an_app_in_testing_when_access_ends(fake: Fake) -> None:
    fake.says["/token"] = said({"access_token": "a", "refresh_token": "r", "refresh_token_expires_in": 604_799})
    assert redeem(speaks("youtube", fake.address)).refresh_ends_at == NOON + timedelta(seconds=604_799)


def test_linkedin_without_refresh_tokens_ends_after_sixty_days(fake: Fake) -> None:
    fake.says["/token"] = said({"access_token": "a", "expires_in": 5_184_000})
    tokens = redeem(speaks("linkedin", fake.address))
    assert (tokens.refresh, tokens.expires_at) == ("", NOON + timedelta(days=60))


def test_tiktok_speaks_json_and_answers_within_data(fake: Fake) -> None:
    given = {"access_token": "a", "refresh_token": "r", "expires_in": "86400", "open_id": "open-id-harrowmere"}
    fake.says["/token"] = said({"code": 0, "message": "OK", "data": given})
    tokens = redeem(speaks("tiktok", fake.address))
    assert fake.seen_calls[0].json == {
        "client_id": ID, "client_secret": SECRET, "auth_code": "c0de", "grant_type": "authorization_code",
        "redirect_uri": BACK,
    }  # fmt: skip
    assert tokens.refresh_ends_at == NOON + timedelta(days=365)
    grants = found.grants("tiktok")
    assert grants is not None
    assert [one.account for one in grants.accounts(Access(""), tokens)] == ["open-id-harrowmere"]


@pytest.mark.parametrize(("code", "ending"), [(40105, GrantOver), (40001, AppRefused), (40002, NotDone)])
def test_tiktok_says_no_with_200(fake: Fake, code: int, ending: type[Exception]) -> None:
    fake.says["/refresh"] = said({"code": code, "message": "no"})
    with pytest.raises(ending, match="no"):
        oauth.renew(speaks("tiktok", fake.address), oauth.App(ID, SECRET), token="r", now=NOON)


def test_threads_exchanges_its_first_token_for_a_longer_one_and_renews_that_with_itself(fake: Fake) -> None:
    fake.says["/token"] = said({"access_token": "short", "user_id": 17841})
    fake.says["/longer"] = fake.says["/refresh"] = said({"access_token": "long", "expires_in": 5_184_000})
    tokens = redeem(speaks("threads", fake.address))
    oauth.renew(speaks("threads", fake.address), oauth.App(ID, SECRET), token=tokens.access, now=NOON)
    assert (tokens.access, tokens.expires_at) == ("long", NOON + timedelta(days=60))
    assert dict(fake.seen_calls[1].query) == {
        "grant_type": "th_exchange_token", "access_token": "short", "client_secret": SECRET
    }  # fmt: skip
    assert dict(fake.seen_calls[2].query) == {"grant_type": "th_refresh_token", "access_token": "long"}


def test_facebook_gives_the_declared_pages_own_token_and_the_persons_is_not_kept(fake: Fake) -> None:
    fake.says["/token"] = said({"access_token": "short"})
    fake.says["/longer"] = said({"access_token": "persons"})
    pages = [
        {"id": str(n), "name": f"Page {n}", "access_token": f"page-{n}",
         "instagram_business_account": {"id": f"178{n}", "username": f"ig{n}"}}
        for n in (1, 2)
    ]  # fmt: skip
    fake.says["/me/accounts"] = said({"data": pages})
    tokens = redeem(speaks("facebook", fake.address))
    assert tokens.expires_at is None
    access = Access("2", {"access_token": tokens.access, "app_secret": SECRET}, fake.address, Path())
    for name, account in (("facebook", "2"), ("instagram", "1782")):
        grants = found.grants(name)
        assert grants is not None
        ours = next(one for one in grants.accounts(access, tokens) if one.account == account)
        assert ours.secrets == {"access_token": "page-2"}


def test_metas_number_190_is_the_end_of_access(fake: Fake) -> None:
    fake.says["/refresh"] = said({"error": {"message": "Session has expired", "code": 190}}, 400)
    with pytest.raises(GrantOver, match="Session has expired"):
        oauth.renew(speaks("threads", fake.address), oauth.App(ID, SECRET), token="t", now=NOON)


def test_mastodon_registers_us_at_the_accounts_own_server(fake: Fake) -> None:
    fake.says["/api/v1/apps"] = said({"client_id": "17", "client_secret": "s"})
    app = oauth.App("", "", fake.address)
    assert oauth.register(speaks("mastodon"), app, redirect=BACK, name="Evenhand") == ("17", "s")
    assert fake.seen_calls[0].form["redirect_uris"] == BACK
    with pytest.raises(NotDone, match="begins with https"):
        oauth.register(speaks("mastodon"), oauth.App("", "", "http://social.example"), redirect=BACK, name="Evenhand")


@pytest.mark.parametrize(
    ("answer", "ending"),
    [
        (said({"error": "invalid_grant"}, 400), GrantOver),
        (said({"error": "invalid_client"}, 401), AppRefused),
        (said({"error": "slow_down"}, 429, Retry_After="30"), TryAgain),
        (Said(503, b"<!doctype html>"), Unknown),
        (Said(200, b"<!doctype html>"), Unknown),
        (said({}), NotReadable),
        (said([]), Unknown),
    ],
)
def test_every_answer_has_an_end(fake: Fake, answer: Said, ending: type[Exception]) -> None:
    fake.says["/token"] = answer
    with pytest.raises(ending) as ended:
        redeem(speaks("youtube", fake.address))
    assert SECRET not in str(ended.value)


def test_no_error_quotes_what_it_was_sent(fake: Fake) -> None:
    fake.says["/token"] = Said(400, f"bad {SECRET} c0de {VERIFIER}".encode())
    with pytest.raises(NotDone) as ended:
        redeem(speaks("youtube", fake.address))
    for secret in (SECRET, "c0de", VERIFIER):
        assert secret not in str(ended.value)
