"""X with one account of ours, its network behind it, and strangers who answer."""

import base64
import hashlib
import hmac
import html
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.platforms.fakes.serving import Call, FakePlatform, Pushed, Said, said

from evenhand.core.vocabulary import Subject, Verb
from evenhand.platforms.contract import Access, Act, PushAnswer

US, ROBIN = "2244994945", "3100000000000000001"
BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIRST = int((BEGINNING.timestamp() * 1000) - 1_288_834_974_657) << 22
ROOT = str(FIRST)
NOT_FOUND = "https://api.x.com/2/problems/resource-not-found"


class Fake(FakePlatform):
    """`posts`: by number, oldest first. `hidden`: the numbers of hidden replies."""

    name, account, absent = "x", US, "17"
    secrets = {"access_token": "sesame-x", "consumer_secret": "consumer-secret", "daily_cap": "100000"}
    cannot = {"hide": "X does not tell whether a reply is hidden"}
    names = {US: "Harrowmere Council", ROBIN: "Robin Vale"}

    def __init__(self) -> None:
        super().__init__()
        self.posts: dict[str, dict[str, Any]] = {}
        self.hidden: set[str] = set()
        self.left = 300
        self.names = dict(self.names)
        self.now = BEGINNING + timedelta(hours=3)
        self._count = 0
        self._add(ROOT, US, "The library opens late", "")

    def access(self, data: Path) -> Access:
        return Access(self.account, self.secrets, self.address, data, now=lambda: self.now)

    def comment(self, text: str = "Words", *, id: str = "", author: str | None = "Robin Vale", parent: str = "") -> str:
        self.names[ROBIN] = author or ""
        number = self._add(id, ROBIN if author else "", text, parent or ROOT)
        self.posts[number]["entities"] = {"mentions": [{"id": US, "username": "harrowmere", "start": 0, "end": 0}]}
        return number

    def ours(self, text: str) -> str:
        return self._add("", US, text, ROOT)

    def act(self, verb: Verb) -> Act:
        subject = self.ours("It opens at nine.") if verb is Verb.DELETE else self.comment()
        if verb is Verb.UNHIDE:
            self.hidden.add(subject)
        author = self.account if verb is Verb.DELETE else ROBIN
        if verb.subject is Subject.AUTHOR:
            subject = ROBIN
        return Act("k1", verb, self.account, subject, "Please write to us.", author_id=author, post_id=ROOT)

    def effects(self, act: Act) -> int:
        match act.verb:
            case Verb.HIDE | Verb.UNHIDE:
                return int((act.subject_id in self.hidden) == (act.verb is Verb.HIDE))
            case Verb.DELETE:
                return int(act.subject_id not in self.posts)
        return sum(act.text in post["text"] for post in self.posts.values())

    def edit(self, id: str, text: str) -> None:
        """A new version has a number of its own, and each lists all of them."""
        newer = self._add("", ROBIN, text, ROOT)
        both = [id, newer]
        self.posts[newer] |= {"entities": self.posts[id]["entities"], "edit_history_post_ids": both}
        self.posts[id]["edit_history_post_ids"] = both

    def delete(self, id: str) -> None:
        del self.posts[id]

    def crowd(self, count: int) -> None:
        for _ in range(count):
            self.comment()

    def chain(self, count: int) -> None:
        above = ""
        for _ in range(count):
            above = self.comment(parent=above)

    def cycle(self) -> tuple[str, str]:
        one, other = self.comment("One"), self.comment("Other")
        for post, answers in ((one, other), (other, one)):
            self.posts[post]["referenced_posts"] = [{"type": "replied_to", "id": answers}]
        return one, other

    def garble(self) -> None:
        self.posts[self.comment()]["text"] = ["no", "words"]

    def export(self) -> object:
        return self._data([post for number, post in self.posts.items() if number != ROOT])

    def pushed(self, at: datetime) -> Pushed:
        raw = json.dumps({"data": {"event_uuid": "e1", "event_type": "post.mention.create", "filter": {"user_id": US}}})
        return self.signs(raw.encode(), at)

    def signs(self, raw: bytes, at: datetime) -> Pushed:
        secret = self.secrets["consumer_secret"].encode()
        made = base64.b64encode(hmac.new(secret, raw, hashlib.sha256).digest()).decode()
        return Pushed({"x-twitter-webhooks-signature": f"sha256={made}"}, raw, self.secrets)

    def asked(self) -> tuple[Mapping[str, str], Mapping[str, str], PushAnswer]:
        """The answer to this very question was worked out by openssl."""
        wanted = {"response_token": "sha256=S/mG8E9n5SjoGuCqHguvP8K8uuu5ogCPF0dOpIdyZlk="}
        answer = PushAnswer(200, json.dumps(wanted), "application/json")
        return {"crc_token": "challenge_string"}, self.secrets, answer

    def busy(self, seconds: int) -> Said:
        until = {"x_rate_limit_reset": str(int(self.now.timestamp()) + seconds)} if seconds else {}
        return said({"title": "Too Many Requests", "status": 429}, 429, **until)

    def no_access(self) -> Said:
        return said({"title": "Unauthorized", "status": 401, "type": "about:blank"}, 401)

    def answer(self, call: Call) -> Said:
        if call.headers.get("authorization") != f"Bearer {self.secrets['access_token']}":
            return self.no_access()
        found = self._routed(call)
        left = {"x-rate-limit-limit": "300", "x-rate-limit-remaining": str(self.left),
                "x-rate-limit-reset": str(int(self.now.timestamp()) + 900)}  # fmt: skip
        return Said(found.status, found.body, {**found.headers, **left})

    def _routed(self, call: Call) -> Said:
        newest_first = sorted(self.posts.values(), key=lambda post: -int(post["id"]))
        match (call.method, *call.path.removeprefix("/2/").split("/")):
            case ("GET", "users", "me"):
                return said({"data": {"id": US, "name": self.names[US], "username": "harrowmere"}})
            case ("GET", "users", _, "tweets"):
                without = "replies" in call.query.get("exclude", "")
                mine = [post for post in newest_first if post.get("author_id") == US]
                return self._page(call, [post for post in mine if not (without and post["referenced_posts"])])
            case ("GET", "users", _, "mentions"):
                return self._page(call, [post for post in newest_first if post.get("entities", {}).get("mentions")])
            case ("GET", "tweets", "search", "recent"):
                query = call.query["query"].removesuffix(" -@harrowmere")
                assert query != call.query["query"], "who named us is read from the mentions, and paid for once"
                root = query.removeprefix("conversation_id:")
                unnamed = [post for post in newest_first if not post.get("entities", {}).get("mentions")]
                return self._page(call, [p for p in unnamed if p["conversation_id"] == root and p["id"] != root])
            case ("GET", "tweets"):
                wanted = call.query["ids"].split(",")
                assert len(wanted) <= 100
                return said(self._data([self.posts[number] for number in wanted if number in self.posts]))
            case ("PUT", "tweets", number, "hidden"):
                return self._hidden(number, call.json["hidden"])
            case ("POST", "tweets"):
                return self._posted(call.json)
            case (method, "tweets", number):
                return self._one(method, number)
        return said({"title": "Not Found", "status": 404}, 404)

    def _one(self, method: str, number: str) -> Said:
        if number not in self.posts:
            return said({"errors": [{"type": NOT_FOUND, "title": "Not Found Error", "resource_type": "post",
                                     "detail": f"Could not find post with id: [{number}]."}]})  # fmt: skip
        if method == "DELETE":
            self.delete(number)
            return said({"data": {"deleted": True}})
        (shown,) = self._data([self.posts[number]])["data"]
        return said({**self._data([self.posts[number]]), "data": shown})

    def _hidden(self, number: str, wanted: bool) -> Said:
        if number not in self.posts or self.posts[number]["conversation_id"] != ROOT:
            return said({"title": "Forbidden", "status": 403, "detail": "not the conversation's author"}, 403)
        (self.hidden.add if wanted else self.hidden.discard)(number)
        return said({"data": {"hidden": wanted}})

    def _posted(self, told: Mapping[str, Any]) -> Said:
        """X puts the name of whom it answers before the words, and its own addresses in place of theirs."""
        number = self._add("", US, f"@robin {told['text']}", told["reply"]["in_reply_to_tweet_id"])
        return said({"data": {"id": number, "text": told["text"]}}, 201)

    def _page(self, call: Call, listed: list[dict[str, Any]]) -> Said:
        token = call.query.get("pagination_token") or call.query.get("next_token") or "0"
        latest = [post for post in listed if post["edit_history_post_ids"][-1] == post["id"]]
        left = [post for post in latest if int(post["id"]) > int(call.query.get("since_id", 0))]
        page = left[int(token) : int(token) + int(call.query["max_results"])]
        more = int(token) + len(page)
        meta = {"result_count": len(page)} | ({"newest_id": page[0]["id"]} if page else {})
        return said({**self._data(page), "meta": meta | ({"next_token": str(more)} if more < len(left) else {})})

    def _data(self, posts: list[dict[str, Any]]) -> dict[str, Any]:
        people = {post["author_id"] for post in posts if "author_id" in post}
        users = [{"id": one, "name": self.names[one], "username": "robin" if one == ROBIN else "harrowmere"}
                 for one in sorted(people)]  # fmt: skip
        count = len(self.posts) - 1
        shown = [{**post, "public_metrics": {"reply_count": count if post["id"] == ROOT else 0}} for post in posts]
        return {"data": shown, "includes": {"users": users}}

    def _add(self, number: str, author: str, text: str, parent: str) -> str:
        self._count += 1
        id_ = number or str(FIRST + (self._count << 22))
        self.posts[id_] = {
            "id": id_, "text": html.escape(text, quote=False), "conversation_id": ROOT,
            "created_at": (BEGINNING + timedelta(seconds=self._count)).isoformat().replace("+00:00", ".000Z"),
            "referenced_posts": [{"type": "replied_to", "id": parent}] if parent else [],
            "edit_history_post_ids": [id_], **({"author_id": author} if author else {}),
        }  # fmt: skip
        return id_
