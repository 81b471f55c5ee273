"""Signing in with Facebook, for Pages and for the Instagram accounts that stand behind them.

Source: developers.facebook.com, "Manually Build a Login Flow", "Long-Lived Access Tokens", "Page Access Tokens".
"""

from collections.abc import Mapping

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, Longer, OAuth, Opened, Sent
from evenhand.platforms.graph import FACEBOOK, Graph, listed

MOST_PAGES = 10  # of 100 each


def facebook_login(scopes: Mapping[str, str]) -> OAuth:
    """The same for every platform behind a Page. `scopes`: and for people, why each is asked for."""
    return OAuth(
        "https://www.facebook.com/v26.0/dialog/oauth",
        f"{FACEBOOK}/oauth/access_token",
        tuple(scopes),
        because=tuple(scopes.values()),
        signs_in_as="a person with full control of the council's Page",
        ends_with=(
            (
                "a Page's token does not end by itself, but dies when whoever signed in changes password, leaves the "
                "Page or takes the app away"
            ),
            "after 90 days without new consent Meta may show the app nothing more; a system user's token outlives both",
        ),
        pkce=False,
        scope_separator=",",
        sent=Sent.QUERY,
        longer=Longer(f"{FACEBOOK}/oauth/access_token", "fb_exchange_token", "fb_exchange_token"),
        lives_seconds=0,
        over=("190", "102"),
        app_refused=("101",),
        app_id="app_id",
        app_secret="app_secret",  # noqa: S106 - a name
    )


def pages(access: Access, more: str = "") -> list[Mapping[str, object]]:
    """The Pages of whoever signed in, each with a token of its own. Raises: TryAgain, AccessRefused, NotDone,
    NotReadable."""
    graph, found, after = Graph(access, FACEBOOK), [], ""
    for _ in range(MOST_PAGES):
        query: dict[str, str | int] = {"fields": f"id,name,access_token{more}", "limit": 100}
        page, after = listed(graph.get("/me/accounts", query | ({"after": after} if after else {})))
        found += [one for one in page if isinstance(one, Mapping)]
        if not after:
            break
    return found


def opened(page: Mapping[str, object], account: str, name: str) -> Opened:
    """An account with its Page's own token, which does not end. The person's token is not kept."""
    return Opened(account, name, {"access_token": fields.text(page, "access_token")})
