"""One client for Meta's Graph, through which Facebook Pages, Instagram and Threads are spoken to.

The token goes into a header, never into an address: addresses are logged by what lies between.
"""

import json
from collections.abc import Mapping
from urllib.parse import quote

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, NotDone, Secret, TryAgain, Unknown
from evenhand.platforms.exchange import Exchange
from evenhand.platforms.graph_endings import Endings, GraphRefusal
from evenhand.platforms.graph_usage import Usage
from evenhand.platforms.signatures import hex_hmac

FACEBOOK = "https://graph.facebook.com/v26.0"
THREADS = "https://graph.threads.net/v1.0"
THREADS_TOKENS = "https://graph.threads.net"

APP_SECRETS = (
    Secret("app_id", "App ID", "The app's dashboard, under “App settings”, “Basic”", write_only=False),
    Secret("app_secret", "App secret", "On the same page, behind “Show”; it signs every call and every pushed message"),
    Secret(
        "verify_token",
        "Verify token for webhooks",
        "Any long random words: enter the same here and in the app's dashboard, under “Webhooks”",
        optional=True,
        made_here=True,
    ),
)
"""What a person enters beside the token, for an app of any of the three."""


class Graph:
    """What opens one account at one host. `usage`: how much of its allowance is used up, as the answers say."""

    def __init__(self, access: Access, address: str, token: str = "") -> None:
        """`token`: the app's own, where it is not the account's that is wanted."""
        token, app_secret = token or access.secrets.get("access_token", ""), access.secrets.get("app_secret", "")
        proof = hex_hmac(app_secret, token.encode()) if app_secret else ""
        secrets = (token, proof, *(value for name, value in access.secrets.items() if name != "app_id"))
        self.usage = Usage(access.now)
        self._proof = {"appsecret_proof": proof} if proof else {}
        self._exchange = Exchange(
            access.address or address, headers={"Authorization": f"Bearer {token}"}, secrets=secrets,
            ends=Endings(secrets), hears=self.usage.hear,
        )  # fmt: skip

    def get(self, path: str, query: Mapping[str, str | int] | None = None) -> dict[str, object]:
        """Look at something. Raises: TryAgain, AccessRefused, NotDone."""
        found = self._exchange.look(path, {**(query or {}), **self._proof})
        if not isinstance(found, dict):
            raise TryAgain("the exchange broke off: the answer is JSON, but no object")
        return found

    def read(self, path: str, query: Mapping[str, str | int] | None = None) -> dict[str, object]:
        """Look, leaving a fifth of the allowance for actions, as whoever polls must.

        Raises: TryAgain, AccessRefused, GraphRefusal.
        """
        self.usage.leave_for_actions()
        return self.get(path, query)

    def post(self, path: str, form: Mapping[str, object]) -> dict[str, object]:
        """Ask for something to be done. Raises: TryAgain, AccessRefused, NotDone, Unknown."""
        sent = {name: written(value) for name, value in form.items()} | self._proof
        return must_succeed(self._exchange.ask("POST", path, form=sent).json_object())

    def delete(self, path: str, query: Mapping[str, str] | None = None) -> dict[str, object]:
        """Ask for something to be taken away. Raises: TryAgain, AccessRefused, NotDone, Unknown."""
        return must_succeed(self._exchange.ask("DELETE", path, query={**(query or {}), **self._proof}).json_object())


def node(id_: str, edge: str = "") -> str:
    """The path of a thing, or of what hangs on it. An id comes from outside and never becomes more than one part.

    Raises: GraphRefusal for what cannot be an id.
    """
    if id_ in ("", ".", ".."):
        raise GraphRefusal(f"“{id_}” is no id of anything")
    return f"/{quote(id_, safe='')}{f'/{edge}' if edge else ''}"


def written(value: object) -> str:
    """A parameter as Meta's own SDK sends it: yes and no as words, lists and objects as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def must_succeed(answer: dict[str, object]) -> dict[str, object]:
    """Raises: NotDone for a "no" that came as success; Unknown for an error that did."""
    if "error" in answer:
        raise Unknown(f"200, with an error inside: {json.dumps(answer['error'])[:200]}")
    if answer.get("success") in (False, "false"):
        raise NotDone("200: the platform answered that it did not succeed")
    return answer


def listed(answer: Mapping[str, object]) -> tuple[list[object], str]:
    """What one page of a list holds, and the cursor of the next; "" at the end.

    Raises: TryAgain for what is no list: nothing was read, and the next answer may be one.
    """
    data = answer.get("data", [])
    if not isinstance(data, list):
        raise TryAgain("the exchange broke off: what should be a list is none")
    more = fields.at(answer, "paging", "next") is not None
    after = fields.at(answer, "paging", "cursors", "after")
    return data, after if more and isinstance(after, str) else ""
