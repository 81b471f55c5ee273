"""Pairs of made-up accounts: one person's two, and two people's who look alike for reasons of their own."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from evenhand.signals.accounts import Account, Written
from training.alias_people import FITTED_ON, HELD_OUT, Names, Someone, pools, someone, written

BEGIN = datetime(2025, 1, 6, tzinfo=UTC)
PLATFORMS = ("facebook", "x", "instagram")


@dataclass(frozen=True)
class World:
    """How made-up accounts come about. Chances from 0 to 1."""

    names: Sequence[Names]
    split: str  # of the seeds
    posts: int
    spread: float  # of habits between people
    wanders: float  # how far hours and posts of one person's accounts differ
    comments: tuple[int, int]
    quiet: float  # writes six comments at the most
    keeps_handle: float
    keeps_name: float
    false_name: float
    repeats_self: float
    repeats_link: float
    evades: float  # opens the second account after a block, in days as below
    evades_within: float
    one_in: int  # how many pairs there are for one that is one person's
    kinds: Mapping[str, int]  # how often each kind of two people is drawn


KINDS = {
    "strangers": 3, "new after the block": 3, "relatives": 4, "one street": 4, "one first name": 3, "one full name": 2,
    "petition": 4, "imitator": 2, "one dialect": 3, "one handle": 2, "near names": 2,
}  # fmt: skip
FIT = World(FITTED_ON, "train", 60, 1.0, 0.25, (5, 40), 0.4, 0.45, 0.5, 0.25, 0.35, 0.3, 0.7, 20, 10, KINDS)
TEST = World(
    HELD_OUT, "dev", 90, 0.7, 0.4, (5, 30), 0.5, 0.35, 0.4, 0.35, 0.3, 0.25, 0.55, 35, 10,
    KINDS | {"relatives": 6, "one street": 6, "petition": 6, "one full name": 3},
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two accounts, whether they are one person's, of which kind, and the groups of who wrote the second."""

    one: Account
    other: Account
    is_one: bool
    kind: str
    group: str
    dialect: str


def pairs(world: World, seed: int) -> Iterator[Pair]:
    """Without end."""
    draw = random.Random(seed)
    kinds, weights = list(world.kinds), list(world.kinds.values())
    while True:
        if draw.random() * world.one_in < 1:
            yield _one_person(draw, world)
        else:
            yield _two_people(draw, world, draw.choices(kinds, weights)[0])


def _one_person(draw: random.Random, world: World) -> Pair:
    person = _someone(draw, world)
    platforms = draw.choice(PLATFORMS), draw.choice(PLATFORMS)
    one = _account(draw, world, person, platforms[0], _handle(draw, person), BEGIN, half=0)
    blocked = BEGIN + timedelta(days=draw.uniform(60, 200))
    evades = draw.random() < world.evades
    later = blocked + timedelta(days=draw.expovariate(1 / world.evades_within)) if evades else BEGIN
    name, handle = _alias(draw, world, person, one, platforms)
    other = _account(draw, world, _again(draw, world, person), platforms[1], handle, later, name, half=1)
    other = _repeats(draw, world, one, other)
    return Pair(replace(one, blocked_at=blocked), other, True, "evades" if evades else "second", person.group,
                person.dialect)  # fmt: skip


def _alias(
    draw: random.Random, world: World, person: Someone, one: Account, platforms: tuple[str, str]
) -> tuple[str, str]:
    """What somebody calls their second account: name and handle."""
    other = _someone(draw, world)
    name = f"{person.first} {person.last}"
    if draw.random() < world.false_name:
        name = f"{other.first} {other.last}"
    elif draw.random() > world.keeps_name:
        name = draw.choice([f"{person.first[0]} {person.last}", f"{person.last} {person.first}", f"{name}y",
                            f"{person.first} {other.last}", name.replace("a", "а")])  # fmt: skip
    if draw.random() < world.keeps_handle:
        same = one.handle if platforms[0] != platforms[1] else f"{one.handle}{draw.randint(1, 99)}"
        return name, draw.choice([same, f"{one.handle}{draw.randint(1, 99)}", one.handle.replace("o", "0") + "x",
                                  one.handle.replace("l", "1")])  # fmt: skip
    return name, _handle(draw, replace(other, first=name.split()[0], last=name.split()[-1]))


def _again(draw: random.Random, world: World, person: Someone) -> Someone:
    """The same person at another time: hours and interests have moved."""
    hours = tuple((hour + draw.gauss(0, 6 * world.wanders)) % 24 for hour in person.hours)
    kept = tuple(post for post in person.posts if draw.random() > world.wanders)
    return replace(person, hours=hours, posts=(*kept, *draw.sample(range(world.posts), 3)))


def _repeats(draw: random.Random, world: World, one: Account, other: Account) -> Account:
    texts = list(other.written)
    if draw.random() < world.repeats_self:
        for at in draw.sample(range(len(texts)), min(len(texts), draw.randint(1, 3))):
            texts[at] = replace(texts[at], text=draw.choice(one.written).text)
    if one.links and draw.random() < world.repeats_link:
        texts[0] = replace(texts[0], text=f"{texts[0].text} {draw.choice(sorted(one.links))}")
    return replace(other, written=tuple(texts))


def _two_people(draw: random.Random, world: World, kind: str) -> Pair:
    first, second = _someone(draw, world), _someone(draw, world)
    second = _ALIKE.get(kind, lambda draw, one, other: other)(draw, first, second)
    blocked = BEGIN + timedelta(days=draw.uniform(60, 200))
    new = kind in ("new after the block", "imitator") or draw.random() < 0.25
    since = blocked + timedelta(days=draw.uniform(0, 120)) if new else BEGIN
    one = _account(draw, world, first, draw.choice(PLATFORMS), _handle(draw, first), BEGIN, half=0)
    handle = _handle(draw, second)
    if kind == "imitator":
        handle = f"{one.handle}{draw.choice(['x', '_real', '99', '2'])}"
    if kind == "one handle":
        handle = f"{one.handle.rstrip('0123456789')}{draw.randint(1, 99)}"
    other = _account(draw, world, second, draw.choice(PLATFORMS), handle, since, half=1)
    one, other = _shared(draw, kind, one, other)
    return Pair(replace(one, blocked_at=blocked), other, False, kind, second.group, second.dialect)


_ALIKE: Mapping[str, Callable[[random.Random, Someone, Someone], Someone]] = {
    "relatives": lambda draw, one, other: replace(
        other, last=one.last, group=one.group, dialect=one.dialect, posts=_most(draw, one, other)
    ),
    "one street": lambda draw, one, other: replace(
        other, posts=_most(draw, one, other), links=one.links, hours=one.hours, dialect=one.dialect
    ),
    "one first name": lambda draw, one, other: replace(other, first=one.first, group=one.group),
    "near names": lambda draw, one, other: replace(other, first=f"{one.first}{draw.choice('aesn')}", last=one.last),
    "one full name": lambda draw, one, other: replace(other, first=one.first, last=one.last, group=one.group),
    "petition": lambda draw, one, other: replace(other, posts=_most(draw, one, other), links=one.links),
    "one dialect": lambda draw, one, other: replace(
        other, dialect=one.dialect, habits=replace(other.habits, no_apostrophe=one.habits.no_apostrophe)
    ),
}


def _most(draw: random.Random, one: Someone, other: Someone) -> tuple[int, ...]:
    return tuple(post for post in one.posts if draw.random() < 0.7) + other.posts[:3]


def _shared(draw: random.Random, kind: str, one: Account, other: Account) -> tuple[Account, Account]:
    """What neighbours pass on, and what a campaign gives everybody to copy: one such text in seven is not known to
    be a campaign's."""
    if kind == "petition" and draw.random() < 0.15:
        other = replace(other, written=(*other.written[1:], replace(other.written[0], text=one.written[0].text)))
    if kind in ("petition", "one street") and one.links and draw.random() < 0.6:
        link = draw.choice(sorted(one.links))
        other = replace(other, written=(*other.written[1:], replace(other.written[0], text=f"see {link}")))
    return one, other


def _someone(draw: random.Random, world: World) -> Someone:
    return someone(draw, world.names, world.posts, world.spread)


def _handle(draw: random.Random, person: Someone) -> str:
    first, last = person.first.lower(), person.last.lower()
    word = draw.choice(["blues", "gardener", "nan_of_4", "truth", "townie", "angler", "mum", "pintofmild", "red"])
    return draw.choice([
        f"{first}{last}", f"{first}.{last}{draw.randint(1, 99)}", f"{first}_{last[0]}{draw.randint(1, 99)}",
        f"{word}{draw.randint(1, 999)}", f"{first}{word}", f"{last}{draw.randint(50, 99)}",
    ])  # fmt: skip


def _account(
    draw: random.Random, world: World, person: Someone, platform: str, handle: str, since: datetime, name: str = "",
    *, half: int,
) -> Account:  # fmt: skip
    """`half`: of the invented texts, so that two accounts have the same words only where somebody repeats them."""
    pool = pools(world.split)
    count = draw.randint(1, 6) if draw.random() < world.quiet else draw.randint(*world.comments)
    texts = []
    for at in range(count):
        source = pool[person.dialect] if person.dialect != "plain" and draw.random() < 0.8 else pool["plain"]
        text = written(draw, person, draw.choice(source[half::2]))
        if person.links and draw.random() < 0.05:
            text += f" {draw.choice(person.links)}"
        hour = (draw.choice(person.hours) + draw.gauss(0, 1.5)) % 24
        day = timedelta(days=draw.uniform(0, 60) if at else 0)
        when = (since + day).replace(hour=int(hour))
        texts.append(Written(text, max(when, since), f"p{draw.choice(person.posts)}", f"comment {at}"))
    return Account(platform, handle, name or f"{person.first} {person.last}", tuple(texts))
