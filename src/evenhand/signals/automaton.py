"""Finds many phrases at once, reading each letter of a text a bounded number of times.

The automaton is made deterministic as texts need it, and forgets when it has grown large, so that its memory is
bounded and a search takes one look-up for each letter that some phrase could still go on with. No phrase repeats
without a bound, so the longest phrase bounds how far a search runs from any word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

What = TypeVar("What")
Follow = frozenset[int]  # the letters that may come next, by number; an end has a number too

ANY_LETTER = "any letter, digit or hyphen"
_MOST_STATES = 50_000  # about 100 MB at the worst

# Marks that end a sentence stop a phrase; any other mark is a space, and so is clapping between words.
_BREAKS = {ord(mark): "\n" for mark in ".!?;\n\r…"} | {
    ord(mark): " " for mark in '\t"#$%&()*+,-/:<=>@[\\]^_`{|}~¬£€👏•·'
}
_LONG_BREAK = re.compile(r" {4,}")
_BEGIN = re.compile(r"(?<!\w)\w|[\ue000-\ue001]|[^\w\s\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Hit(Generic[What]):
    """What was found where; offsets in the text that was searched, end exclusive."""

    what: What
    start: int
    end: int


class _State(Generic[What]):
    """The letters that may come next, and what has been found on the way here."""

    __slots__ = ("ends", "follow", "moves")

    def __init__(self, follow: Follow, ends: tuple[What, ...]) -> None:
        self.follow = follow
        self.ends = ends
        self.moves: dict[str, _State[What] | None] = {}


class Automaton(Generic[What]):
    """Phrases to search for. Add them all before the first search."""

    def __init__(self) -> None:
        self._letters: list[tuple[str, Follow]] = []
        self._numbers: dict[tuple[str, Follow], int] = {}
        self._ends: dict[int, What] = {}
        self._first: Follow = frozenset()
        self._states: dict[Follow, _State[What]] = {}

    def letter(self, char: str, follow: Follow) -> Follow:
        """The letter `char` with `follow` after it. Phrases that go on alike share what they share."""
        number = self._numbers.setdefault((char, follow), len(self._letters))
        if number == len(self._letters):
            self._letters.append((char, follow))
        return frozenset((number,))

    def end(self, what: What) -> Follow:
        """The end of a phrase: what is found when a word ends here."""
        number = len(self._letters)
        self._letters.append(("", frozenset()))
        self._ends[number] = what
        return frozenset((number,))

    def add(self, entry: Follow) -> None:
        """Searches may begin here."""
        self._first |= entry

    def hits(self, plain: str) -> Iterator[Hit[What]]:
        """Everything found, by where it starts; from one start, each `what` once, at its longest."""
        text = _LONG_BREAK.sub(lambda match: "\n" * len(match[0]), plain.translate(_BREAKS))
        for begin in _BEGIN.finditer(text):
            yield from self._from(text, begin.start())

    def _from(self, text: str, start: int) -> Iterator[Hit[What]]:
        state = self._state(self._first)
        found: dict[What, int] = {}
        before = ""
        for place in range(start, len(text)):
            char = text[place]
            if char == " " == before:
                continue
            before = char
            after = state.moves[char] if char in state.moves else self._move(state, char)
            if after is None:
                break
            state = after
            if state.ends and char != " " and not _goes_on(text, place + 1):
                found.update(dict.fromkeys(state.ends, place + 1))
        for what, end in found.items():
            yield Hit(what, start, end)

    def _move(self, state: _State[What], char: str) -> _State[What] | None:
        word = char.isalnum()
        after: set[int] = set()
        for number in state.follow:
            expected, follow = self._letters[number]
            if expected == char or (word and expected is ANY_LETTER):
                after |= follow
        moved = self._state(frozenset(after)) if after else None
        state.moves[char] = moved
        return moved

    def _state(self, follow: Follow) -> _State[What]:
        if follow not in self._states:
            if len(self._states) >= _MOST_STATES:
                self._states.clear()
            ends = tuple(self._ends[number] for number in sorted(follow) if number in self._ends)
            self._states[follow] = _State(follow, ends)
        return self._states[follow]


def _goes_on(text: str, place: int) -> bool:
    return place < len(text) and text[place].isalnum()
