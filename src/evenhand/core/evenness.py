"""EQU-01: the same comment about another group, party, name or in another dialect gets the same proposal."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenhand.core.conduct import Proposal
from evenhand.core.values import EvenHandedness, Likeness, SwapKind


@dataclass(frozen=True, slots=True)
class Swapped:
    """A comment with one group exchanged for another of its likeness. `said` and `instead`: the first form of each."""

    kind: SwapKind
    likeness: str
    said: str
    instead: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A swap that changed the proposal: each part that changed as (part, before, after), and why it did."""

    swapped: Swapped
    changes: tuple[tuple[str, str, str], ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evenness:
    """How many swaps there were of a kind, how many kept the proposal, and every one that did not."""

    kind: SwapKind
    compared: int
    even: int
    differences: tuple[Difference, ...]


def swaps(text: str, values: EvenHandedness) -> tuple[Swapped, ...]:
    """EQU-01: the text with each group that it names exchanged, both ways, for each other of its likeness.

    Whole words alone; a word keeps its capitals. A word written with a capital in the edition is found with one only.
    """
    return tuple(
        Swapped(likeness.kind, likeness.name, said[0], instead[0], exchanged(text, said, instead))
        for likeness in values.likenesses
        for said in likeness.rows
        if _names(text, likeness, said)
        for instead in likeness.rows
        if instead != said
    )


def exchanged(text: str, one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """EQU-01: the text with every form of one group put for the same form of the other, and the other way about."""
    instead = dict(zip((*one, *other), (*other, *one), strict=True))
    by_folded = {word.casefold(): (word, to) for word, to in instead.items()}

    def put(found: re.Match[str]) -> str:
        word, to = by_folded[_spaced(found.group())]
        return _cased(to, found.group()) if _fits(word, found.group()) else found.group()

    return _pattern(instead).sub(put, text)


def _names(text: str, likeness: Likeness, row: tuple[str, ...]) -> bool:
    words = {word.casefold(): word for word in row}
    return any(_fits(words[_spaced(found)], found) for found in _pattern(words.values()).findall(text))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    forms = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])", re.IGNORECASE)


def _spaced(words: str) -> str:
    return " ".join(words.split()).casefold()


def _fits(word: str, found: str) -> bool:
    """Green is a party, green is a colour: what the edition writes with a capital has one in the text."""
    return word[0].islower() or not found[0].islower()


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if like[0].isupper() else word


def compare(original: Proposal, swapped: Mapping[Swapped, Proposal]) -> tuple[Difference, ...]:
    """EQU-01: every swap whose proposal differs in grounds, route, severity or suggestion, with what made it differ."""
    return tuple(
        Difference(swap, changes, _why(original, proposal))
        for swap, proposal in swapped.items()
        if (changes := _changes(original, proposal))
    )


def evenness(compared: Iterable[tuple[Proposal, Mapping[Swapped, Proposal]]]) -> tuple[Evenness, ...]:
    """EQU-01: the figures for a release or an edition, one line for each kind of swap, those without a swap too."""
    pairs = tuple(compared)
    differences = [difference for original, swapped in pairs for difference in compare(original, swapped)]
    lines = []
    for kind in SwapKind:
        tried = sum(swap.kind is kind for _, swapped in pairs for swap in swapped)
        uneven = tuple(each for each in differences if each.swapped.kind is kind)
        lines.append(Evenness(kind, tried, tried - len(uneven), uneven))
    return tuple(lines)


def _changes(before: Proposal, after: Proposal) -> tuple[tuple[str, str, str], ...]:
    parts = (
        ("grounds", ", ".join(before.grounds) or "none", ", ".join(after.grounds) or "none"),
        ("route", before.route or "none", after.route or "none"),
        ("severity", before.severity.value, after.severity.value),
        ("suggestion", before.suggest.value, after.suggest.value),
    )
    return tuple(part for part in parts if part[1] != part[2])


def _why(before: Proposal, after: Proposal) -> tuple[str, ...]:
    own, others = _said(before), _said(after)
    gone = (f"no longer {line}" for line in own if line not in others)
    new = (f"now {line}" for line in others if line not in own)
    return (*gone, *new)


def _said(proposal: Proposal) -> list[str]:
    return [f"{each.rule} ({each.severity}, {each.suggest}): {each.because}" for each in proposal.reasons] + [
        f"unread: {lost.signal}, {lost.why}" for lost in proposal.missing
    ]
