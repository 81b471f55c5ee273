"""A Page on a local server, as Graph's reference describes it; `test_graph_oracle.py` holds calls to Meta's own SDK."""

import json
from datetime import datetime
from typing import Any

from tests.platforms.fakes.graph_serving import APP_ID, GraphFake, Native, error, no_such, page_of, shown
from tests.platforms.fakes.serving import Call, Pushed, Said, said

from evenhand.core.vocabulary import Subject, Verb
from evenhand.platforms.contract import Act

PAGE = "103000000000001"
POST = f"{PAGE}_777001"


class Fake(GraphFake):
    """One Page with one post."""

    name, account, absent = "facebook", PAGE, "777001_0"
    scopes = ("pages_read_engagement", "pages_read_user_content", "pages_manage_engagement", "pages_messaging")

    def __init__(self) -> None:
        super().__init__()
        self.things[PAGE] = {"id": PAGE, "name": "Borough of Example", "category": "Government Organisation"}
        self.blocked: dict[str, str] = {}
        self.messages: dict[str, str] = {}
        self.ads_refused = False
        self.pushed_fields = ["feed"]  # of the Page, to our app; empty where it is not subscribed
        self.posts, self.ads = [], []
        self.post(POST)

    def post(self, id: str, *, ad: bool = False) -> None:
        """The Page publishes something, or shows it in an advertisement alone."""
        at = self.tick()
        self.things[id] = {"id": id, "message": "The library opens late", "created_time": at, "updated_time": at,
                           "permalink_url": f"https://www.facebook.com/{id}"}  # fmt: skip
        (self.ads if ad else self.posts).insert(0, id)
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
        id_ = f"{post.split('_')[1]}_{id or 9_007_199_254_740_000 + self.count}"
        at = self.tick()
        native: Native = {"id": id_, "message": text, "created_time": at, "is_hidden": False, "object": {"id": post},
                          "permalink_url": f"https://www.facebook.com/{id_}"}  # fmt: skip
        native |= {"from": {"id": f"7{len(author):016}", "name": author}} if author else {}
        self._put(native, post, parent)
        self.things[post]["updated_time"] = at
        return id_

    def _put(self, native: Native, post: str, parent: str) -> None:
        """Facebook keeps two levels: an answer to an answer stands beside it."""
        above = self.things.get(parent, {}).get("parent", {}).get("id") or parent
        if above:
            native["parent"] = {"id": above}
            self.under.setdefault(above, []).append(native["id"])
        self.things[native["id"]] = native
        self.under[post].append(native["id"])

    def act(self, verb: Verb) -> Act:
        id_ = self.comment()
        author = self.things[id_]["from"]["id"]
        if verb is Verb.UNHIDE:
            self.hide(id_)
        if verb is Verb.UNBLOCK:
            self.blocked[author] = "Robin Vale"
        subject = {Subject.AUTHOR: author, Subject.POST: POST}.get(verb.subject, id_)
        return Act(
            "k1", verb, PAGE, subject, "Please write to us.", post_id=POST, author_id=author, written_at=self.now
        )

    def effects(self, act: Act) -> int:
        thing = self.things.get(act.subject_id, {})
        match act.verb:
            case Verb.HIDE | Verb.UNHIDE:
                return int(thing["is_hidden"] == (act.verb is Verb.HIDE))
            case Verb.DELETE:
                return int(not thing)
            case Verb.REPLY:
                replies = [self.things[id_] for id_ in self.under.get(act.subject_id, [])]
                return sum(reply["message"] == act.text for reply in replies)
            case Verb.PRIVATE_REPLY:
                return int(self.messages.get(act.subject_id) == act.text)
            case _:
                return int((act.subject_id in self.blocked) == (act.verb is Verb.BLOCK))

    def edit(self, id: str, text: str) -> None:
        self.things[id]["message"] = text

    def delete(self, id: str) -> None:
        native = self.things.pop(id)
        self.under[native["object"]["id"]].remove(id)

    def hide(self, id: str) -> None:
        self.things[id]["is_hidden"] = True

    def crowd(self, count: int) -> None:
        for _ in range(count):
            self.comment()

    def chain(self, count: int) -> None:
        last = ""
        for _ in range(count):
            last = self.comment(parent=last)

    def cycle(self) -> tuple[str, str]:
        first, second = self.comment(), self.comment()
        self.things[first]["parent"], self.things[second]["parent"] = {"id": second}, {"id": first}
        return first, second

    def garble(self) -> None:
        for number, odd in enumerate(({"id": "odd"}, {"message": "Words"}, {"id": "odd", "message": ["W"]}, "odd")):
            self.things[f"odd{number}"] = {**odd, "odd": True} if isinstance(odd, dict) else odd  # type: ignore[assignment]
            self.under[POST].append(f"odd{number}")

    def export(self) -> object:
        posts = [{**self.things[id_], "comments": {"data": [self.things[c] for c in self.under[id_]]}}
                 for id_ in self.posts]  # fmt: skip
        return json.loads(json.dumps({"data": posts}))

    def pushed(self, at: datetime) -> Pushed:
        value = {"item": "comment", "verb": "add", "comment_id": "777001_1", "post_id": POST, "parent_id": POST,
                 "from": {"id": "71", "name": "Zoë"}, "message": "Über “uns” 🌳"}  # fmt: skip
        entry = {"id": PAGE, "time": int(at.timestamp()), "changes": [{"field": "feed", "value": value}]}
        return self.signed({"object": "page", "entry": [entry]})

    def route(self, call: Call, path: list[str]) -> Said:
        if call.path == f"/{APP_ID}/subscriptions":
            return self.subscriptions(call, "page", "feed")
        id_, edge = path[0], "/".join(path[1:])
        if id_ not in self.things:
            return no_such(id_)
        match call.method, edge:
            case "GET", "":
                return said(self.seen(id_, call.query.get("fields", "")))
            case "GET", _:
                return self.listed(call, id_, edge)
            case "DELETE", "":
                self.delete(id_)
                return said({"success": True})
            case "DELETE", "blocked":
                self.blocked.pop(call.query["psid"], None)
                return said({"success": True})
            case _:
                return self.posted(id_, edge, call.form)

    def seen(self, id_: str, wanted: str) -> Any:
        """A thing with what was asked for."""
        thing = dict(self.things[id_])
        if id_ in self.messages:
            thing["private_reply_conversation"] = {"id": f"t_{id_}"}
        return shown(thing, wanted)

    def listed(self, call: Call, id_: str, edge: str) -> Said:
        """A page of a list."""
        wanted = call.query.get("fields", "")
        match edge:
            case "ads_posts" if self.ads_refused:
                return error(200, "(#200) Requires pages_manage_ads permission")
            case "published_posts" | "ads_posts":
                ids = self.posts if edge == "published_posts" else self.ads
                return said(page_of(call, [shown(self.things[one], wanted) for one in ids]))
            case "blocked":
                return said(page_of(call, [{"id": psid, "name": name} for psid, name in self.blocked.items()]))
            case "subscribed_apps":
                app = {"id": APP_ID, "name": "Evenhand", "subscribed_fields": self.pushed_fields}
                return said({"data": [app] if self.pushed_fields else []})
        ids = self.under.get(id_, [])
        if since := int(call.query.get("since", "0")):
            ids = [one for one in ids if self._since(one) >= since]
        cut = page_of(call, ids)
        return said({**cut, "data": [shown(self.things[one], wanted) for one in cut["data"]]})

    def _since(self, id_: str) -> float:
        thing = self.things[id_]
        if not isinstance(thing, dict) or "created_time" not in thing:
            return float("inf")
        return datetime.fromisoformat(thing["created_time"]).timestamp()

    def posted(self, id_: str, edge: str, form: dict[str, str]) -> Said:
        """Something that is done."""
        match edge:
            case "":
                self.things[id_]["is_hidden"] = {"true": True, "false": False}[form["is_hidden"]]
                return said({"success": True})
            case "comments":
                post = self.things[id_]["object"]["id"]
                made = self.comment(form["message"], author="Borough of Example", parent=id_, post=post)
                self.things[made]["from"]["id"] = PAGE
                return said({"id": made})
            case "blocked":
                for psid in json.loads(form["psid"]):
                    self.blocked[psid] = "Robin Vale"
                return said(dict.fromkeys(json.loads(form["psid"]), True))
            case "subscribed_apps":
                self.pushed_fields = json.loads(form["subscribed_fields"])
                return said({"success": True})
            case "messages":
                return self.message(json.loads(form["recipient"])["comment_id"], json.loads(form["message"])["text"])
        return error(100, f"Unsupported post request to {edge}")

    def message(self, comment: str, text: str) -> Said:
        """One private reply to each comment."""
        if comment not in self.things:
            return no_such(comment)
        if comment in self.messages:
            return error(10_900, "Activity already replied to")
        self.messages[comment] = text
        return said({"recipient_id": "71", "message_id": f"m_{comment}"})
