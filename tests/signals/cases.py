"""The cases of this folder: a comment with the facts that must be stated of it, and those that must not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from evenhand.core.vocabulary import Comment, FactValue, Finding, Reading
from evenhand.signals.contract import NamedPerson, Roster
from evenhand.signals.read import programs, read

HOSTILE = ("slur", "group_hostility", "threat", "incitement", "insult", "harassment", "wish_harm")
NUMBERS = ("phone", "ni_number", "nhs_number", "passport", "driving_licence", "bank", "card", "plate")
KINDS_OF_DATA = (*NUMBERS, "email", "address", "date_of_birth", "child_school")
FOLDER = Path(__file__).parent / "cases"

MILLBECK = Roster(
    people=(
        NamedPerson("Priya Thornbury", "member", ("Cllr Thornbury",), ("cllr.p.thornbury@millbeck.gov.uk",)),
        NamedPerson("Gareth Ollerenshaw", "officer", ("Gaz Ollerenshaw",), ("0161 496 0101",)),
        NamedPerson("Mary-Jane O'Dell", "member"),
    ),
    public_contacts=(
        "0161 496 0000",
        "office@millbeckhub.example",
        "www.millbeck.gov.uk",
        "Town Hall, MB1 3XE",
    ),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a file: its facts, those that must be absent, and the comment."""

    name: str
    facts: frozenset[str]
    absent: frozenset[str]
    text: str

    def faults(self, facts: dict[str, FactValue]) -> list[str]:
        """What a reading gets wrong, in words."""
        missed = [f"missed {fact}" for fact in sorted(self.facts) if not facts[fact]]
        return missed + [f"wrongly {fact}" for fact in sorted(self.absent) if facts[fact]]


@cache
def cases(signal: str) -> tuple[Case, ...]:
    """The cases written for one signal."""
    return tuple(_cases(signal))


def _cases(signal: str) -> Iterator[Case]:
    lines = (FOLDER / f"{signal}.tsv").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#"):
            marks, text = line.split("\t")
            facts = {mark for mark in marks.split() if mark[0] not in "!-"}
            absent = {mark[1:] for mark in marks.split() if mark[0] == "!"}
            if "hostile" in absent:
                absent = absent - {"hostile"} | set(HOSTILE)
            if signal == "personal_data":
                facts, absent = _exactly(facts)
            yield Case(f"{signal} line {number}: {text}", frozenset(facts), frozenset(absent), _unescaped(text))


def _exactly(facts: set[str]) -> tuple[set[str], set[str]]:
    """Personal data are listed in full: what is not named must not be found."""
    whose = facts & {"own", "others"}
    absent = set(KINDS_OF_DATA) - facts | ({"own", "others"} - whose if whose else set())
    return facts - {"none"}, absent


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n")


def reading(signal: str, text: str, roster: Roster = MILLBECK, post: str = "") -> Reading:
    """What one signal states of a comment."""
    chosen = tuple(program for program in programs() if program.name == signal)
    readings, missing = read(Comment(text, date(2025, 3, 3), post=post), roster, chosen)
    assert not missing, missing
    return readings[0]


def stated(signal: str, text: str, roster: Roster = MILLBECK, post: str = "") -> dict[str, FactValue]:
    """The facts that one signal states of a comment."""
    return dict(reading(signal, text, roster, post).facts)


def found(signal: str, text: str, fact: str, roster: Roster = MILLBECK) -> list[Finding]:
    """The findings for one fact."""
    return [finding for finding in reading(signal, text, roster).findings if finding.fact == fact]
