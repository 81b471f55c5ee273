"""One list of calls that is made on the simulator and on real servers alike, and what came of each in a few words.

What came of them on real servers is kept in tests/platforms/traces, so that the simulator is held to it in every run of
the tests. Only kinds are written down (an answer, refused, in effect, withheld), never ids, times or a server's words.
"""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tests.platforms.contract_suite import acts_on, everything, prepared

from evenhand.core.vocabulary import Subject, Verb
from evenhand.platforms.contract import (
    AccessRefused,
    Act,
    Gone,
    Incoming,
    NotDone,
    Ref,
    TryAgain,
    Unknown,
    Withheld,
)

TRACES = Path(__file__).parent / "traces"
WORDS = "Please write to us; our pages say how."
MOST_LOOKS = 10
LEFT = "left to a person"
Trace = dict[str, str]
_ENDS = {AccessRefused: "access refused", TryAgain: "try again", NotDone: "refused for good", Unknown: "broke off"}


class Stage:
    """A platform with one post of ours, on which strangers write. `cannot`: what nobody can do there, and why.

    `patience_seconds`: how long after a change it may take until everybody sees it.
    """

    name = ""
    connection: Any
    account = post = ""
    absent: dict[Subject, str] = {}
    cannot: dict[str, str] = {}
    patience_seconds = 0.0

    def comment(self, text: str, parent: str = "") -> str:
        """A stranger writes; the comment's id as polled."""
        raise NotImplementedError

    def author_of(self, comment: str) -> str:
        """The author's id as polled."""
        raise NotImplementedError

    def edit(self, comment: str, text: str) -> None:
        """Its words are changed, by whoever can change them there."""
        raise NotImplementedError

    def withdraw(self, comment: str) -> None:
        """Its author deletes it."""
        raise NotImplementedError

    def settle(self) -> None:
        """Give others the time to see what was done."""

    def answers(self, comment: str) -> int:
        """How many answers of ours with `WORDS` stand under it, as a stranger counts them."""
        raise NotImplementedError


class Play:
    """The script as it is played on one stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.trace: Trace = {}
        self._acts: dict[str, Act] = {}
        self._program = acts_on(stage.name)

    def played(self) -> Trace:
        """Everything, in order."""
        for scene in (self._hiding, self._answering, self._authors, self._reports, self._closing, self._deleting):
            scene()
        for scene in (self._edited, self._withdrawn, self._read):
            scene()
        return self.trace

    def _hiding(self) -> None:
        one = self.stage.comment("Hide me")
        self._does("a comment is hidden", Verb.HIDE, one, "h1")
        self._does("hidden again by the same act", Verb.HIDE, one, "h1")
        self._does("hidden again by another act", Verb.HIDE, one, "h2")
        self._does("a hidden comment is answered", Verb.REPLY, one, "h3")
        self._does("it is shown again", Verb.UNHIDE, one, "u1")
        self._does("shown again by the same act", Verb.UNHIDE, one, "u1")
        self._does("the act that hid it comes once more after all", Verb.HIDE, one, "h1")
        self._does("what never was is hidden", Verb.HIDE, self._absent(Verb.HIDE), "h4")
        self._does("what never was is shown", Verb.UNHIDE, self._absent(Verb.UNHIDE), "u2")

    def _answering(self) -> None:
        one = self.stage.comment("Answer me")
        for step, key in (("a comment is answered", "r1"), ("answered again by the same act", "r1")):
            self._does(step, Verb.REPLY, one, key)
            self.trace[step] += f"; {self.stage.answers(one)} stands"
        self._does("what never was is answered", Verb.REPLY, self._absent(Verb.REPLY), "r2")

    def _authors(self) -> None:
        one = self.stage.comment("Block me")
        author = self.stage.author_of(one)
        for step, verb, key in (
            ("an author is blocked", Verb.BLOCK, "b1"), ("blocked again by another act", Verb.BLOCK, "b2"),
            ("an author is unblocked", Verb.UNBLOCK, "b3"), ("unblocked again by another act", Verb.UNBLOCK, "b4"),
        ):  # fmt: skip
            self._does(step, verb, author, key, looked_at=one)
        nobody = self._absent(Verb.BLOCK)
        self._does("somebody whom nobody knows is blocked", Verb.BLOCK, nobody, "b5")

    def _reports(self) -> None:
        one = self.stage.comment("Report me")
        self._does("a comment is reported", Verb.REPORT, one, "p1")
        self._does("what never was is reported", Verb.REPORT, self._absent(Verb.REPORT), "p2")

    def _closing(self) -> None:
        one = self.stage.comment("Before it is closed")
        self._does("a post is closed", Verb.CLOSE, self.stage.post, "c1", looked_at=one)
        self._does("closed again by another act", Verb.CLOSE, self.stage.post, "c2")
        self._does("we answer under a closed post", Verb.REPLY, one, "c3")
        self._does("it is opened again", Verb.REOPEN, self.stage.post, "c4")
        self._does("opened again by another act", Verb.REOPEN, self.stage.post, "c5")
        self._does("what never was is closed", Verb.CLOSE, self._absent(Verb.CLOSE), "c6")

    def _deleting(self) -> None:
        """Where nobody deletes by a program, nothing is deleted, and there is nothing to do to it either."""
        program = self._program
        self._program = program if Verb.DELETE in program else []
        one = self.stage.comment("Delete me")
        self._does("a comment is deleted", Verb.DELETE, one, "d1")
        self._does("deleted again by another act", Verb.DELETE, one, "d2")
        self._does("what we deleted is hidden", Verb.HIDE, one, "d3")
        self._does("what we deleted is answered", Verb.REPLY, one, "d4")
        other = self.stage.comment("Delete me, and show me again")
        self._does("another is deleted", Verb.DELETE, other, "d5")
        self._does("what we deleted is shown again", Verb.UNHIDE, other, "d6")
        self._does("what never was is deleted", Verb.DELETE, self._absent(Verb.DELETE), "d7")
        self._program = program

    def _edited(self) -> None:
        one = self.stage.comment("Before")
        _, _, cursor = everything(self.stage.connection)
        step = "an edited comment is fetched"
        if why := self.stage.cannot.get("edit"):
            self.trace[step] = self.trace["an edit is polled from the cursor"] = why
            return
        self.stage.edit(one, "After")
        self.trace[step] = self._seen(one, lambda seen: isinstance(seen, Incoming) and seen.text == "After")
        came = [comment.text for comment in everything(self.stage.connection, cursor)[0] if comment.id == one]
        self.trace["an edit is polled from the cursor"] = "comes as changed" if came == ["After"] else "does not come"

    def _withdrawn(self) -> None:
        above = self.stage.comment("Above")
        below = self.stage.comment("Below", above)
        self._polled("an answer to a comment is polled", below, above)
        self.stage.withdraw(above)
        self.trace["what its author deleted is fetched"] = self._seen(
            above, lambda seen: not isinstance(seen, Incoming)
        )
        self._does("what its author deleted is hidden", Verb.HIDE, above, "w1")
        self._does("what its author deleted is answered", Verb.REPLY, above, "w2")
        self.trace["an answer to what was deleted is fetched"] = self._seen(below)
        self._polled("an answer to what was deleted is polled", below, above)

    def _read(self) -> None:
        self.trace["what never was is fetched"] = self._seen(self._absent(Verb.HIDE))
        _, _, cursor = everything(self.stage.connection)
        one = self.stage.comment("Later")
        came = self._until(
            lambda: {comment.id for comment in everything(self.stage.connection, cursor)[0]}, lambda ids: one in ids
        )
        self.trace["a later comment is polled from the cursor"] = "comes" if one in came else "does not come"

    def _polled(self, step: str, id_: str, parent: str) -> None:
        found = self._until(lambda: self._last(id_), lambda comment: comment is not None)
        placed = {parent: "with its parent", "": "without a parent"}.get(found.parent_id, "elsewhere") if found else ""
        self.trace[step] = f"comes {placed}" if found else "does not come"

    def _last(self, id_: str) -> Incoming | None:
        return next((comment for comment in everything(self.stage.connection)[0] if comment.id == id_), None)

    def _absent(self, verb: Verb) -> str:
        return self.stage.absent[verb.subject]

    def _does(self, step: str, verb: Verb, subject: str, key: str, looked_at: str = "") -> None:
        """One call, whether it is seen in effect, and how the comment that it is about is fetched then."""
        if verb not in self._program:
            self.trace[step] = LEFT
            return
        act = self._act(verb, subject, key)
        end = self._end(act)
        words = [end]
        if end == "an answer" and verb is not Verb.REPORT:
            seen = self._until(lambda: self._observed(act), bool)
            words.append("in effect" if seen else "not in effect")
            self.stage.settle()
            comment = looked_at or (subject if verb.subject is Subject.COMMENT else "")
            words += [self._seen(comment)] if comment else []
        self.trace[step] = "; ".join(words)

    def _act(self, verb: Verb, subject: str, key: str) -> Act:
        if key not in self._acts:
            known = {"post_id": self.stage.post, "author_id": subject if verb.subject is Subject.AUTHOR else ""}
            asked = Act(f"{self.stage.name}-{key}", verb, self.stage.account, subject, WORDS, **known)
            try:
                asked = prepared(self.stage.connection, asked)
            except (NotDone, TryAgain):
                asked = replace(asked, already=())
            self._acts[key] = asked
        return self._acts[key]

    def _end(self, act: Act) -> str:
        try:
            self.stage.connection.perform(act)
        except tuple(_ENDS) as end:
            return next(words for kind, words in _ENDS.items() if isinstance(end, kind))
        return "an answer"

    def _observed(self, act: Act) -> bool:
        try:
            return bool(self.stage.connection.observe(act).in_effect)
        except TryAgain:
            return False

    def _seen(self, id_: str, settled: Callable[[object], bool] = lambda _: True) -> str:
        """How a comment is fetched, as soon as it is as it should be, or at last."""
        found = self._until(lambda: self.stage.connection.fetch(Ref(id_, self.stage.post)), settled)
        if isinstance(found, Incoming):
            return f"fetched as {found.state}" if found.text != "After" else "fetched with its new words"
        return {Gone: "fetched as gone", Withheld: "withheld"}[type(found)]

    def _until(self, look: Callable[[], Any], settled: Callable[[Any], bool]) -> Any:
        until = monotonic() + self.stage.patience_seconds
        while not settled(found := _patiently(look)) and monotonic() < until:
            sleep(0.2)
        return found


def _patiently(look: Callable[[], Any]) -> Any:
    """A server on a busy machine may not answer in time; a look that broke off changed nothing."""
    for _ in range(MOST_LOOKS - 1):
        try:
            return look()
        except TryAgain:
            sleep(0.2)
    return look()


def kept(name: str) -> Trace:
    """What came of the script on a real server when it was last played there."""
    return dict(json.loads((TRACES / f"{name}.json").read_text())["steps"])


def keep(name: str, against: str, on: str, trace: Trace) -> None:
    """Write down what came of it, for every run of the tests from now on."""
    told = {"against": against, "on": on, "steps": trace}
    (TRACES / f"{name}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def differences(simulator: Trace, name: str, cannot: Collection[str] = ()) -> Iterator[tuple[str, str, str]]:
    """The step, what the simulator does, what the real server did. What nobody can do there cannot differ."""
    for step, outcome in kept(name).items():
        if outcome != simulator[step] and outcome != LEFT and outcome not in cannot:
            yield step, simulator[step], outcome
