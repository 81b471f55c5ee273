"""A WordPress site with one post, an editor of ours, and people who comment on it."""

import base64
import html
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.platforms.fakes.serving import Call, FakePlatform, Said, said

from evenhand.core.vocabulary import Verb
from evenhand.platforms.contract import Access, Act

BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ME, POST = 7, 12
SITE = "https://news.harrowmere.example"


def refused(code: str, status: int) -> Said:
    return said({"code": code, "message": f"{code}, as the site words it", "data": {"status": status}}, status)


class Fake(FakePlatform):
    """`comments`: by number, as the database holds them. `closed`: whether the post takes no comments."""

    name, account, absent = "wordpress", SITE, "404404"
    secrets = {"user": "harrowmere-desk", "application_password": "abcd EFGH 1234 ijkl MNOP 5678"}

    def __init__(self) -> None:
        super().__init__()
        self.comments: dict[int, dict[str, Any]] = {}
        self.closed = False
        self.keeps_a_bin = True
        self.may = {"moderate_comments": True, "edit_others_posts": True}
        self._count = 0

    def access(self, data: Path) -> Access:
        now = BEGINNING + timedelta(hours=3)
        return Access(self.account, self.secrets, self.address, data, now=lambda: now)

    def comment(self, text: str = "Words", *, id: str = "", author: str | None = "Robin Vale", parent: str = "") -> str:
        self._count += 1
        return self._stored(int(id or self._count), text, author or "", int(parent or 0))

    def ours(self, text: str) -> str:
        self._count += 1
        return self._stored(self._count, text, "Harrowmere Council", 0, user=ME)

    def written_at(self, id: str, at: datetime) -> None:
        self.comments[int(id)]["date_gmt"] = at.strftime("%Y-%m-%dT%H:%M:%S")

    def act(self, verb: Verb) -> Act:
        comment = self.comment()
        if verb is Verb.UNHIDE:
            self.hide(comment)
        self.closed = verb is Verb.REOPEN
        subject = str(POST) if verb in (Verb.CLOSE, Verb.REOPEN) else comment
        return Act("k1", verb, self.account, subject, "Please write to us <now> & tomorrow.", post_id=str(POST))

    def effects(self, act: Act) -> int:
        status = self.comments.get(int(act.subject_id), {}).get("status", "")
        match act.verb:
            case Verb.HIDE | Verb.UNHIDE:
                return int(status == ("hold" if act.verb is Verb.HIDE else "approved"))
            case Verb.DELETE:
                return int(status in ("", "trash"))
            case Verb.CLOSE | Verb.REOPEN:
                return int(self.closed == (act.verb is Verb.CLOSE))
            case _:
                mine = [row for row in self.comments.values() if row["author"] == ME]
                return sum(html.unescape(row["content"]["raw"]) == act.text for row in mine)

    def edit(self, id: str, text: str) -> None:
        self.comments[int(id)]["content"] = _content(text)

    def delete(self, id: str) -> None:
        """For good, and what answered it moves up."""
        gone = self.comments.pop(int(id))
        for row in self.comments.values():
            if row["parent"] == gone["id"]:
                row["parent"] = gone["parent"]

    def hide(self, id: str) -> None:
        self.comments[int(id)]["status"] = "hold"

    def crowd(self, count: int) -> None:
        for _ in range(count):
            self.comment()

    def chain(self, count: int) -> None:
        above = ""
        for _ in range(count):
            above = self.comment(parent=above)

    def cycle(self) -> tuple[str, str]:
        one, other = self.comment("One"), self.comment("Other")
        self.comments[int(one)]["parent"], self.comments[int(other)]["parent"] = int(other), int(one)
        return one, other

    def garble(self) -> None:
        """A plugin has put a list where the words should be."""
        self.comments[int(self.comment())]["content"] = {"raw": ["no", "words"]}

    def export(self) -> object:
        """With everything that WordPress knows of the author, as an administrator's export has it."""
        return json.loads(json.dumps(list(self.comments.values())))

    def no_access(self) -> Said:
        return refused("incorrect_password", 401)

    def answer(self, call: Call) -> Said:
        signed = base64.b64encode(":".join(self.secrets.values()).encode()).decode()
        if call.headers.get("authorization") != f"Basic {signed}":
            return refused("rest_not_logged_in", 401)
        assert call.path == "/index.php"
        kind, _, id_ = call.query["rest_route"].removeprefix("/wp/v2/").partition("/")
        if kind == "users":
            return _fields(call, {"id": ME, "name": "Harrowmere Council", "capabilities": self.may})
        if kind in ("posts", "pages"):
            return self._post(call, kind, id_)
        if call.method == "DELETE":
            return self._bin(call, id_)
        if call.method == "POST":
            return self._update(call, int(id_)) if id_ else self._create(call)
        return self._one(call, id_) if id_ else self._list(call)

    def _post(self, call: Call, kind: str, id_: str) -> Said:
        if (kind, id_) != ("posts", str(POST)):
            return refused("rest_post_invalid_id", 404)
        if call.method == "POST":
            self.closed = call.json["comment_status"] == "closed"
        return _fields(call, {"id": POST, "comment_status": "closed" if self.closed else "open"})

    def _one(self, call: Call, id_: str) -> Said:
        row = self.comments.get(int(id_))
        return _fields(call, self._shown(call, row)) if row else refused("rest_comment_invalid_id", 404)

    def _list(self, call: Call) -> Said:
        asked = call.query
        assert asked.get("status") == "all", "the default shows approved comments alone"
        rows = [row for row in self.comments.values() if row["status"] in ("approved", "hold")]
        if "after" in asked:
            after = datetime.fromisoformat(asked["after"])
            rows = [row for row in rows if datetime.fromisoformat(row["date_gmt"] + "+00:00") > after]
        if "parent" in asked:
            rows = [row for row in rows if row["parent"] == int(asked["parent"])]
        if "author" in asked:
            rows = [row for row in rows if row["author"] == int(asked["author"])]
        rows.sort(key=lambda row: (row["date_gmt"], row["id"]))
        size, page = int(asked["per_page"]), int(asked["page"])
        assert size <= 100
        pages = -(-len(rows) // size)
        if page > max(pages, 1):
            return refused("rest_comment_invalid_page_number", 400)
        part = [self._shown(call, row) for row in rows[(page - 1) * size : page * size]]
        return _fields(call, part, X_WP_Total=str(len(rows)), X_WP_TotalPages=str(pages))

    def _create(self, call: Call) -> Said:
        told = call.json
        if self.closed:
            return refused("rest_comment_closed", 403)
        same = [row for row in self.comments.values() if row["author"] == ME and row["parent"] == told["parent"]]
        if any(row["content"]["raw"] == told["content"] for row in same):
            return refused("comment_duplicate", 409)
        self._count += 1
        id_ = self._stored(self._count, html.unescape(told["content"]), "Harrowmere Council", told["parent"], user=ME)
        return said(self.comments[int(id_)], 201)

    def _update(self, call: Call, id_: int) -> Said:
        row = self.comments.get(id_)
        if row is None:
            return refused("rest_comment_invalid_id", 404)
        if row["status"] == call.json["status"]:
            return refused("rest_comment_failed_edit", 500)
        row["status"] = call.json["status"]
        return said(row)

    def _bin(self, call: Call, id_: str) -> Said:
        row = self.comments.get(int(id_))
        if row is None:
            return refused("rest_comment_invalid_id", 404)
        if call.query.get("force") == "true":
            self.delete(id_)
            return said({"deleted": True, "previous": row})
        if not self.keeps_a_bin:
            return refused("rest_trash_not_supported", 501)
        if row["status"] == "trash":
            return refused("rest_already_trashed", 410)
        row["status"] = "trash"
        return said(row)

    def _shown(self, call: Call, row: dict[str, Any]) -> dict[str, Any]:
        post = {"id": POST, "title": {"rendered": "The library &amp; its hours"}, "link": f"{SITE}/library/"}
        return row | ({"_embedded": {"up": [post]}} if call.query.get("_embed") == "up" else {})

    def _stored(self, id_: int, text: str, name: str, parent: int, user: int = 0) -> str:
        when = BEGINNING + timedelta(seconds=len(self.comments) // 10)
        self.comments[id_] = {
            "id": id_, "post": POST, "parent": parent, "author": user, "author_name": html.escape(name),
            "author_email": "robin@example.org", "author_ip": "192.0.2.7", "author_user_agent": "A browser",
            "author_url": "", "date_gmt": when.strftime("%Y-%m-%dT%H:%M:%S"), "content": _content(text),
            "link": f"{SITE}/library/#comment-{id_}", "status": "approved", "type": "comment",
        }  # fmt: skip
        return str(id_)


def _content(text: str) -> dict[str, str]:
    return {"raw": html.escape(text, quote=False), "rendered": f"<p>{html.escape(text, quote=False)}</p>\n"}


def _fields(call: Call, found: Any, **headers: str) -> Said:
    """No more than was asked for."""
    assert call.query.get("context") == "edit" or call.method != "GET"
    wanted = set(call.query.get("_fields", "").split(",")) - {""}

    def cut(row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if not wanted or name in wanted}

    return said([cut(row) for row in found] if isinstance(found, list) else cut(found), **headers)


def routes(fake: Fake) -> list[str]:
    """What was called, in order, without its parameters."""
    return [f"{call.method} {call.query['rest_route']}" for call in fake.seen_calls if urlsplit(call.path).path]
