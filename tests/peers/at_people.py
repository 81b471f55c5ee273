"""People on the AT network, who write and look by its plain interface: nothing of our own client is in between."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import Any, TypeVar

import httpx

POST = "app.bsky.feed.post"
PATIENCE_SECONDS = 30
_Seen = TypeVar("_Seen")


@dataclass(frozen=True)
class Post:
    """One that somebody wrote."""

    uri: str
    cid: str
    root: "Post | None" = None

    @property
    def named(self) -> dict[str, str]:
        return {"uri": self.uri, "cid": self.cid}


@dataclass(frozen=True)
class Person:
    """Signed in on the server."""

    server: str
    handle: str
    password: str
    did: str
    token: str

    @classmethod
    def joins(cls, server: str, name: str) -> "Person":
        handle, password = f"{name}-{secrets.token_hex(3)}.test", secrets.token_hex(8)
        told = {"handle": handle, "email": f"{handle}@mail.example", "password": password}
        made = _asked(server, "POST", "com.atproto.server.createAccount", json=told)
        person = cls(server, handle, password, made["did"], made["accessJwt"])
        eventually(lambda: person.look("app.bsky.actor.getProfile", actor=person.did))
        return person

    def app_password(self) -> str:
        return str(self.do("com.atproto.server.createAppPassword", name=f"evenhand {secrets.token_hex(2)}")["password"])

    def write(self, text: str, below: Post | None = None, *, wait: bool = True) -> Post:
        """A post, or an answer; by default the network has seen it before anybody goes on."""
        record: dict[str, Any] = {"$type": POST, "text": text, "createdAt": datetime.now(UTC).isoformat()}
        root = (below.root or below) if below else None
        if below and root:
            record["reply"] = {"root": root.named, "parent": below.named}
        made = self.do("com.atproto.repo.createRecord", repo=self.did, collection=POST, record=record)
        post = Post(made["uri"], made["cid"], root)
        if wait:
            eventually(lambda: self.sees(post.uri))
        return post

    def delete(self, post: Post) -> None:
        place = {"repo": self.did, "collection": POST, "rkey": post.uri.rpartition("/")[2]}
        self.do("com.atproto.repo.deleteRecord", **place)
        eventually(lambda: not self.sees(post.uri))

    def sees(self, uri: str) -> dict[str, Any] | None:
        """A post as the network shows it to this person."""
        found = self.look("app.bsky.feed.getPosts", uris=uri)["posts"]
        return found[0] if found else None

    def sees_under(self, root: str) -> tuple[set[str], set[str]]:
        """What is shown under a post, and what is behind “more replies”, by their ids."""
        shown = self.look("app.bsky.unspecced.getPostThreadV2", anchor=root, below=20)["thread"]
        other = self.look("app.bsky.unspecced.getPostThreadOtherV2", anchor=root)["thread"]
        return {item["uri"] for item in shown} - {root}, {item["uri"] for item in other}

    def look(self, method: str, **asked: Any) -> dict[str, Any]:
        return _asked(self.server, "GET", method, params=asked, token=self.token)

    def do(self, method: str, **told: Any) -> dict[str, Any]:
        return _asked(self.server, "POST", method, json=told, token=self.token)


def eventually(look: Callable[[], _Seen]) -> _Seen:
    """What is seen as soon as it is something; an answer that is an error is not yet anything."""
    until, last = monotonic() + PATIENCE_SECONDS, ""
    while monotonic() < until:
        try:
            if seen := look():
                return seen
        except httpx.HTTPStatusError as error:
            last = error.response.text
        sleep(0.1)
    raise AssertionError(f"the network did not show it within {PATIENCE_SECONDS} seconds. {last}")


def _asked(server: str, verb: str, method: str, *, token: str = "", **said: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = httpx.request(verb, f"{server}/xrpc/{method}", headers=headers, timeout=30, **said)
    answer.raise_for_status()
    return dict(answer.json()) if answer.content else {}
