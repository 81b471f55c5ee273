"""The simulator needs no server: what it is told to fail at, its own network fails at."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.platforms.fakes.serving import (
    ACTS_AND_BREAKS_OFF,
    BREAKS_OFF,
    BROKEN,
    BUSY,
    BUSY_SILENTLY,
    PAGE,
    PAGE_OF_SUCCESS,
    REVOKED,
    FakePlatform,
)

from evenhand.core.vocabulary import Subject, Verb
from evenhand.platforms.contract import Access, Act
from evenhand.platforms.simulator.native import native
from evenhand.platforms.simulator.network import Network

_NO_SERVER = "it answers from a file, not over HTTP"
_KINDS = {
    BUSY: "busy",
    REVOKED: "no access",
    BREAKS_OFF: "time-out before acting",
    ACTS_AND_BREAKS_OFF: "time-out after acting",
}


class Fake(FakePlatform):
    """The pretend network in a folder of its own."""

    name, account, absent = "simulator", "town-page", "c0"
    retry_after_seconds = 1
    cannot = {BUSY_SILENTLY: "it always says for how long", BROKEN: _NO_SERVER, PAGE: _NO_SERVER,
              PAGE_OF_SUCCESS: _NO_SERVER, "unreachable": _NO_SERVER, "revoked probe": _NO_SERVER}  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def start(self) -> None:
        self._folder = TemporaryDirectory()
        self.network = Network(Path(self._folder.name) / "simulator.sqlite3")
        self.network.publish([(self.account, "p1", "The library opens late", "2026-03-02T09:00:00Z")], [])

    def stop(self) -> None:
        self._folder.cleanup()

    def access(self, data: Path) -> Access:
        return Access(self.account, data=self.network.file.parent)

    def fail_next(self, fault: str, *, change: bool = False) -> None:
        self.network.fail_next(*[_KINDS[fault]] * (10 if fault == REVOKED else 1))

    def comment(self, text: str = "Words", *, id: str = "", author: str | None = "Robin Vale", parent: str = "") -> str:
        self._count += 1
        id_ = id or f"c{self._count}"
        row = (id_, "p1", parent, author or "", text, "2026-03-02T10:00:00Z")
        self.network.write(self.account, author.casefold() if author else "", row)
        return id_

    def ours(self, text: str) -> str:
        row = ("ours", "p1", "", "Town page", text, "2026-03-02T10:00:00Z")
        self.network.write(self.account, self.account, row)
        return "ours"

    def act(self, verb: Verb) -> Act:
        subject = {Subject.AUTHOR: "robin vale", Subject.POST: "p1"}.get(verb.subject) or self.comment()
        before = {Verb.UNHIDE: Verb.HIDE, Verb.UNBLOCK: Verb.BLOCK, Verb.REOPEN: Verb.CLOSE}.get(verb)
        if before:
            self.network.perform(Act("before", before, self.account, subject))
        return Act("k1", verb, self.account, subject, "Please write to us.", post_id="p1")

    def effects(self, act: Act) -> int:
        return self.network.counted("effect", act.key)

    def edit(self, id: str, text: str) -> None:
        self.network.edit(self.account, id, text, "2026-03-02T11:00:00Z")

    def delete(self, id: str) -> None:
        self.network.perform(Act(f"deleted {id}", Verb.DELETE, self.account, id))

    def hide(self, id: str) -> None:
        self.network.perform(Act(f"hidden {id}", Verb.HIDE, self.account, id))

    def crowd(self, count: int) -> None:
        self._many((f"m{number}", "") for number in range(count))

    def chain(self, count: int) -> None:
        self._many((f"m{number}", f"m{number - 1}" if number else "") for number in range(count))

    def cycle(self) -> tuple[str, str]:
        self._many([("y1", "y2"), ("y2", "y1")])
        return "y1", "y2"

    def garble(self) -> None:
        self.network.publish([], [(self.account, "odd", "p1", "", "Robin Vale", "Words", "the day before")])

    def export(self) -> object:
        rows = self.network.changes(self.account, 0, 1000)
        return json.loads(json.dumps({"comments": [native(row) for row in rows]}))

    def _many(self, ids: "object") -> None:
        when = "2026-03-02T10:00:00Z"
        rows = [(self.account, id_, "p1", parent, "Robin Vale", "Words", when) for id_, parent in ids]  # type: ignore[attr-defined]
        self.network.publish([], rows)
