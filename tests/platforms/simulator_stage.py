"""The simulator as a stage for the script."""

from datetime import UTC, datetime
from pathlib import Path

from tests.platforms.script import WORDS, Stage

from evenhand.core.vocabulary import Subject, Verb
from evenhand.platforms import found
from evenhand.platforms.contract import Access, Act
from evenhand.platforms.simulator.network import Network


class SimulatorStage(Stage):
    """A pretend network in a folder of its own."""

    name, account, post = "simulator", "town-page", "p1"
    absent = {Subject.COMMENT: "c0", Subject.AUTHOR: "nobody", Subject.POST: "p0"}

    def __init__(self, folder: Path) -> None:
        self.network = Network(folder / "simulator.sqlite3")
        self.network.publish([(self.account, self.post, "The library opens late", _now())], [])
        self.connection = found.connect("simulator", Access(self.account, data=folder))
        self._count = 0

    def comment(self, text: str, parent: str = "") -> str:
        self._count += 1
        id_ = f"c{self._count}"
        self.network.write(self.account, "u-robin", (id_, self.post, parent, "Robin Vale", text, _now()))
        return id_

    def author_of(self, comment: str) -> str:
        return "u-robin"

    def edit(self, comment: str, text: str) -> None:
        self.network.edit(self.account, comment, text, _now())

    def withdraw(self, comment: str) -> None:
        self.network.perform(Act(f"withdrawn {comment}", Verb.DELETE, self.account, comment))

    def answers(self, comment: str) -> int:
        [post] = self.network.wall(self.account)
        return sum(reply == WORDS for one in post.comments if one.id == comment for reply in one.replies)


def _now() -> str:
    return datetime.now(UTC).isoformat()
