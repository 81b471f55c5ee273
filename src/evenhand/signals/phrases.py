"""Phrases in files: how one is written, and reading it into an automaton.

A phrase is written in lower case. `(a|b)` is a choice, `[ab]` one of these letters, `?` makes the letter or
the choice before it optional, `*` after a choice lets it stand up to three times or not at all, `{name}` is
a set of `sets.toml`, ` ~ ` is a gap of up to three words, and a space is any short break within a sentence.
An apostrophe may be left out. Nothing repeats without a bound.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from evenhand.signals.automaton import ANY_LETTER, Automaton, Follow
from evenhand.signals.letters import fold

GROUP, KIND = "\ue000", "\ue001"  # stand for a marked group ("muslims") and a marked kind ("muslim")

_BUILT_IN = {
    "group": GROUP,
    "kind": KIND,
    "target": f"[{GROUP}{KIND}]",
    "word": "\ue002",
    "reference": "\ue003",
}
_ALLOWED = re.compile(r"(?:[^A-Z*+\\^$.#\t]|(?<=\))\*)+")
_PIECE = re.compile(r" ~ |\{\w+\}|\[[^\]]+\]|[(|)?*]|.", re.DOTALL)
_FOLDER = resources.files("evenhand.signals.words")
_LONGEST_WORD, _LONGEST_GAP, _MOST_TIMES = 20, 3, 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of a file: the fact it stands for, a note for people, and the phrase."""

    fact: str
    note: str
    phrase: str


def compiled(*names: str) -> Automaton[Phrase]:
    """An automaton that finds the phrases of files in `words/`: three columns, tabs between, `#` for remarks.

    Raises: ValueError naming file and line when a line cannot be read.
    """
    automaton: Automaton[Phrase] = Automaton()
    for name in names:
        for phrase in lines(name):
            automaton.add(_Reader(automaton, phrase.phrase).entry(automaton.end(phrase)))
    return automaton


def lines(name: str) -> Iterator[Phrase]:
    """The lines of one file, sets not written out."""
    for number, line in enumerate(_FOLDER.joinpath(name).read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 3 or not _ALLOWED.fullmatch(columns[2]) or columns[2] != columns[2].strip():
            raise ValueError(
                f"{name} line {number}: read as a phrase, which takes three columns (fact, note, phrase in "
                f"lower case without + . \\ ^ $); write it so: {line!r}"
            )
        yield Phrase(columns[0], columns[1], _as_searched(columns[2]))


def words(name: str) -> list[str]:
    """The words of a plain list in `words/`."""
    return _FOLDER.joinpath(name).read_text("utf-8").split()


def text_lines(name: str) -> list[str]:
    """The lines of a plain list in `words/`, one name or phrase each."""
    return _FOLDER.joinpath(name).read_text("utf-8").splitlines()


def _as_searched(phrase: str) -> str:
    return "".join(" " if char == "-" else char if char < "\x7f" else fold(char) for char in phrase)


@cache
def _sets() -> Mapping[str, str]:
    """The sets of `sets.toml`, each as one choice; and those that are built in."""
    named = tomllib.loads(_FOLDER.joinpath("sets.toml").read_text("utf-8"))
    return _BUILT_IN | {name: "|".join(map(_as_searched, options)) for name, options in named.items()}


class _Reader:
    """Reads a phrase from its end to its beginning, so that each piece knows what follows it."""

    def __init__(self, automaton: Automaton[Phrase], phrase: str) -> None:
        self._automaton = automaton
        self._phrase = phrase
        self._pieces = _PIECE.findall(phrase)

    def entry(self, follow: Follow) -> Follow:
        """Where the phrase begins when `follow` comes after it."""
        found, rest = self._choice(len(self._pieces) - 1, follow)
        if rest >= 0:
            raise ValueError(f"{self._phrase!r} closes a choice that it never opened: remove a bracket")
        return found

    def _choice(self, place: int, follow: Follow) -> tuple[Follow, int]:
        """Reads leftwards to the opening bracket or the beginning."""
        options: list[Follow] = []
        current = follow
        while place >= 0 and self._pieces[place] != "(":
            if self._pieces[place] == "|":
                options.append(current)
                current, place = follow, place - 1
            else:
                current, place = self._piece(place, current)
        return frozenset().union(*options, current), place

    def _piece(self, place: int, follow: Follow) -> tuple[Follow, int]:
        mark = self._pieces[place]
        if mark not in "?*":
            return self._plain(place, follow)
        times = 1 if mark == "?" else _MOST_TIMES
        current = follow
        for _ in range(times):
            entry, before = self._plain(place - 1, current)
            current = entry | follow
        return current, before

    def _plain(self, place: int, follow: Follow) -> tuple[Follow, int]:
        piece = self._pieces[place]
        if piece == ")":
            found, opening = self._choice(place - 1, follow)
            if opening < 0:
                raise ValueError(f"{self._phrase!r} opens fewer choices than it closes: add a bracket")
            return found, opening - 1
        return self._letters(piece, follow), place - 1

    def _letters(self, piece: str, follow: Follow) -> Follow:
        if piece == " ~ ":
            return self._gap(follow)
        if piece[0] == "{" and len(piece) > 1:
            return _Reader(self._automaton, _sets()[piece[1:-1]]).entry(follow)
        if piece[0] == "[":
            return frozenset().union(*(self._automaton.letter(char, follow) for char in piece[1:-1]))
        if piece == _BUILT_IN["word"]:
            return self._word(follow)
        if piece == _BUILT_IN["reference"]:
            return self._reference(follow)
        found = self._automaton.letter(piece, follow)
        return found | follow if piece == "'" else found

    def _word(self, follow: Follow) -> Follow:
        current = self._automaton.letter(ANY_LETTER, follow)
        for _ in range(_LONGEST_WORD - 1):
            current = self._automaton.letter(ANY_LETTER, current | follow)
        return current

    def _gap(self, follow: Follow) -> Follow:
        current = self._automaton.letter(" ", follow)
        for _ in range(_LONGEST_GAP):
            current |= self._automaton.letter(" ", self._word(current))
        return current

    def _reference(self, follow: Follow) -> Follow:
        """Up to four letters and three to ten digits: a case number."""
        current = follow
        for count in range(10, 0, -1):
            after = current | follow if count > 3 else current
            current = frozenset().union(*(self._automaton.letter(digit, after) for digit in "0123456789"))
        for _ in range(4):
            current |= self._automaton.letter(ANY_LETTER, current)
        return current
