"""What one character reads as: compatibility forms, accents and look-alikes folded to plain letters."""

import unicodedata
from functools import lru_cache

import decancer_py

_MARKS = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE2F))
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u180e")  # shown as nothing, yet not of category Cf
_STROKED = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
_SIGNS = {"‘": "'", "’": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
          "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"}  # fmt: skip
# Letters of other scripts that most typefaces draw like the Latin one: a word of nothing else may be disguised.
# Source: Unicode Technical Standard 39, table of confusables, single letters, checked by eye.
_TWINS = frozenset("асԁеһіјӏорԛѕѵԝхуοανκρυχιγωտսհոօցզ")


def vanishes(char: str) -> bool:
    """Whether it shows nothing of its own: zero width, text direction, stacked marks, lone surrogates."""
    if char in "\n\t\r" or char < "\x7f":
        return char < " " and char not in "\n\t\r"
    code = ord(char)
    return (
        any(low <= code <= high for low, high in _MARKS)
        or char in _BLANK
        or unicodedata.category(char) in {"Cf", "Cs", "Co", "Cc"}
    )


@lru_cache(maxsize=65536)
def fold(char: str) -> str:
    """One character in lower case, without accent or typographic form; empty if it shows nothing."""
    if char < "\x7f":
        return "" if vanishes(char) else char.lower()
    if vanishes(char):
        return ""
    if char in _SIGNS:
        return _SIGNS[char]
    wide = unicodedata.normalize("NFKC", char).casefold()
    return "".join(_bare(letter) for letter in wide)


def _bare(letter: str) -> str:
    if letter in _STROKED:
        return _STROKED[letter]
    parts = unicodedata.normalize("NFD", letter)
    latin = unicodedata.name(parts[0], "").startswith("LATIN")
    return parts[0] if len(parts) > 1 and latin else "" if vanishes(letter) else letter


@lru_cache(maxsize=65536)
def lookalike(letter: str) -> str:
    """The Latin letter that a folded letter of another script can pass for, or nothing."""
    if letter < "\x7f" or "\ud800" <= letter <= "\udfff":
        return ""
    cured = str(decancer_py.parse(letter))
    return cured if len(cured) == 1 and "a" <= cured <= "z" else ""


def is_twin(letter: str) -> bool:
    """Whether a letter of another script is drawn like its Latin look-alike, not just similar."""
    return letter in _TWINS


@lru_cache(maxsize=65536)
def is_latin(letter: str) -> bool:
    """Whether a letter belongs to the Latin script."""
    return "a" <= letter <= "z" or unicodedata.name(letter, "").startswith("LATIN")
