"""LinkedIn with one page of ours that has one post, and strangers who comment."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.platforms.fakes.serving import Call, FakePlatform, Pushed, Said, said

from evenhand.core.vocabulary import Subject, Verb
from evenhand.platforms.contract import Access, Act, PushAnswer

US, ROBIN, ROOT = "urn:li:organization:5501", "urn:li:person:robin", "urn:li:activity:7100000000000000001"
BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Fake(FakePlatform):
    """`comments`: by URN, oldest first. `state`: whether comments are open."""

    name, account, absent = "linkedin", US, f"urn:li:comment:({ROOT},999999)"
    secrets = {"access_token": "sesame-linkedin", "client_secret": "secret"}
    cannot = {
        "identity": "LinkedIn tells who commented by a URN alone",
        "hide": "nothing can be hidden there",
        "deleted parent": "the answers to a comment go with it",
        "cycle": "a comment answers one at the top, which answers none",
        "chain": "a comment answers one at the top, which answers none",
        "HTML in names": "no names are told",
    }

    def __init__(self) -> None:
        super().__init__()
        self.comments: dict[str, dict[str, Any]] = {}
        self.state = "OPEN"
        self._count = 0
        self.now = BEGINNING + timedelta(days=2)

    def access(self, data: Path) -> Access:
        return Access(self.account, self.secrets, self.address, data, now=lambda: self.now)

    def comment(self, text: str = "Words", *, id: str = "", author: str | None = "Robin Vale", parent: str = "") -> str:
        return self._add(text, ROBIN if author else "", parent, id)

    def ours(self, text: str) -> str:
        return self._add(text, US)

    def act(self, verb: Verb) -> Act:
        comment = self.comment()
        if verb is Verb.REOPEN:
            self.state = "CLOSED"
        subject = ROOT if verb.subject is Subject.POST else comment
        if verb.subject is Subject.POST:
            self.absent = "urn:li:activity:1"
        return Act("k1", verb, US, subject, "Please write to us.", author_id=ROBIN, post_id=ROOT)

    def effects(self, act: Act) -> int:
        match act.verb:
            case Verb.CLOSE | Verb.REOPEN:
                return int((self.state == "CLOSED") == (act.verb is Verb.CLOSE))
            case Verb.DELETE:
                return int(act.subject_id not in self.comments)
        return sum(one["message"]["text"] == act.text for one in self.comments.values())

    def edit(self, id: str, text: str) -> None:
        later = int((BEGINNING + timedelta(days=1)).timestamp() * 1000)
        self.comments[id] |= {"message": {"text": text}, "lastModified": {"time": later}}

    def delete(self, id: str) -> None:
        del self.comments[id]

    def crowd(self, count: int) -> None:
        for _ in range(count):
            self.comment()

    def garble(self) -> None:
        self.comments[self.comment()]["message"] = {"text": ["no", "words"]}

    def export(self) -> object:
        return {"elements": list(self.comments.values())}

    def pushed(self, at: datetime) -> Pushed:
        told = {"notificationId": 71, "organizationalEntity": US, "action": "COMMENT"}
        return self.signs(json.dumps({"notifications": [told, told]}).encode(), at)

    def signs(self, raw: bytes, at: datetime) -> Pushed:
        made = hmac.new(b"secret", b"hmacsha256=" + raw, hashlib.sha256).hexdigest()
        return Pushed({"x-li-signature": made}, raw, self.secrets)

    def asked(self) -> tuple[Mapping[str, str], Mapping[str, str], PushAnswer]:
        made = hmac.new(b"secret", b"890e4665", hashlib.sha256).hexdigest()
        answer = json.dumps({"challengeCode": "890e4665", "challengeResponse": made})
        return {"challengeCode": "890e4665"}, self.secrets, PushAnswer(200, answer, "application/json")

    def answer(self, call: Call) -> Said:
        if call.headers.get("authorization") != f"Bearer {self.secrets['access_token']}":
            return said({"status": 401, "code": "INVALID_ACCESS_TOKEN"}, 401)
        assert call.headers["linkedin-version"].isdigit()
        match [unquote(part) for part in call.path.removeprefix("/rest/").split("/")]:
            case ["posts", *rest]:
                self.now += timedelta(hours=1)  # between two rounds; nothing counts the comments under a post
                post = {"id": ROOT, "author": US, "commentary": "The library opens late", "createdAt": _milliseconds(0)}
                return said(post if rest else {"elements": [post]})
            case ["socialMetadata", post]:
                return self._settings(call, post)
            case ["socialActions", thread, "comments"]:
                return self._posted(call.json) if call.method == "POST" else self._listed(call, thread)
            case ["socialActions", thread, "comments", number]:
                return self._one(call, f"urn:li:comment:({thread},{number})")
        return said({"status": 404}, 404)

    def _settings(self, call: Call, post: str) -> Said:
        if post != ROOT:
            return said({"status": 404, "message": "no such entity"}, 404)
        if call.method == "GET":
            return said({"commentsState": self.state})
        assert (call.headers["x-restli-method"], call.query["actor"]) == ("PARTIAL_UPDATE", US)
        self.state = call.json["patch"]["$set"]["commentsState"]
        if self.state == "CLOSED":
            self.comments.clear()  # for good
        return Said(202, b"", {})

    def _one(self, call: Call, urn: str) -> Said:
        if urn not in self.comments:
            return said({"status": 404, "message": "no such comment"}, 404)
        if call.method == "DELETE":
            assert call.query["actor"] == US
            self.delete(urn)
            return said({})  # 204 on the real one, which leaves nothing that could break off in the middle
        return said(self.comments[urn])

    def _listed(self, call: Call, thread: str) -> Said:
        start, count = int(call.query["start"]), int(call.query["count"])
        parent = "" if thread == ROOT else thread
        found = [one for one in self.comments.values() if one.get("parentComment", "") == parent]
        return said({"elements": found[start : start + count]})

    def _posted(self, told: Mapping[str, Any]) -> Said:
        urn = self._add(told["message"]["text"], told["actor"], told["parentComment"])
        return said(self.comments[urn], 201)

    def _add(self, text: str, actor: str, parent: str = "", id_: str = "") -> str:
        self._count += 1
        number = id_ or str(7_100_000_000_000_000_100 + self._count)
        urn = f"urn:li:comment:({ROOT},{number})"
        self.comments[urn] = {
            "id": number, "commentUrn": urn, "object": ROOT, "message": {"text": text},
            "created": {"time": _milliseconds(self._count)}, "commentsSummary": {"aggregatedTotalComments": 0},
            **({"actor": actor} if actor else {}), **({"parentComment": parent} if parent else {}),
        }  # fmt: skip
        if parent in self.comments:
            self.comments[parent]["commentsSummary"]["aggregatedTotalComments"] += 1
        return urn


def _milliseconds(seconds: int) -> int:
    return int((BEGINNING + timedelta(seconds=seconds)).timestamp() * 1000)
