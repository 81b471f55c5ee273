"""A server of the AT Protocol with one account of ours, its network behind it, and strangers who answer.

What it does was seen on the real software: see docs/reference/platforms.md for what was proved there.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from tests.platforms.fakes.serving import Call, FakePlatform, Said, said

from evenhand.core.vocabulary import Subject, Verb
from evenhand.platforms.contract import Act

US, ROBIN, SOMEBODY = "did:plc:harrowmere", "did:plc:robin", "did:plc:somebody"
POST, GATE, BLOCK = "app.bsky.feed.post", "app.bsky.feed.threadgate", "app.bsky.graph.block"
ROOT = f"at://{US}/{POST}/3kroot"
BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOLD_OF_AT_MOST = 5  # answers to answers; of deeper ones the network tells nobody but the one who is answered


def refused(name: str, status: int = 400) -> Said:
    return said({"error": name, "message": f"{name}, as the server words it"}, status)


class Fake(FakePlatform):
    """`records`: everything in every repository, by at-uri. `told`: what our notifications list, oldest first."""

    name, account = "bluesky", "harrowmere.example"
    absent = f"at://{ROBIN}/{POST}/3knowhere"
    secrets = {"app_password": "abcd-efgh-ijkl-mnop"}
    cannot = {
        "edit": "nobody can change a post there",
        "missing author": "a post lies in its author's own repository, so its address names them",
    }

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, dict[str, Any]] = {}
        self.seen_at: dict[str, str] = {}
        self.told: list[str] = []
        self.names = {US: "Harrowmere Council", ROBIN: "Robin Vale"}
        self.reports: list[dict[str, Any]] = []
        self.switched_off: set[str] = set()
        self.token = 0
        self.loses_next_notification = False
        self.before_put: Callable[[], None] = lambda: None
        self._count = 0
        self._answers: dict[str, list[str]] = {}
        self._answers_of = -1
        self._write(ROOT, {"$type": POST, "text": "The library opens late", "createdAt": _iso(BEGINNING)})

    def comment(self, text: str = "Words", *, id: str = "", author: str | None = "Robin Vale", parent: str = "") -> str:
        self.names[ROBIN] = author or ""
        self._count += 1
        uri = f"at://{ROBIN}/{POST}/{id or f'3k{self._count:07}'}"
        self._write(uri, self._answering(text, parent or ROOT))
        self._tell(uri)
        return uri

    def ours(self, text: str) -> str:
        self._count += 1
        uri = f"at://{US}/{POST}/3kours{self._count}"
        self._write(uri, self._answering(text, ROOT))
        return uri

    def act(self, verb: Verb) -> Act:
        comment = self.comment()
        subject = {Subject.AUTHOR: ROBIN, Subject.POST: ROOT}.get(verb.subject) or comment
        if verb is Verb.UNHIDE:
            self.hide(comment)
        if verb is Verb.UNBLOCK:
            self._write(f"at://{US}/{BLOCK}/3kbyhand", {"$type": BLOCK, "subject": ROBIN, "createdAt": _iso(BEGINNING)})
        if verb is Verb.REOPEN:
            self._write(f"at://{US}/{GATE}/3kroot", {"$type": GATE, "post": ROOT, "allow": []})
        return Act("k1", verb, self.account, subject, "Please write to us.", author_id=ROBIN, written_at=BEGINNING)

    def effects(self, act: Act) -> int:
        gate = self.records.get(f"at://{US}/{GATE}/3kroot", {})
        blocks = [uri for uri, found in self.records.items() if found.get("$type") == BLOCK]
        match act.verb:
            case Verb.HIDE | Verb.UNHIDE:
                return int((act.subject_id in gate.get("hiddenReplies", [])) == (act.verb is Verb.HIDE))
            case Verb.CLOSE | Verb.REOPEN:
                return int((gate.get("allow") == []) == (act.verb is Verb.CLOSE))
            case Verb.BLOCK:
                return len(blocks)
            case Verb.UNBLOCK:
                return int(not blocks)
            case Verb.REPORT:
                return len(self.reports)
            case _:
                return sum(
                    uri.startswith(f"at://{US}/") and found.get("text") == act.text
                    for uri, found in self.records.items()
                )

    def delete(self, id: str) -> None:
        del self.records[id]

    def hide(self, id: str) -> None:
        self._write(f"at://{US}/{GATE}/3kroot", {"$type": GATE, "post": ROOT, "hiddenReplies": [id]})

    def crowd(self, count: int) -> None:
        for _ in range(count):
            self.comment()

    def chain(self, count: int) -> None:
        above = ""
        for number in range(count):
            above = self.comment(parent=above)
            if number >= TOLD_OF_AT_MOST:
                self.told.remove(above)

    def cycle(self) -> tuple[str, str]:
        one, other = f"at://{ROBIN}/{POST}/3kone", f"at://{ROBIN}/{POST}/3kother"
        self._write(one, self._answering("One", other))
        self._write(other, self._answering("Other", one))
        self._tell(one)
        self._tell(other)
        return one, other

    def garble(self) -> None:
        uri = f"at://{ROBIN}/{POST}/3kgarbled"
        self._write(uri, self._answering("", ROOT) | {"text": ["no", "words"]})
        self._tell(uri)

    def export(self) -> object:
        return {"thread": self._node(ROOT, 50)}

    def is_change(self, call: Call) -> bool:
        return call.method == "POST" and "com.atproto.server." not in call.path

    def busy(self, seconds: int) -> Said:
        until = {"RateLimit_Reset": str(int(datetime.now(UTC).timestamp()) + seconds + 1)} if seconds else {}
        return said({"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, 429, **until)

    def no_access(self) -> Said:
        return refused("ExpiredToken", 400) if self.token % 2 else refused("AuthenticationRequired", 401)

    def answer(self, call: Call) -> Said:
        method = call.path.removeprefix("/xrpc/")
        if method == "com.atproto.server.createSession":
            known = call.json == {"identifier": self.account, "password": self.secrets["app_password"]}
            return self._session() if known else refused("AuthenticationRequired", 401)
        bearer = call.headers.get("authorization", "")
        if method == "com.atproto.server.refreshSession":
            return self._session() if bearer == f"Bearer refresh-{self.token}" else refused("ExpiredToken")
        if bearer != f"Bearer access-{self.token}":
            return refused("ExpiredToken")
        answers: Mapping[str, Callable[[Call], Said]] = {
            "com.atproto.server.getSession": lambda _: said({"did": US, "handle": self.account, "active": True}),
            "com.atproto.repo.getRecord": self._get_record,
            "com.atproto.repo.putRecord": self._put_record,
            "com.atproto.repo.deleteRecord": self._delete_record,
            "com.atproto.repo.listRecords": self._list_records,
            "com.atproto.moderation.createReport": self._create_report,
            "app.bsky.feed.getPosts": lambda call: said({"posts": self._views([v for _, v in call.queries])}),
            "app.bsky.feed.getPostThread": self._thread,
            "app.bsky.feed.getAuthorFeed": self._feed,
            "app.bsky.notification.listNotifications": self._notifications,
            "app.bsky.actor.getProfile": self._profile,
        }
        return answers[method](call)

    def _session(self) -> Said:
        self.token += 1
        document = {"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://elsewhere.invalid"}]}
        tokens = {"accessJwt": f"access-{self.token}", "refreshJwt": f"refresh-{self.token}"}
        return said({"did": US, "handle": self.account, "didDoc": document, **tokens})

    def _get_record(self, call: Call) -> Said:
        uri = f"at://{call.query['repo']}/{call.query['collection']}/{call.query['rkey']}"
        if uri not in self.records:
            return refused("RecordNotFound")
        return said({"uri": uri, "cid": self.cid(uri), "value": self.records[uri]})

    def _put_record(self, call: Call) -> Said:
        self.before_put()
        told = call.json
        uri = f"at://{told['repo']}/{told['collection']}/{told['rkey']}"
        if told["repo"] != US:
            return refused("InvalidRequest", 401)
        same = self.records.get(uri) == told["record"]
        if "swapRecord" in told and told["swapRecord"] != self.cid(uri) and not same:
            return refused("InvalidSwap")
        self._write(uri, told["record"])
        return said({"uri": uri, "cid": self.cid(uri)})

    def _delete_record(self, call: Call) -> Said:
        told = call.json
        self.records.pop(f"at://{told['repo']}/{told['collection']}/{told['rkey']}", None)
        return said({})

    def _list_records(self, call: Call) -> Said:
        under = f"at://{call.query['repo']}/{call.query['collection']}/"
        found = sorted(uri for uri in self.records if uri.startswith(under))
        start = int(call.query.get("cursor", 0))
        page = found[start : start + int(call.query["limit"])]
        rows = [{"uri": uri, "cid": self.cid(uri), "value": self.records[uri]} for uri in page]
        more = {"cursor": str(start + len(page))} if start + len(page) < len(found) else {}
        return said({"records": rows, **more})

    def _create_report(self, call: Call) -> Said:
        assert call.headers["atproto-proxy"].endswith("#atproto_labeler")
        self.reports.append(call.json)
        return said({"id": len(self.reports), "reasonType": call.json["reasonType"]})

    def _thread(self, call: Call) -> Said:
        uri = call.query["uri"]
        if uri not in self.records:
            return refused("NotFound")
        return said({"thread": self._node(uri, int(call.query["depth"]))})

    def _node(self, uri: str, depth: int) -> dict[str, Any]:
        """Answers below something that was deleted are not shown."""
        below = self._below()
        top: dict[str, Any] = {"post": self._view(uri, below)}
        level = [top]
        for _ in range(depth):
            following = []
            for node in level:
                node["replies"] = [{"post": self._view(each, below)} for each in below.get(node["post"]["uri"], [])]
                following += node["replies"]
            level = following
        return top

    def _below(self) -> dict[str, list[str]]:
        """Who answers whom; worked out again when the number of records has changed."""
        if self._answers_of != len(self.records):
            self._answers, self._answers_of = self._who_answers(), len(self.records)
        return self._answers

    def _who_answers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for uri, record in self.records.items():
            if parent := record.get("reply", {}).get("parent", {}).get("uri"):
                found.setdefault(parent, []).append(uri)
        return found

    def _feed(self, call: Call) -> Said:
        assert call.query["actor"] == US
        below = self._below()
        mine = [
            uri for uri, record in self.records.items() if uri.startswith(f"at://{US}/{POST}") and "reply" not in record
        ]
        return said({"feed": [{"post": self._view(uri, below)} for uri in mine]})

    def _notifications(self, call: Call) -> Said:
        hidden = self._hidden()
        listed = [uri for uri in reversed(self.told) if uri in self.records and uri not in hidden]
        start = int(call.query.get("cursor", 0))
        page = listed[start : start + int(call.query["limit"])]
        more = {"cursor": str(start + len(page))} if start + len(page) < len(listed) else {}
        views = [{**self._view(uri, {}), "reason": "reply", "reasonSubject": ROOT, "isRead": False} for uri in page]
        return said({"notifications": views, **more})

    def _profile(self, call: Call) -> Said:
        did = unquote(call.query["actor"])
        return refused("AccountDeactivated") if did in self.switched_off else said({"did": did, "handle": "x.example"})

    def _views(self, uris: list[str]) -> list[dict[str, Any]]:
        below = self._below()
        off = self.switched_off
        return [self._view(u, below) for u in uris if u in self.records and u.split("/")[2] not in off]

    def _view(self, uri: str, below: Mapping[str, list[str]]) -> dict[str, Any]:
        did = uri.split("/")[2]
        view = {
            "uri": uri, "cid": self.cid(uri), "record": self.records[uri], "indexedAt": self.seen_at[uri],
            "replyCount": len(below.get(uri, [])),
            "author": {"did": did, "handle": f"{did[8:]}.example", "displayName": self.names.get(did, "")},
        }  # fmt: skip
        gate = self.records.get(uri.replace(POST, GATE))
        return view | ({"threadgate": {"uri": uri.replace(POST, GATE), "record": gate}} if gate else {})

    def cid(self, uri: str) -> str | None:
        if uri not in self.records:
            return None
        return "bafyrei" + hashlib.sha256(json.dumps(self.records[uri], sort_keys=True).encode()).hexdigest()[:40]

    def _answering(self, text: str, parent: str) -> dict[str, Any]:
        when = _iso(BEGINNING + timedelta(seconds=self._count))
        named = {"root": {"uri": ROOT, "cid": "bafyroot"}, "parent": {"uri": parent, "cid": "bafyparent"}}
        return {"$type": POST, "text": text, "createdAt": when, "reply": named}

    def _tell(self, uri: str) -> None:
        if not self.loses_next_notification:
            self.told.append(uri)
        self.loses_next_notification = False

    def _hidden(self) -> set[str]:
        return set(self.records.get(f"at://{US}/{GATE}/3kroot", {}).get("hiddenReplies", []))

    def _write(self, uri: str, record: dict[str, Any]) -> None:
        self.records[uri] = record
        self.seen_at.setdefault(uri, _iso(BEGINNING + timedelta(seconds=len(self.seen_at))))


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
