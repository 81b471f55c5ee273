"""Made-up people with names, habits and hours, for fitting how much each likeness of two accounts weighs.

Every text comes from our own seeds, which were invented; every name is drawn from lists of common ones.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from training import seed_rows

DIALECTS = ("welsh", "dialect")


@dataclass(frozen=True)
class Names:
    """First names and surnames that go together; `group` is only ever measured, never compared."""

    group: str
    first: tuple[str, ...]
    last: tuple[str, ...]


def _words(said: str) -> tuple[str, ...]:
    return tuple(said.split())


FITTED_ON = (
    Names("English", _words("David Susan Karen Paul Julie Mark Emma Jack Olivia Peter Jean Alan"),
          _words("Smith Taylor Brown Wilson Walker Wright Hughes Turner Cooper Ward Bennett Shaw")),
    Names("Welsh", _words("Rhys Sian Gareth Megan Owen Carys"), _words("Jones Davies Evans Llewelyn")),
    Names("South Asian", _words("Mohammed Aisha Priya Imran Sunita Bilal"),
          _words("Khan Patel Ahmed Hussain Begum Sharma")),
    Names("Polish", _words("Piotr Anna Krzysztof Agnieszka"), _words("Nowak Kowalski Lewandowska")),
)  # fmt: skip
HELD_OUT = (
    Names("English", _words("Stephen Linda Gary Tracey Harry Chloe Brian Sheila Lewis Donna"),
          _words("Clarke Mitchell Parker Hill Green Baker Holt Mason Dyer Fenn Pryce Cole")),
    Names("Irish and Scottish", _words("Siobhan Declan Fiona Hamish Niamh Callum"),
          _words("Murphy Kelly MacLeod Byrne Campbell Stewart")),
    Names("South Asian", _words("Muhammad Fatima Ravi Nadia Yusuf Meena"),
          _words("Ali Singh Kaur Malik Iqbal Chaudhry")),
    Names("African and Caribbean", _words("Chidi Ngozi Kwame Abena Delroy Marcia"),
          _words("Okafor Mensah Campbell Adeyemi Boateng")),
)  # fmt: skip


@dataclass(frozen=True)
class Habits:
    """How somebody writes, whatever about: chances from 0 to 1."""

    small_start: float
    no_stop: float
    doubled: float  # of a mark at the end: "!!!", "..."
    shouting: float  # of a word in capitals
    picture: float
    pictures: str
    no_apostrophe: float
    mark: str


@dataclass(frozen=True)
class Someone:
    """One person as they are, whatever account they write from."""

    first: str
    last: str
    group: str
    dialect: str  # a pool of texts: "plain", "welsh", "dialect"
    habits: Habits
    hours: tuple[float, ...]  # the middle of each time of the day at which they write
    posts: tuple[int, ...]  # those that interest them
    links: tuple[str, ...] = field(default=())


@cache
def pools(split: str) -> Mapping[str, Sequence[str]]:
    """Invented comments of one split by dialect."""
    found: dict[str, list[str]] = {"plain": [], "welsh": [], "dialect": []}
    for row in seed_rows.read():
        if row.split == split:
            pool = next((name for name in DIALECTS if name in row.functionality), "plain")
            found[pool].append(row.text)
    return found


def someone(draw: random.Random, names: Sequence[Names], posts: int, spread: float) -> Someone:
    """A person by chance. `spread`: how far habits differ, 1 for as much as they can."""
    group = draw.choice(names)
    dialect = draw.choices(["plain", "welsh", "dialect"], [0.8, 0.08, 0.12])[0]
    middle = draw.choices([7.5, 12.5, 17.5, 20.5, 22.5], [1, 2, 2, 4, 2])[0]
    hours = (middle, (middle + draw.uniform(3, 12)) % 24)
    liked = tuple(draw.sample(range(posts), draw.randint(4, 14)))
    links = tuple(f"https://{draw.choice(SITES)}/{draw.randrange(4000)}" for _ in range(draw.randint(0, 2)))
    first, last = draw.choice(group.first), draw.choice(group.last)
    return Someone(first, last, group.group, dialect, habits(draw, spread), hours, liked, links)


SITES = ("news.example/story", "petition.example/p", "video.example/v", "blog.example/mill-lane", "paper.example/a")


def habits(draw: random.Random, spread: float) -> Habits:
    """A way of writing by chance, most of it near what everybody does."""

    def chance(usual: float) -> float:
        return min(1.0, max(0.0, usual + spread * draw.gauss(0, 0.35) * draw.random()))

    return Habits(
        chance(0.3), chance(0.4), chance(0.1), chance(0.04), chance(0.12), draw.choice(["😂", "😡", "👏", "🙄", "❤️"]),
        chance(0.2), draw.choice(["!", "...", "?", "!!", ".."]),
    )  # fmt: skip


def written(draw: random.Random, person: Someone, text: str) -> str:
    """An invented comment as this person would have set it down."""
    habits, words = person.habits, text.split()
    words = [word.upper() if draw.random() < habits.shouting else word for word in words]
    said = " ".join(words)
    if draw.random() < habits.no_apostrophe:
        said = said.replace("'", "").replace("’", "")
    said = said[:1].lower() + said[1:] if draw.random() < habits.small_start else said[:1].upper() + said[1:]
    said = said.rstrip(".!?")
    if draw.random() < habits.doubled:
        said += habits.mark * draw.randint(1, 3)
    elif draw.random() > habits.no_stop:
        said += "."
    return f"{said} {habits.pictures * draw.randint(1, 2)}" if draw.random() < habits.picture else said
