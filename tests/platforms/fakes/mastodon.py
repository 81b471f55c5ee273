"""A Mastodon server with one account of ours, and strangers who answer.

What recordings of the real software show, it does: see tests/platforms/test_mastodon_recorded.py.
"""

import html
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.platforms.fakes.serving import Call, FakePlatform, Said, said

from evenhand.core.vocabulary import Subject, Verb
from evenhand.platforms.contract import Act

US, ROBIN, ROOT = "101", "202", "1000"
BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MOST_BELOW = 4_096


def missing() -> Said:
    return said({"error": "Record not found"}, 404)


class Fake(FakePlatform):
    """`statuses`: by id, oldest first. `told`: the ids of those that name us, each a notification."""

    name, account, absent = "mastodon", "harrowmere@social.example", "9999999"
    secrets = {"token": "sesame-mastodon"}
    cannot = {
        "hide": "nobody can hide another's post there",
        "missing author": "every post names its author",
        "deleted parent": "an answer to what was deleted stands alone there: see test_mastodon.py",
    }

    def __init__(self) -> None:
        super().__init__()
        self.statuses: dict[str, dict[str, Any]] = {}
        self.told: list[str] = []
        self.blocked: set[str] = set()
        self.reports: list[dict[str, Any]] = []
        self.keys: dict[str, str] = {}
        self.left = 300
        self._refused_with = 0
        self._count = 1000
        self._below: dict[str, list[str]] = {}
        self._below_of = -1
        self._add(ROOT, US, "Harrowmere Council", "The library opens late", None)

    def comment(self, text: str = "Words", *, id: str = "", author: str | None = "Robin Vale", parent: str = "") -> str:
        id_ = self._add(id, ROBIN, author or "", text, parent or ROOT)
        self.told.append(id_)
        return id_

    def ours(self, text: str) -> str:
        return self._add("", US, "Harrowmere Council", text, ROOT)

    def act(self, verb: Verb) -> Act:
        comment = self.ours("It opens at nine.") if verb is Verb.DELETE else self.comment()
        if verb is Verb.UNBLOCK:
            self.blocked.add(ROBIN)
        author = self.account if verb is Verb.DELETE else ROBIN
        subject = ROBIN if verb.subject is Subject.AUTHOR else comment
        return Act("k1", verb, self.account, subject, "Please write to us.", author_id=author, post_id=ROOT)

    def effects(self, act: Act) -> int:
        match act.verb:
            case Verb.BLOCK | Verb.UNBLOCK:
                return int((ROBIN in self.blocked) == (act.verb is Verb.BLOCK))
            case Verb.REPORT:
                return len(self.reports)
            case Verb.DELETE:
                return int(act.subject_id not in self.statuses)
        wanted = "direct" if act.verb is Verb.PRIVATE_REPLY else "public"
        return sum(act.text in s["content"] and s["visibility"] == wanted for s in self.statuses.values())

    def edit(self, id: str, text: str) -> None:
        self.statuses[id] |= {"content": f"<p>{html.escape(text)}</p>", "edited_at": _iso(BEGINNING + timedelta(1))}

    def delete(self, id: str) -> None:
        del self.statuses[id]
        for status in self.statuses.values():
            if status["in_reply_to_id"] == id:
                status |= {"in_reply_to_id": None, "in_reply_to_account_id": None}

    def crowd(self, count: int) -> None:
        for _ in range(count):
            self.comment()

    def chain(self, count: int) -> None:
        above = ""
        for _ in range(count):
            above = self._add("", ROBIN, "Robin Vale", "Words", above or ROOT)  # nobody names us

    def cycle(self) -> tuple[str, str]:
        one, other = self.comment("One"), self.comment("Other")
        self.statuses[one]["in_reply_to_id"], self.statuses[other]["in_reply_to_id"] = other, one
        return one, other

    def garble(self) -> None:
        self.statuses[self.comment()]["content"] = ["no", "words"]

    def export(self) -> object:
        return {"ancestors": [], "descendants": [s for s in self.statuses.values() if s["in_reply_to_id"]]}

    def busy(self, seconds: int) -> Said:
        until = {"X_RateLimit_Reset": _iso(datetime.now(UTC) + timedelta(seconds=seconds + 1))} if seconds else {}
        return said({"error": "Too many requests"}, 429, **until)

    def no_access(self) -> Said:
        return said({"error": "The access token was revoked"}, 401)

    def refuse_credentials(self, status: int) -> None:
        """From now on, whoever asks who they are."""
        self._refused_with = status

    def answer(self, call: Call) -> Said:
        if call.headers.get("authorization") != f"Bearer {self.secrets['token']}":
            return said({"error": "The access token is invalid"}, 401)
        found = self._routed(call)
        named = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": str(self.left),
                 "X-RateLimit-Reset": _iso(datetime.now(UTC) + timedelta(minutes=5))}  # fmt: skip
        return Said(found.status, found.body, {**found.headers, **named})

    def _routed(self, call: Call) -> Said:
        match (call.method, *call.path.removeprefix("/api/v1/").split("/")):
            case ("GET", "accounts", "verify_credentials") if self._refused_with:
                return said({"error": "This method requires an authenticated user"}, self._refused_with)
            case ("GET", "accounts", "verify_credentials"):
                return said(_person(US, "Harrowmere Council"))
            case ("GET", "accounts", "relationships"):
                return said([{"id": v, "blocking": v in self.blocked} for _, v in call.queries])
            case ("GET", "accounts", id_, "statuses"):
                mine = [s for s in self.statuses.values() if s["account"]["id"] == id_ and not s["in_reply_to_id"]]
                return self._page(call, [self._shown(s["id"]) for s in reversed(mine)])
            case ("POST", "accounts", id_, verb):
                (self.blocked.add if verb == "block" else self.blocked.discard)(id_)
                return said({"id": id_, "blocking": verb == "block"})
            case ("GET", "notifications"):
                assert call.query["types[]"] == "mention"
                listed = [id_ for id_ in reversed(self.told) if id_ in self.statuses]
                return self._page(call, [{"id": s, "type": "mention", "status": self._shown(s)} for s in listed])
            case ("POST", "reports"):
                self.reports.append(call.json)
                return said({"id": str(len(self.reports))})
            case ("POST", "statuses"):
                return self._posted(call)
            case (method, "statuses", id_, *rest):
                return self._status(method, id_, rest)
        return missing()

    def _status(self, method: str, id_: str, rest: list[str]) -> Said:
        if id_ not in self.statuses or (method == "DELETE" and self.statuses[id_]["account"]["id"] != US):
            return missing()
        if rest:
            return said({"ancestors": self._above(id_), "descendants": self._under(id_)})
        shown = self._shown(id_)
        if method == "DELETE":
            self.delete(id_)
        return said(shown)

    def _posted(self, call: Call) -> Said:
        told, key = call.json, call.headers.get("idempotency-key", "")
        if told["in_reply_to_id"] not in self.statuses:
            return said({"error": "The post you are trying to reply to does not appear to exist."}, 404)
        if key not in self.keys:
            self.keys[key] = self._add("", US, "Harrowmere Council", told["status"], told["in_reply_to_id"])
            self.statuses[self.keys[key]]["visibility"] = told["visibility"]
        return said(self._shown(self.keys[key]))

    def _page(self, call: Call, items: list[dict[str, Any]]) -> Said:
        """Newest first; `max_id` and `since_id` as the server takes them, and a Link header to the older ones."""
        before, after = int(call.query.get("max_id", 10**30)), int(call.query.get("since_id", 0))
        left = [item for item in items if after < int(item["id"]) < before]
        page = left[: int(call.query["limit"])]
        if len(page) == len(left):
            return said(page)
        older = f'<https://elsewhere.invalid{call.path}?max_id={page[-1]["id"]}>; rel="next"'
        return said(page, Link=f'{older}, <https://elsewhere.invalid/>; rel="prev"')

    def _above(self, id_: str) -> list[dict[str, Any]]:
        found: list[str] = []
        while (id_ := self.statuses[id_]["in_reply_to_id"]) and id_ in self.statuses and id_ not in found:
            found.insert(0, id_)
        return [self._shown(each) for each in found]

    def _under(self, id_: str) -> list[dict[str, Any]]:
        below, found, waiting = self._children(), list[str](), [id_]
        while waiting and len(found) < MOST_BELOW:
            waiting = [each for above in waiting for each in below.get(above, [])]
            found += waiting
        return [self._shown(each) for each in found[:MOST_BELOW]]

    def _children(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for status in self.statuses.values():
            if status["in_reply_to_id"]:
                found.setdefault(status["in_reply_to_id"], []).append(status["id"])
        return found

    def _shown(self, id_: str) -> dict[str, Any]:
        if self._below_of != len(self.statuses):
            self._below, self._below_of = dict(self._children()), len(self.statuses)
        return self.statuses[id_] | {"replies_count": len(self._below.get(id_, []))}

    def _add(self, id_: str, author: str, name: str, text: str, parent: str | None) -> str:
        self._count += 1
        key = id_ or str(self._count)
        to = self.statuses[parent]["account"]["id"] if parent in self.statuses else None
        self.statuses[key] = {
            "id": key, "created_at": _iso(BEGINNING + timedelta(seconds=self._count)), "edited_at": None,
            "in_reply_to_id": parent, "in_reply_to_account_id": to, "visibility": "public", "spoiler_text": "",
            "content": f"<p>{html.escape(text)}</p>", "url": f"https://social.example/@x/{key}",
            "account": _person(author, name), "media_attachments": [], "poll": None,
        }  # fmt: skip
        return key


def _person(id_: str, name: str) -> dict[str, Any]:
    acct = {US: "harrowmere", ROBIN: "robin@elsewhere.example"}[id_]
    return {"id": id_, "acct": acct, "display_name": name, "url": f"https://social.example/@{acct}"}


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
