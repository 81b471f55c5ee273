"""TikTok with one business account of ours that has one video, and strangers who comment. Ids come as numbers."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.platforms.fakes.serving import Call, FakePlatform, Pushed, Said, said

from evenhand.core.vocabulary import Subject, Verb
from evenhand.platforms.contract import Act

US, ROBIN, VIDEO = "open-id-harrowmere", "700001", "7300000000000000001"
BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Fake(FakePlatform):
    """`comments`: by id, oldest first. `forgets_to_unhide`: it says OK and does nothing."""

    name, account, absent = "tiktok", US, "999"
    secrets = {"access_token": "sesame-tiktok", "app_secret": "secret"}
    pushes_are_dated = True
    cannot = {
        "handshake": "TikTok asks nothing before it pushes",
        "edit": "nobody can change a comment there",
        "deleted parent": "the answers to a comment go with it",
        "cycle": "a comment answers one at the top, which answers none",
        "chain": "a comment answers one at the top, which answers none",
    }

    def __init__(self) -> None:
        super().__init__()
        self.comments: dict[str, dict[str, Any]] = {}
        self.forgets_to_unhide = False
        self._count = 0

    def comment(self, text: str = "Words", *, id: str = "", author: str | None = "Robin Vale", parent: str = "") -> str:
        person = {"user_id": int(ROBIN), "username": "robin", "display_name": author} if author else {}
        return self._add(text, person, parent, id)

    def ours(self, text: str) -> str:
        return self._add(text, {"user_id": 5, "username": "harrowmere", "owner": True})

    def act(self, verb: Verb) -> Act:
        comment = self.comment()
        if verb is Verb.UNHIDE:
            self.hide(comment)
        subject = {Subject.AUTHOR: ROBIN, Subject.POST: VIDEO}.get(verb.subject) or comment
        return Act("k1", verb, US, subject, "Please write to us.", author_id=ROBIN, post_id=VIDEO)

    def effects(self, act: Act) -> int:
        if act.verb is Verb.REPLY:
            return sum(one["text"] == act.text for one in self.comments.values())
        return int((self.comments[act.subject_id]["status"] == "HIDDEN") == (act.verb is Verb.HIDE))

    def delete(self, id: str) -> None:
        del self.comments[id]

    def hide(self, id: str) -> None:
        self.comments[id]["status"] = "HIDDEN"

    def crowd(self, count: int) -> None:
        for _ in range(count):
            self.comment()

    def garble(self) -> None:
        self.comments[self.comment()]["text"] = ["no", "words"]

    def export(self) -> object:
        return {"code": 0, "data": {"comments": list(self.comments.values())}}

    def pushed(self, at: datetime) -> Pushed:
        raw = json.dumps({"event": "comment.update", "user_openid": US, "content": "{}"}).encode()
        return self.signs(raw, at)

    def signs(self, raw: bytes, at: datetime) -> Pushed:
        time = str(int(at.timestamp()))
        made = hmac.new(b"secret", time.encode() + b"." + raw, hashlib.sha256).hexdigest()
        return Pushed({"tiktok-signature": f"t={time},s={made}"}, raw, self.secrets)

    def no_access(self) -> Said:
        return said({"code": 40105, "message": "Access token is incorrect or has been revoked."})

    def answer(self, call: Call) -> Said:
        if call.headers.get("access-token") != self.secrets["access_token"]:
            return self.no_access()
        asked = call.query if call.method == "GET" else call.json
        assert asked["business_id"] == US
        match call.path.removeprefix("/open_api/v1.3/business"):
            case "/video/list/":
                shown = {"item_id": VIDEO, "caption": "The library opens late", "comments": len(self.comments),
                         "share_url": "https://www.tiktok.com/@harrowmere/video/1"}  # fmt: skip
                return ok({"videos": [shown], "has_more": False})
            case "/comment/list/":
                return self._page(call, "")
            case "/comment/reply/list/":
                return self._page(call, asked["comment_id"])
            case "/comment/hide/":
                return self._hidden(asked)
            case "/comment/reply/create/":
                id_ = self._add(asked["text"], {"username": "harrowmere", "owner": True}, asked["comment_id"])
                return ok({"comment_id": int(id_)})
        return said({"code": 40002, "message": "no such address"}, 404)

    def _hidden(self, asked: Mapping[str, Any]) -> Said:
        if asked["comment_id"] not in self.comments:
            return said({"code": 40002, "message": "The comment does not exist."})
        if not (self.forgets_to_unhide and asked["action"] == "UNHIDE"):
            self.comments[asked["comment_id"]]["status"] = "HIDDEN" if asked["action"] == "HIDE" else "PUBLIC"
        return ok({})

    def _page(self, call: Call, parent: str) -> Said:
        assert call.query["status"] == "ALL"
        newest_first = reversed(self.comments.values())
        found = [one for one in newest_first if str(one.get("parent_comment_id", "")) == parent]
        start = int(call.query.get("cursor", 0))
        page = found[start : start + int(call.query["max_count"])]
        end = start + len(page)
        return ok({"comments": page, "cursor": end, "has_more": end < len(found)})

    def _add(self, text: str, person: Mapping[str, Any], parent: str = "", id_: str = "") -> str:
        self._count += 1
        number = int(id_ or 7_300_000_000_000_000_100 + self._count)
        self.comments[str(number)] = {
            "comment_id": number, "video_id": int(VIDEO), "text": text, "status": "PUBLIC", "replies": 0,
            "create_time": int((BEGINNING + timedelta(seconds=self._count)).timestamp()), **person,
            **({"parent_comment_id": int(parent)} if parent else {}),
        }  # fmt: skip
        if parent in self.comments:
            self.comments[parent]["replies"] += 1
        return str(number)


def ok(data: object) -> Said:
    return said({"code": 0, "message": "OK", "data": data})
