"""What the encoder reads: a normalised comment with starred words written out and emoji named in words.

Training and run time both come through here, so that the weights meet the text they learned from.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from evenhand.signals.masks import unmasked
from evenhand.signals.normalise import Edit, Normalised, normalise, rewritten

_PICTURE = re.compile(r"([\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff])\1*")
_HASHTAG = re.compile(r"(?<!\w)#(?=\w)\w{1,80}")
_SPACES = re.compile(r"\s{2,}|[^\S ]")
_TONES = {"1-2": "light skin", "3": "light skin", "4": "medium skin", "5": "dark skin", "6": "dark skin"}


def encoder_text(text: str) -> Normalised:
    """A raw comment as the encoder reads it, with the map back to the author's own characters."""
    return prepared(normalise(text))


def prepared(text: Normalised) -> Normalised:
    """A comment that is normalised already, as the encoder reads it."""
    plain = unmasked(text)
    if "#" in plain.plain:
        plain = rewritten(plain, _words_of_tags(plain))
    if not plain.plain.isascii():
        plain = rewritten(plain, _named(plain.plain))
    return rewritten(plain, ((match.start(), match.end(), " ") for match in _SPACES.finditer(plain.plain)))


def _words_of_tags(text: Normalised) -> Iterator[Edit]:
    """`#StopTheCuts` becomes three words: the author's capitals say where each begins."""
    for match in _HASHTAG.finditer(text.plain):
        yield match.start(), match.start() + 1, " "
        for place in range(match.start() + 2, match.end()):
            before, here = text.original[text.starts[place - 1]], text.original[text.starts[place]]
            if here.isupper() and before.islower():
                yield place, place, " "


def _named(plain: str) -> Iterator[Edit]:
    """A run of one emoji becomes its name, once."""
    for match in _PICTURE.finditer(plain):
        yield match.start(), match.end(), f" {emoji_name(match[1])} "


@lru_cache(maxsize=4096)
def emoji_name(emoji: str) -> str:
    """The Unicode name in lower case, without the words that every such name has."""
    name = unicodedata.name(emoji, "").lower()
    if name.startswith("emoji modifier fitzpatrick type-"):
        return _TONES[name.removeprefix("emoji modifier fitzpatrick type-")]
    if name.startswith("regional indicator symbol letter "):
        return name[-1]
    return re.sub(r"\b(?:face with|sign|symbol|heavy)\b ?", "", name).strip() or name
