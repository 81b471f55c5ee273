"""What stands on the platform, and every call and every visible effect that led there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from threading import Lock

from tests.faults.judge.captures import Captures

STATE_AFTER = {"hide": "hidden", "unhide": "visible", "delete": "deleted"}


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it stands in the thread. `key` is not shown to anybody who reads the thread."""

    id: str
    by: str
    text: str
    key: str


@dataclass(slots=True)
class Comment:
    """A comment as the public sees it."""

    state: str = "visible"
    replies: list[Reply] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)  # of the actions that were sent about it, each once
    looks: int = 0


class Gone(Exception):
    """There is no such comment, or it was deleted."""


class NoEvidence(Exception):
    """The caller wanted something done to a comment whose capture is not on disk."""


@dataclass
class Ledger:
    """The platform's own books. `captures`: None where nobody asks for evidence."""

    captures: Captures | None
    comments: dict[str, Comment] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)  # by key
    effects: Counter[str] = field(default_factory=Counter)  # by key: what the public saw change
    without_evidence: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def publish(self, ids: Iterable[str]) -> None:
        """Comments that somebody wrote; those that stand there already stay as they are."""
        with self._lock:
            for id_ in ids:
                self.comments.setdefault(id_, Comment())

    def called(self, comment: str, key: str) -> int:
        """Note a call. How many there were about this comment with this key, this one included.

        Raises: Gone for a comment nobody wrote, NoEvidence.
        """
        with self._lock:
            found = self._found(comment)
            self.calls[key] += 1
            if key not in found.keys:
                found.keys.append(key)
            number, wanted = self.calls[key], len(found.keys)
        if self.captures and not self.captures.hold(comment, at_least=wanted):
            with self._lock:
                self.without_evidence.append(f"{comment} {key}")
            raise NoEvidence(comment)
        return number

    def act(self, comment: str, verb: str, key: str, by: str, text: str) -> str:
        """Do it, and say what came of it. Raises: Gone."""
        with self._lock:
            found = self._found(comment)
            if found.state == "deleted" and verb != "delete":
                raise Gone(comment)
            if verb == "reply":
                reply = Reply(f"r{sum(self.effects.values()) + 1}", by, text, key)
                found.replies.append(reply)
                self.effects[key] += 1
                return f"reply {reply.id}"
            if found.state != STATE_AFTER[verb]:
                found.state = STATE_AFTER[verb]
                self.effects[key] += 1
            return f"it is {found.state}"

    def looked(self, comment: str) -> int:
        """Note a look. How many there were at this comment, this one included. Raises: Gone."""
        with self._lock:
            found = self._found(comment)
            found.looks += 1
            return found.looks

    def thread(self, comment: str) -> dict[str, object]:
        """What somebody who reads the thread sees. Raises: Gone for a comment nobody wrote."""
        with self._lock:
            found = self._found(comment)
            replies = [{"id": reply.id, "by": reply.by, "text": reply.text} for reply in found.replies]
            return {"state": found.state, "replies": replies}

    def tally(self) -> dict[str, object]:
        """The books, for whoever judges."""
        with self._lock:
            return {
                "comments": {id_: asdict(comment) for id_, comment in self.comments.items()},
                "calls": dict(self.calls), "effects": dict(self.effects),
                "without_evidence": list(self.without_evidence), "faults": dict(self.faults),
            }  # fmt: skip

    def note_fault(self, name: str) -> None:
        """Count a fault that was played."""
        with self._lock:
            self.faults[name] += 1

    def acted_on(self) -> int:
        """How many actions have been called, each once."""
        with self._lock:
            return len(self.calls)

    def _found(self, comment: str) -> Comment:
        if comment not in self.comments:
            raise Gone(comment)
        return self.comments[comment]
