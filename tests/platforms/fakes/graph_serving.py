"""What every part of Meta's Graph has in common: tokens, proofs, errors, fields, pages of lists.

Source: developers.facebook.com, "Graph API Overview", "Handling Errors", "Rate Limits", read 2026-11.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.platforms.fakes.serving import Call, FakePlatform, Pushed, Said, said

from evenhand.platforms.contract import Access, PushAnswer

Native = dict[str, Any]
APP_ID, APP_SECRET, TOKEN, VERIFY = "4040", "app-secret-of-a-test", "EAAG-token-of-a-test", "meatyhamhock"
HOUSE = "https://evenhand.example/hooks"
ENDS_AT = datetime(2026, 6, 1, tzinfo=UTC)


class GraphFake(FakePlatform):
    """A Graph in which things are kept by id. `scopes`: what the token may do. `now`: goes on by a minute with each."""

    secrets = {"access_token": TOKEN, "app_id": APP_ID, "app_secret": APP_SECRET, "verify_token": VERIFY}
    scopes: tuple[str, ...] = ()
    posts: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.things: dict[str, Native] = {}
        self.under: dict[str, list[str]] = {}  # of a post or comment, the ids of what stands under it
        self.headers: dict[str, str] = {}
        self.token_ends_at = ENDS_AT
        self.token_words = ""  # why it is no longer good
        self.broken_after = 0  # answers, until every further one is a fault of Meta's
        self.unsupported = ""  # a thing of a kind that Graph no longer shows
        self.refuse = ""  # an edge for which the permission is missing
        self.callback: str | None = None  # of the app; None: this account's own address; "": it pushes nowhere
        self.app_fields: list[str] | None = None  # None: what we want
        self.count = 0

    def access(self, data: Path) -> Access:
        address = f"{HOUSE}/{self.name}/its-own"
        return Access(self.account, self.secrets, self.address, data, push_addresses=(address,), now=lambda: self.now)

    def subscriptions(self, call: Call, kind: str, field: str) -> Said:
        """What the app pushes where; asked by POST, it pushes from then on."""
        if call.method == "POST":
            form = call.form
            self.callback, self.app_fields = form["callback_url"], json.loads(form["fields"])
            assert (form["object"], form["verify_token"], form["include_values"]) == (kind, VERIFY, "true")
            return said({"success": True})
        callback = f"{HOUSE}/{self.name}/its-own" if self.callback is None else self.callback
        names = [field] if self.app_fields is None else self.app_fields
        fields = [{"name": name, "version": "v26.0"} for name in names]
        found = {"object": kind, "active": True, "callback_url": callback, "fields": fields}
        return said({"data": [found] if callback else []})

    def answer(self, call: Call) -> Said:
        if refused := self._not_ours(call):
            return refused
        if call.path == "/debug_token":
            return said({"data": self.token(call)})
        if 0 < self.broken_after < len(self.seen_calls):
            return error(2, "Service temporarily unavailable", status=500)
        if self.unsupported and self.unsupported in call.path:
            return error(12, "(#12) singular statuses API is deprecated")
        if self.refuse and call.path.endswith(f"/{self.refuse}"):
            return error(10, f"(#10) This needs a permission for {self.refuse}", status=403)
        found = self.route(call, [part for part in call.path.split("/") if part])
        return Said(found.status, found.body, {**found.headers, **self.headers})

    def route(self, call: Call, path: list[str]) -> Said:
        """What this Graph does, for whoever may ask."""
        raise NotImplementedError

    def token(self, call: Call) -> Native:
        """What the app is told of the account's token."""
        assert call.query["input_token"] == TOKEN
        assert call.headers["authorization"] == f"Bearer {APP_ID}|{APP_SECRET}"
        ends = int(self.token_ends_at.timestamp())
        if self.token_words:
            return {"is_valid": False, "error": {"code": 190, "message": self.token_words}, "scopes": []}
        return {"app_id": APP_ID, "is_valid": True, "expires_at": 0, "data_access_expires_at": ends,
                "scopes": list(self.scopes)}  # fmt: skip

    def tick(self) -> str:
        """The next minute, as Graph writes it."""
        self.now += timedelta(minutes=1)
        return self.now.strftime("%Y-%m-%dT%H:%M:%S+0000")

    def busy(self, seconds: int) -> Said:
        """A business use case over its limit: how long is said in minutes, and only in a header."""
        usage = {"call_count": 100, "total_cputime": 25, "total_time": 25, "type": "pages"}
        usage |= {"estimated_time_to_regain_access": -(-seconds // 60)} if seconds else {}
        headers = {"X-Business-Use-Case-Usage": json.dumps({"5050": [usage]})} if seconds else {}
        refused = error(80_001, "There have been too many calls to this Page account.")
        return Said(refused.status, refused.body, {**refused.headers, **headers})

    def no_access(self) -> Said:
        return error(190, "Error validating access token: the session was invalidated.", 460, 401)

    def asked(self) -> tuple[Mapping[str, str], Mapping[str, str], PushAnswer]:
        """Source: the example in Meta's own guide."""
        query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY}
        return query, self.secrets, PushAnswer(200, "1158201444")

    def signed(self, message: Native) -> Pushed:
        """A message as Meta signs it: the escaped bytes."""
        return self.signs(json.dumps(message, ensure_ascii=True).encode())

    def signs(self, raw: bytes, at: datetime | None = None) -> Pushed:
        signature = hmac.new(APP_SECRET.encode(), raw, hashlib.sha256).hexdigest()
        return Pushed({"x-hub-signature-256": f"sha256={signature}"}, raw, self.secrets)

    def _not_ours(self, call: Call) -> Said | None:
        token = call.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in (TOKEN, f"{APP_ID}|{APP_SECRET}"):
            return error(190, f"Malformed access token {token}", status=401)
        proof = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        given = call.query.get("appsecret_proof") or call.form.get("appsecret_proof")
        return None if given == proof else error(100, "API calls from the server require an appsecret_proof argument")


def error(code: int, message: str, subcode: int = 0, status: int = 400) -> Said:
    """What Graph says where it refuses."""
    about = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbC123"}
    return said({"error": about | ({"error_subcode": subcode} if subcode else {})}, status)


def no_such(id_: str) -> Said:
    """The same for what is not there, and for what we may not see."""
    words = "does not exist, cannot be loaded due to missing permissions, or does not support this operation"
    return error(100, f"Unsupported get request. Object with ID '{id_}' {words}", 33)


def page_of(call: Call, items: Sequence[object], most: int = 100) -> Native:
    """A page of a list: cursors, and "next" only where there is more."""
    start = int(call.query.get("after", "c0")[1:])
    end = start + min(int(call.query.get("limit", "25")), most)
    found: Native = {"data": list(items[start:end])}
    if items:
        found["paging"] = {"cursors": {"before": f"c{start}", "after": f"c{end}"}}
    if end < len(items):
        found["paging"]["next"] = f"https://graph.example/next?after=c{end}"
    return found


def fields_of(wanted: str) -> dict[str, str]:
    """The names in a `fields` parameter, each with what is asked for inside it."""
    found, name, inner, depth = {}, "", "", 0
    for letter in f"{wanted},":
        depth -= letter == "}"
        if letter == "," and not depth:
            found[name.split(".")[0]] = inner
            name = inner = ""
        elif depth:
            inner += letter
        elif letter not in "{}":
            name += letter
        depth += letter == "{"
    return found


def shown(thing: Any, wanted: str) -> Any:
    """Of a thing, what was asked for and is there; its id always. What is odd comes as it is."""
    if not isinstance(thing, dict) or thing.get("odd"):
        return thing
    return {name: shown(thing[name], inner) if inner and isinstance(thing[name], dict) else thing[name]
            for name, inner in {"id": "", **fields_of(wanted or "id")}.items() if name in thing}  # fmt: skip
