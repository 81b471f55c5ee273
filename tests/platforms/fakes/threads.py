"""A Threads profile on a local server, as its documentation describes it: no SDK and no recording says more."""

import json
from datetime import datetime
from typing import Any

from tests.platforms.fakes.graph_serving import TOKEN, GraphFake, Native, error, no_such, page_of, shown
from tests.platforms.fakes.serving import Call, Pushed, Said, said

from evenhand.core.vocabulary import Verb
from evenhand.platforms.contract import Act

PROFILE = "18100000000000001"
POST = "18000000000000001"
NEW_TOKEN = "THAA-renewed-token-of-a-test"


class Fake(GraphFake):
    """One profile with one post. A reply is written first and published then."""

    name, account, absent = "threads", PROFILE, "18999999999999999"
    scopes = ("threads_basic", "threads_read_replies", "threads_manage_replies", "threads_content_publish")
    cannot = {"HTML in names": "its names are of letters, digits, dots and underscores"}

    def __init__(self) -> None:
        super().__init__()
        self.things[PROFILE] = {"id": PROFILE, "username": "boroughofexample"}
        self.written: dict[str, Native] = {}
        self.not_renewed = False
        self.posts = []
        self.post(POST)

    def post(self, id: str) -> None:
        """The profile publishes something."""
        self.things[id] = {"id": id, "text": "The library opens late", "timestamp": self.tick(),
                           "owner": {"id": PROFILE}, "permalink": f"https://www.threads.com/@b/post/{id}"}  # fmt: skip
        self.posts.insert(0, id)
        self.under[id] = []

    def comment(
        self,
        text: str = "Words",
        *,
        id: str = "",
        author: str | None = "Robin Vale",
        parent: str = "",
        post: str = POST,
    ) -> str:
        self.count += 1
        id_ = id or str(18_010_000_000_000_000 + self.count)
        native: Native = {"id": id_, "text": text, "timestamp": self.tick(), "hide_status": "NOT_HUSHED",
                          "root_post": {"id": post}, "replied_to": {"id": parent or post},
                          "is_reply_owned_by_me": False, "permalink": f"https://www.threads.com/@r/{id_}"}  # fmt: skip
        native |= {"username": author.casefold().replace(" ", ".")} if author else {}
        self.things[id_] = native
        self.under[post].append(id_)
        return id_

    def act(self, verb: Verb) -> Act:
        id_ = self.comment()
        if verb is Verb.UNHIDE:
            self.hide(id_)
        return Act("k1", verb, PROFILE, id_, "Please write to us.", post_id=POST, written_at=self.now)

    def effects(self, act: Act) -> int:
        if act.verb is not Verb.REPLY:
            hidden = self.things[act.subject_id]["hide_status"] == "HIDDEN"
            return int(hidden == (act.verb is Verb.HIDE))
        return sum(
            one.get("text") == act.text and one.get("replied_to", {}).get("id") == act.subject_id
            for one in self.things.values()
        )

    def edit(self, id: str, text: str) -> None:
        self.things[id]["text"] = text

    def delete(self, id: str) -> None:
        native = self.things.pop(id)
        self.under[native["root_post"]["id"]].remove(id)

    def hide(self, id: str) -> None:
        self.turn(id, "HIDDEN")

    def turn(self, id: str, status: str) -> None:
        """A reply, and with it all that answers it."""
        self.things[id]["hide_status"] = status
        for below in [one for one in self.under[POST] if self.things[one].get("replied_to", {}).get("id") == id]:
            self.turn(below, status)

    def crowd(self, count: int) -> None:
        for _ in range(count):
            self.comment()

    def chain(self, count: int) -> None:
        last = ""
        for _ in range(count):
            last = self.comment(parent=last)

    def cycle(self) -> tuple[str, str]:
        first, second = self.comment(), self.comment()
        self.things[first]["replied_to"], self.things[second]["replied_to"] = {"id": second}, {"id": first}
        return first, second

    def garble(self) -> None:
        for number, odd in enumerate(({"id": "odd"}, {"text": "Words"}, {"id": "odd", "text": ["W"]}, "odd")):
            self.things[f"odd{number}"] = {**odd, "odd": True} if isinstance(odd, dict) else odd  # type: ignore[assignment]
            self.under[POST].append(f"odd{number}")

    def export(self) -> object:
        return json.loads(json.dumps({"data": [self.things[one] for one in self.under[POST]]}))

    def pushed(self, at: datetime) -> Pushed:
        """Source: the example in "Webhooks for Threads"; its signature is Meta's usual one."""
        value = {"id": "18010000000000009", "username": "zoe", "text": "Über “uns” 🌳", "replied_to": {"id": POST},
                 "root_post": {"id": POST, "owner_id": PROFILE, "username": "boroughofexample"}}  # fmt: skip
        about = {"app_id": "123456", "topic": "moderate", "target_id": "78901", "time": int(at.timestamp())}
        return self.signed(about | {"values": {"value": value, "field": "replies"}})

    def is_change(self, call: Call) -> bool:
        """What is written and not published is seen by nobody."""
        return call.method != "GET" and not call.path.endswith("/threads")

    def token(self, call: Call) -> Native:
        assert call.query["input_token"] == TOKEN
        if self.token_words:
            return {"is_valid": False, "error": {"message": self.token_words}}
        return {"is_valid": True, "expires_at": int(self.token_ends_at.timestamp()), "scopes": list(self.scopes)}

    def route(self, call: Call, path: list[str]) -> Said:
        if call.path == "/refresh_access_token":
            if self.not_renewed:
                return error(100, "The token is less than a day old")
            assert call.query["grant_type"] == "th_refresh_token"
            return said({"access_token": NEW_TOKEN, "token_type": "bearer", "expires_in": 5_184_000})
        id_, edge = path[0], "/".join(path[1:])
        if id_ not in self.things:
            return no_such(id_)
        if call.method == "POST":
            return self.posted(id_, edge, call.form)
        wanted = call.query.get("fields", "")
        if not edge:
            return said(shown(self.things[id_], wanted))
        cut = page_of(call, self.ids(id_, edge, call))
        return said({**cut, "data": [shown(self.things[one], wanted) for one in cut["data"]]})

    def ids(self, id_: str, edge: str, call: Call) -> list[str]:
        """What stands in a list."""
        if edge == "threads":
            return self.posts
        if edge == "conversation":
            assert call.query["reverse"] == "false"
            return self.under.get(id_, [])
        since = int(call.query.get("since", "0"))
        ours = [one for one, thing in self.things.items() if thing.get("is_reply_owned_by_me")]
        return [one for one in ours if datetime.fromisoformat(self.things[one]["timestamp"]).timestamp() >= since]

    def posted(self, id_: str, edge: str, form: dict[str, str]) -> Said:
        """Something that is done."""
        if edge == "manage_reply":
            if self.things[id_]["replied_to"]["id"] != self.things[id_]["root_post"]["id"]:
                return error(100, "Only top-level replies can be hidden")
            self.turn(id_, {"true": "HIDDEN", "false": "UNHUSHED"}[form["hide"]])
            return said({"success": True})
        if edge == "threads":
            if form["reply_to_id"] not in self.things:
                return no_such(form["reply_to_id"])
            self.count += 1
            self.written[f"w{self.count}"] = {"text": form["text"], "to": form["reply_to_id"]}
            return said({"id": f"w{self.count}"})
        made: Any = self.written.pop(form["creation_id"])
        reply = self.comment(made["text"], author="boroughofexample", parent=made["to"])
        self.things[reply]["is_reply_owned_by_me"] = True
        return said({"id": reply})
