"""An Instagram account on a local server, as Graph's reference describes it.

`test_graph_oracle.py` holds our calls to Meta's own SDK.
"""

import json
from typing import Any

from tests.platforms.fakes.graph_serving import APP_ID, GraphFake, Native, error, fields_of, no_such, page_of, shown
from tests.platforms.fakes.serving import Call, Pushed, Said, said

from evenhand.core.vocabulary import Subject, Verb
from evenhand.platforms.contract import Act

ACCOUNT = "17841400000000001"
MEDIA = "17900000000000001"
MOST_A_PAGE = 50


class Fake(GraphFake):
    """One account with one picture. `posts`: its media, newest first."""

    name, account, absent = "instagram", ACCOUNT, "17999999999999999"
    scopes = ("instagram_basic", "instagram_manage_comments", "pages_read_engagement", "instagram_manage_messages")
    cannot = {
        "deleted parent": "Instagram takes the replies away with the comment",
        "HTML in names": "its names are of letters, digits, dots and underscores",
        "cycle": "a reply stands under its comment, one level deep",
    }

    def __init__(self) -> None:
        super().__init__()
        self.things[ACCOUNT] = {"id": ACCOUNT, "username": "boroughofexample"}
        self.messages: dict[str, list[Native]] = {}
        self.answered: set[str] = set()
        self.posts = []
        self.post(MEDIA)

    def post(self, id: str) -> None:
        """The account publishes something."""
        self.things[id] = {"id": id, "caption": "The library opens late", "timestamp": self.tick(),
                           "permalink": f"https://www.instagram.com/p/{id}/", "is_comment_enabled": True}  # fmt: skip
        self.posts.insert(0, id)
        self.under[id] = []

    def comment(
        self,
        text: str = "Words",
        *,
        id: str = "",
        author: str | None = "Robin Vale",
        parent: str = "",
        post: str = MEDIA,
    ) -> str:
        self.count += 1
        id_ = id or str(17_910_000_000_000_000 + self.count)
        native: Native = {"id": id_, "text": text, "timestamp": self.tick(), "hidden": False, "media": {"id": post}}
        handle = author.casefold().replace(" ", ".") if author else ""
        native |= {"username": handle, "from": {"id": f"7{len(handle):016}", "username": handle}} if author else {}
        above = self.things.get(parent, {}).get(
            "parent_id", parent
        )  # one level: an answer to an answer stands beside it
        native |= {"parent_id": above} if above else {}
        self.things[id_] = native
        self.under.setdefault(above or post, []).insert(0, id_)
        return id_

    def act(self, verb: Verb) -> Act:
        id_ = self.comment()
        author = self.things[id_]["from"]["id"]
        if verb is Verb.UNHIDE:
            self.hide(id_)
        if verb is Verb.REOPEN:
            self.things[MEDIA]["is_comment_enabled"] = False
        subject = {Subject.AUTHOR: author, Subject.POST: MEDIA}.get(verb.subject, id_)
        return Act(
            "k1", verb, ACCOUNT, subject, "Please write to us.", post_id=MEDIA, author_id=author, written_at=self.now
        )

    def effects(self, act: Act) -> int:
        thing = self.things.get(act.subject_id, {})
        match act.verb:
            case Verb.HIDE | Verb.UNHIDE:
                return int(thing["hidden"] == (act.verb is Verb.HIDE))
            case Verb.DELETE:
                return int(not thing)
            case Verb.REPLY:
                return sum(self.things[one]["text"] == act.text for one in self.under.get(act.subject_id, []))
            case Verb.PRIVATE_REPLY:
                return sum(one["message"] == act.text for one in self.messages.get(act.author_id, []))
            case _:
                return int(thing["is_comment_enabled"] == (act.verb is Verb.REOPEN))

    def edit(self, id: str, text: str) -> None:
        self.things[id]["text"] = text

    def delete(self, id: str) -> None:
        for below in self.under.pop(id, []):
            del self.things[below]
        native = self.things.pop(id)
        self.under[native.get("parent_id", native["media"]["id"])].remove(id)

    def hide(self, id: str) -> None:
        self.things[id]["hidden"] = True

    def crowd(self, count: int) -> None:
        for _ in range(count):
            self.comment()

    def chain(self, count: int) -> None:
        last = ""
        for _ in range(count):
            last = self.comment(parent=last)

    def garble(self) -> None:
        for number, odd in enumerate(({"id": "odd"}, {"text": "Words"}, {"id": "odd", "text": ["W"]}, "odd")):
            self.things[f"odd{number}"] = {**odd, "odd": True} if isinstance(odd, dict) else odd  # type: ignore[assignment]
            self.under[MEDIA].append(f"odd{number}")

    def export(self) -> object:
        return json.loads(json.dumps({"data": [{**self.things[id_], "comments": {"data": self.tree(id_)}}
                                               for id_ in self.posts]}))  # fmt: skip

    def tree(self, id_: str) -> list[Native]:
        """Comments with their replies inside."""
        return [{**self.things[one], "replies": {"data": self.tree(one)}} for one in self.under.get(id_, [])]

    def pushed(self, at: Any) -> Pushed:
        value = {"id": "17910000000000009", "text": "Über “uns” 🌳", "from": {"id": "71", "username": "zoe"},
                 "media": {"id": MEDIA, "media_product_type": "FEED"}}  # fmt: skip
        entry = {"id": ACCOUNT, "time": int(at.timestamp()), "changes": [{"field": "comments", "value": value}]}
        return self.signed({"object": "instagram", "entry": [entry]})

    def route(self, call: Call, path: list[str]) -> Said:
        if call.path == f"/{APP_ID}/subscriptions":
            return self.subscriptions(call, "instagram", "comments")
        id_, edge = path[0], "/".join(path[1:])
        if id_ not in self.things:
            return no_such(id_)
        match call.method, edge:
            case "GET", "":
                return said(self.seen(id_, call.query.get("fields", "")))
            case "GET", "conversations":
                talk = {"id": "t_1", "messages": {"data": self.messages.get(call.query["user_id"], [])}}
                return said({"data": [talk] if talk["messages"]["data"] else []})
            case "GET", _:
                return self.listed(call, self.posts if edge == "media" else self.under.get(id_, []))
            case "DELETE", "":
                self.delete(id_)
                return said({"success": True})
            case _:
                return self.posted(id_, edge, call.form)

    def listed(self, call: Call, ids: list[str]) -> Said:
        """A page of media, comments or replies."""
        cut = page_of(call, ids, MOST_A_PAGE)
        return said({**cut, "data": [self.seen(one, call.query.get("fields", "")) for one in cut["data"]]})

    def seen(self, id_: str, wanted: str) -> Any:
        """A thing with what was asked for, its first replies among that."""
        thing = self.things[id_]
        if not isinstance(thing, dict) or thing.get("odd"):
            return thing
        thing = thing | {"comments_count": len(self.under.get(id_, []))} if "caption" in thing else dict(thing)
        replies, inner = self.under.get(id_, []), fields_of(wanted).get("replies", "")
        found = shown(thing, wanted)
        if inner and replies:
            first = [shown(self.things[one], inner) for one in replies[:MOST_A_PAGE]]
            more = {"next": "https://graph.example/next"} if len(replies) > MOST_A_PAGE else {}
            found["replies"] = {"data": first, "paging": {"cursors": {"after": f"c{MOST_A_PAGE}"}, **more}}
        return found

    def posted(self, id_: str, edge: str, form: dict[str, str]) -> Said:
        """Something that is done."""
        if not edge and "hide" in form:
            self.things[id_]["hidden"] = {"true": True, "false": False}[form["hide"]]
        elif not edge and "comment_enabled" in form:
            self.things[id_]["is_comment_enabled"] = {"true": True, "false": False}[form["comment_enabled"]]
        elif edge == "replies":
            made = self.comment(form["message"], author="boroughofexample", parent=id_)
            self.things[made] |= {"user": {"id": ACCOUNT}, "from": {"id": "99", "username": "boroughofexample"}}
            return said({"id": made})
        elif edge == "messages":
            return self.message(json.loads(form["recipient"])["comment_id"], json.loads(form["message"])["text"])
        else:
            return error(100, f"Unsupported post request to {edge}")
        return said({"success": True})

    def message(self, comment: str, text: str) -> Said:
        """One private reply to each comment."""
        if comment not in self.things:
            return no_such(comment)
        if comment in self.answered:
            return error(10_900, "Activity already replied to")
        self.answered.add(comment)
        author = self.things[comment]["from"]["id"]
        made = {"id": f"m_{comment}", "message": text, "from": {"id": ACCOUNT, "username": "boroughofexample"}}
        self.messages.setdefault(author, []).insert(0, made)
        return said({"recipient_id": author, "message_id": made["id"]})
