"""Real servers as stages for the script that the simulator is held to: see tests/platforms/script.py."""

from pathlib import Path
from time import sleep
from typing import Any

import httpx
from tests.peers.at_people import Person, Post
from tests.peers.programs import AtNetwork
from tests.peers.wordpress_site import USER, Site
from tests.platforms.script import WORDS, Stage

from evenhand.core.vocabulary import Subject
from evenhand.platforms import found
from evenhand.platforms.contract import Access

_NO_SUCH_KEY = "3lzzzzzzzzzz2"  # of the form that the network gives its records, and given to none


class AtStage(Stage):
    """The AT network: what is written is seen by others a moment later."""

    name = "bluesky"
    patience_seconds = 8.0
    cannot = {"edit": "nobody can change the words of a post there"}

    def __init__(self, network: AtNetwork, council: Person, robin: Person, passer_by: Person, folder: Path) -> None:
        self.account, self._robin, self._passer_by = council.did, robin, passer_by
        secrets = {"app_password": council.app_password(), "labeller": network.labeller}
        self.connection = found.connect("bluesky", Access(council.did, secrets, network.server, folder))
        root = council.write("Bin collections change next week")
        self.post, self._written = root.uri, {root.uri: root}
        self.absent = {
            Subject.COMMENT: f"at://{robin.did}/app.bsky.feed.post/{_NO_SUCH_KEY}",
            Subject.AUTHOR: f"did:plc:{'a' * 24}",
            Subject.POST: f"at://{council.did}/app.bsky.feed.post/{_NO_SUCH_KEY}",
        }

    def comment(self, text: str, parent: str = "") -> str:
        made = self._robin.write(text, self._written[parent or self.post])
        self._written[made.uri] = made
        return made.uri

    def author_of(self, comment: str) -> str:
        return self._robin.did

    def withdraw(self, comment: str) -> None:
        self._robin.delete(Post(comment, self._written[comment].cid))
        self.settle()

    def settle(self) -> None:
        sleep(1.5)

    def answers(self, comment: str) -> int:
        replies = self._passer_by.look("app.bsky.feed.getPostThread", uri=comment)["thread"].get("replies", [])
        return sum(reply["post"]["record"]["text"] == WORDS for reply in replies)


class WordPressStage(Stage):
    """A WordPress: strangers' comments are entered by its administrator, since its form takes one in 15 seconds.

    Nobody can delete their own comment there; the administrator deletes it for good.
    """

    name, account = "wordpress", "https://news.harrowmere.example"
    absent = {Subject.COMMENT: "99999", Subject.AUTHOR: "", Subject.POST: "99998"}

    def __init__(self, site: Site, folder: Path) -> None:
        self._site = site
        secrets = {"user": USER, "application_password": site.password}
        self.connection = found.connect("wordpress", Access(self.account, secrets, site.address, folder))
        self.post = str(site.publish("Bins & boxes")["id"])

    def comment(self, text: str, parent: str = "") -> str:
        told = {"post": int(self.post), "parent": int(parent or 0), "author_name": "Robin Vale",
                "author_email": "robin@example.org", "content": text, "status": "approved"}  # fmt: skip
        return str(self._asks("POST", "comments", json=told)["id"])

    def author_of(self, comment: str) -> str:
        return ""

    def edit(self, comment: str, text: str) -> None:
        self._asks("POST", f"comments/{comment}", json={"content": text})

    def withdraw(self, comment: str) -> None:
        self._asks("DELETE", f"comments/{comment}", json={"force": True})

    def answers(self, comment: str) -> int:
        listed = httpx.get(
            f"{self._site.address}/index.php", timeout=60,
            params={"rest_route": "/wp/v2/comments", "post": self.post, "parent": comment},
        )  # fmt: skip
        return sum(WORDS in one["content"]["rendered"] for one in listed.raise_for_status().json())

    def _asks(self, method: str, route: str, **said: Any) -> dict[str, Any]:
        answer = httpx.request(
            method, f"{self._site.address}/index.php", params={"rest_route": f"/wp/v2/{route}"},
            auth=("admin", self._site.admin), timeout=60, **said,
        )  # fmt: skip
        assert answer.is_success, answer.text
        return dict(answer.json())
