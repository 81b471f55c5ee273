"""YouTube's interface for one channel with one video, and people who comment under it.

It keeps to what the documents say: answers come with their thread in part, a comment asked for by its id does not say
how it stands, and what was rejected is never published again.
"""

import html
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.platforms.fakes.serving import Call, FakePlatform, Said, said

from evenhand.core.vocabulary import Verb
from evenhand.platforms.contract import Access, Act

BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
US, VIDEO = "UCharrowmereharrowmere00", "vid00000001"
EMBEDDED = 5


def refused(reason: str, status: int) -> Said:
    errors = [{"message": reason, "domain": "youtube.comment", "reason": reason}]
    return said({"error": {"code": status, "message": reason, "errors": errors}}, status)


class Fake(FakePlatform):
    """`comments`: by id, as the interface shows them."""

    name, account, absent = "youtube", US, "Ugnowhere"
    secrets = {"access_token": "ya29.sesame"}
    cannot = {
        "deleted parent": "whoever deletes a comment deletes the answers under it",
        "chain": "answers to answers stand flat under the comment that began the thread",
        "cycle": "answers to answers stand flat under the comment that began the thread",
    }

    def __init__(self) -> None:
        super().__init__()
        self.comments: dict[str, dict[str, Any]] = {}
        self._count = 0

    def access(self, data: Path) -> Access:
        now = BEGINNING + timedelta(hours=12)
        return Access(self.account, self.secrets, self.address, data, now=lambda: now)

    def comment(self, text: str = "Words", *, id: str = "", author: str | None = "Robin Vale", parent: str = "") -> str:
        return self._stored(id, text, author, "UCrobin" if author else "", parent)

    def ours(self, text: str) -> str:
        return self._stored("", text, "Harrowmere Council", US, "")

    def act(self, verb: Verb) -> Act:
        comment = self.comment()
        if verb is Verb.UNHIDE:
            self.hide(comment)
        return Act("k1", verb, self.account, comment, "Please <write> to us & wait.", post_id=VIDEO)

    def effects(self, act: Act) -> int:
        wanted = {Verb.HIDE: "heldForReview", Verb.UNHIDE: "published", Verb.DELETE: "rejected"}.get(act.verb)
        if wanted:
            return int(self.comments[act.subject_id]["snippet"]["moderationStatus"] == wanted)
        rows = [row["snippet"] for row in self.comments.values() if row["snippet"].get("parentId") == act.subject_id]
        return sum(row["authorChannelId"]["value"] == US and row["textOriginal"] == act.text for row in rows)

    def edit(self, id: str, text: str) -> None:
        later = _iso(BEGINNING + timedelta(hours=6))
        self.comments[id]["snippet"] |= {"textDisplay": html.escape(text, quote=False), "updatedAt": later}

    def delete(self, id: str) -> None:
        self.comments = {key: row for key, row in self.comments.items() if key.partition(".")[0] != id and key != id}

    def hide(self, id: str) -> None:
        self.comments[id]["snippet"]["moderationStatus"] = "heldForReview"

    def crowd(self, count: int) -> None:
        for _ in range(count):
            self.comment()

    def garble(self) -> None:
        self.comments[self.comment()]["snippet"]["textDisplay"] = ["no", "words"]

    def export(self) -> object:
        return json.loads(json.dumps({"items": [self._thread(row) for row in self._tops("published")]}))

    def busy(self, seconds: int) -> Said:
        return refused("quotaExceeded", 403) if seconds else refused("rateLimitExceeded", 403)

    def no_access(self) -> Said:
        return refused("authError", 401)

    def answer(self, call: Call) -> Said:
        if call.headers.get("authorization") != f"Bearer {self.secrets['access_token']}":
            return refused("authError", 401)
        match call.method, call.path.removeprefix("/youtube/v3/"):
            case "GET", "commentThreads":
                return self._threads(call.query)
            case "GET", "comments":
                return self._listed(call.query)
            case "GET", "videos":
                return said({"items": [{"id": VIDEO, "snippet": {"title": "Open day"}}]})
            case "GET", "channels":
                return said({"items": [{"id": US, "snippet": {"title": "Harrowmere Council"}}]})
            case "POST", "comments/setModerationStatus":
                return self._moderate(call.query)
            case _:
                return self._insert(call)

    def _threads(self, asked: Mapping[str, str]) -> Said:
        assert asked.get("videoId") == VIDEO or asked.get("allThreadsRelatedToChannelId") == US
        rows = self._tops(asked.get("moderationStatus", "published"))
        return _page([self._thread(row) for row in rows], asked)

    def _tops(self, status: str) -> list[dict[str, Any]]:
        rows = [row for row in self.comments.values() if "parentId" not in row["snippet"]]
        rows = [row for row in rows if row["snippet"]["moderationStatus"] == status]
        return sorted(rows, key=lambda row: str(row["snippet"]["publishedAt"]), reverse=True)

    def _thread(self, top: dict[str, Any]) -> dict[str, Any]:
        below = self._below(top["id"])
        snippet = {"channelId": US, "videoId": VIDEO, "topLevelComment": top, "totalReplyCount": len(below)}
        replies = {"replies": {"comments": below[:EMBEDDED]}} if below else {}
        return {"kind": "youtube#commentThread", "id": top["id"], "snippet": snippet, **replies}

    def _below(self, id_: str) -> list[dict[str, Any]]:
        if not self.comments.get(id_, {}).get("answered"):
            return []
        return [row for row in self.comments.values() if row["snippet"].get("parentId") == id_]

    def _listed(self, asked: Mapping[str, str]) -> Said:
        if "parentId" in asked:
            if asked["parentId"] not in self.comments:
                return refused("commentNotFound", 404)
            return _page(self._below(asked["parentId"]), asked)
        rows = [self.comments[id_] for id_ in asked["id"].split(",") if id_ in self.comments]
        return said({"items": [{**row, "snippet": _silent(row["snippet"])} for row in rows]})

    def _moderate(self, asked: Mapping[str, str]) -> Said:
        for id_ in asked["id"].split(","):
            if id_ not in self.comments:
                return refused("commentNotFound", 404)
            snippet = self.comments[id_]["snippet"]
            if snippet["moderationStatus"] == "rejected" and asked["moderationStatus"] != "rejected":
                return refused("processingFailure", 400)
            snippet["moderationStatus"] = asked["moderationStatus"]
        return Said(204, b"")

    def _insert(self, call: Call) -> Said:
        told = call.json["snippet"]
        if told["parentId"] not in self.comments:
            return refused("parentCommentNotFound", 404)
        id_ = self._stored("", told["textOriginal"], "Harrowmere Council", US, told["parentId"])
        self.comments[id_]["snippet"]["textOriginal"] = told["textOriginal"]
        return said(self.comments[id_])

    def _stored(self, id_: str, text: str, name: str | None, author: str, parent: str) -> str:
        self._count += 1
        own = id_ or f"Ug{self._count:06}"
        id_ = f"{parent}.{own}" if parent else own
        when = _iso(BEGINNING + timedelta(seconds=self._count))
        snippet: dict[str, Any] = {
            "channelId": US, "videoId": VIDEO, "textDisplay": html.escape(text, quote=False), "publishedAt": when,
            "updatedAt": when, "moderationStatus": "published",
        }  # fmt: skip
        if author:
            url = f"http://www.youtube.com/channel/{author}"
            snippet |= {"authorDisplayName": name, "authorChannelId": {"value": author}, "authorChannelUrl": url}
        if parent:
            snippet["parentId"] = parent
            self.comments[parent]["answered"] = True
        self.comments[id_] = {"kind": "youtube#comment", "id": id_, "snippet": snippet}
        return id_


def _silent(snippet: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in snippet.items() if name != "moderationStatus"}


def _page(rows: list[dict[str, Any]], asked: Mapping[str, str]) -> Said:
    size, start = int(asked.get("maxResults", 20)), int(asked.get("pageToken", 0))
    assert 1 <= size <= 100
    more = {"nextPageToken": str(start + size)} if start + size < len(rows) else {}
    return said({"items": rows[start : start + size], **more})


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
