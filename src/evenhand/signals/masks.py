"""Words with letters starred out, read where no other word fits: `f**k`, `c*nt`, `w***er`."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

from evenhand.signals.normalise import Edit, Normalised, rewritten

_MASKED = re.compile(r"(?<![\w*#])[a-z]{1,14}[*#%_-]{1,6}[a-z*#]{0,10}(?![\w*])")
_STARS = re.compile(r"[*#%]+|[_-]{1,6}")
_WORDS = tuple(resources.files("evenhand.signals.words").joinpath("maskable.txt").read_text("utf-8").split())
# Masks that fit two words but that people write for one of them.
_KNOWN = {"f***": "fuck", "f**k": "fuck", "f*ck": "fuck", "s**t": "shit", "s***": "shit", "s*it": "shit",
          "sh**": "shit", "f****": "fucks", "f*****g": "fucking", "f******": "fucking", "f*****": "fucker",
          "c**t": "cunt", "t**t": "twat", "p***": "piss", "d**k": "dick", "b****y": "bloody", "w***er": "wanker",
          "p**s": "piss", "p*ss": "piss", "b*tch": "bitch", "c**k": "cock"}  # fmt: skip


def unmasked(text: Normalised) -> Normalised:
    """`text` with starred words written out, where it is all but certain which word was meant."""
    return rewritten(text, _edits(text.plain)) if re.search(r"[*#%_-]", text.plain) else text


def _edits(plain: str) -> Iterator[Edit]:
    for match in _MASKED.finditer(plain):
        word = _meant(match[0])
        if word:
            yield match.start(), match.end(), word


@lru_cache(maxsize=4096)
def _meant(masked: str) -> str:
    """The one word that fits a mask, or nothing. Dashes and underscores hide as many letters as they are."""
    starred = re.sub(r"[#%_-]", "*", masked)
    if starred in _KNOWN and ("-" not in masked and "_" not in masked):
        return _KNOWN[starred]
    if sum(map(str.isalpha, starred)) < 2 or ("*" not in starred.strip("*") and len(starred.strip("*")) < 3):
        return ""
    fitting = [word for word in _WORDS if _fits(starred, word)]
    if not fitting and "-" not in masked and "_" not in masked:
        fitting = [word for word in _WORDS if _fits_loosely(starred, word)]
    return fitting[0] if len(fitting) == 1 else ""


def _fits(starred: str, word: str) -> bool:
    return len(starred) == len(word) and all(a in ("*", b) for a, b in zip(starred, word, strict=True))


def _fits_loosely(starred: str, word: str) -> bool:
    """One run of stars for any number of letters, with at least three letters shown: `fu*ing`, `wan*ers`."""
    head, _, tail = starred.partition("*")
    tail = tail.lstrip("*")
    shown = len(head) + len(tail)
    return (
        shown >= 3
        and "*" not in tail
        and len(head) >= 1
        and len(tail) >= 1
        and shown < len(word) <= shown + 4
        and word.startswith(head)
        and word.endswith(tail)
    )
