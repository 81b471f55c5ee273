"""Disguises that people use to slip past a filter, made from plain text by a seeded draw.

What comes out goes through the normaliser, as at run time: the weights learn from what it leaves unsolved.
"""

import random
import re
from collections.abc import Callable

_LOOKALIKES = str.maketrans("aeopcxyi", "аеорсхуі")
_LEET = str.maketrans("aeios", "43105")
_LONG = re.compile(r"[A-Za-z]{4,}")
_VOWEL = re.compile(r"[aeiou]")
_NEAR = {"a": "s", "e": "r", "i": "o", "o": "p", "s": "d", "t": "y", "n": "m", "r": "t", "l": "k", "u": "y"}


def perturbed(text: str, draw: random.Random) -> str:
    """`text` disguised in one way, in one to three of its longer words or throughout."""
    return draw.choice(WAYS)(text, draw)


def lookalikes(text: str, draw: random.Random) -> str:
    """Cyrillic letters drawn like Latin ones."""
    return _some(text, draw, lambda word: word.translate(_LOOKALIKES))


def leet(text: str, draw: random.Random) -> str:
    """Digits for letters."""
    return _some(text, draw, lambda word: word.translate(_LEET))


def spaced(text: str, draw: random.Random) -> str:
    """A gap after every letter: spaces, dots or dashes."""
    gap = draw.choice(" .-")
    return _some(text, draw, gap.join)


def starred(text: str, draw: random.Random) -> str:
    """An inner letter or two masked, a vowel first."""
    sign = draw.choice("**#")
    return _some(text, draw, lambda word: _masked(word, sign, draw))


def dropped(text: str, draw: random.Random) -> str:
    """A letter left out."""
    return _some(text, draw, lambda word: _without(word, draw.randrange(1, len(word))))


def doubled(text: str, draw: random.Random) -> str:
    """A letter said two to four times more."""
    return _some(text, draw, lambda word: _again(word, draw.randrange(len(word)), draw.randint(2, 4)))


def swapped(text: str, draw: random.Random) -> str:
    """Two neighbours changed over, or a neighbouring key hit."""
    return _some(text, draw, lambda word: _mistyped(word, draw.randrange(1, len(word) - 1), draw))


def joined(text: str, draw: random.Random) -> str:
    """A space or two lost."""
    words = text.split(" ")
    for _ in range(min(len(words) - 1, draw.randint(1, 3))):
        place = draw.randrange(len(words) - 1)
        words[place : place + 2] = [words[place] + words[place + 1]]
    return " ".join(words)


def tagged(text: str, draw: random.Random) -> str:
    """Some words together as one hashtag, first letters large or not."""
    words = text.split()
    if len(words) < 2:
        return text
    start = draw.randrange(len(words) - 1)
    stop = min(len(words), start + draw.randint(2, 4))
    run = [re.sub(r"\W", "", word) for word in words[start:stop]]
    tag = "#" + "".join(word.capitalize() if draw.random() < 0.5 else word for word in run)
    return " ".join((*words[:start], tag, *words[stop:]))


Way = Callable[[str, random.Random], str]
WAYS: tuple[Way, ...] = (lookalikes, leet, spaced, starred, starred, dropped, dropped, doubled, swapped, joined, tagged)


def _some(text: str, draw: random.Random, change: Callable[[str], str]) -> str:
    words = list(_LONG.finditer(text))
    chosen = sorted(draw.sample(words, min(len(words), draw.randint(1, 3))), key=lambda match: -match.start())
    for match in chosen:
        text = text[: match.start()] + change(match[0]) + text[match.end() :]
    return text


def _masked(word: str, sign: str, draw: random.Random) -> str:
    inner = [match.start() for match in _VOWEL.finditer(word, 1, len(word) - 1)] or list(range(1, len(word) - 1))
    place = draw.choice(inner)
    width = draw.choice((1, 1, 2))
    return word[:place] + sign * width + word[min(len(word) - 1, place + width) :]


def _without(word: str, place: int) -> str:
    return word[:place] + word[place + 1 :]


def _again(word: str, place: int, times: int) -> str:
    return word[:place] + word[place] * times + word[place:]


def _mistyped(word: str, place: int, draw: random.Random) -> str:
    if draw.random() < 0.5:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + _NEAR.get(word[place], word[place]) + word[place + 1 :]
