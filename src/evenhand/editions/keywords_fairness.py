"""Keywords that would catch what they should not: places, ordinary English, and criticism, which CON-00 protects."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from evenhand.core.conduct import PROTECTED
from evenhand.core.edition import Edition
from evenhand.editions.fault import Fault
from evenhand.signals.keywords import NAME, Entry, Match, Matcher
from evenhand.signals.normalise import lightly, normalise
from evenhand.signals.phrases import text_lines, words

MOST_SHOWN = 10
Hits = dict[Entry, list[str]]


def unfair_entries(path: Path, edition: Edition) -> list[Fault]:
    """Each word and pattern that hits a place, an ordinary word or criticism, with what it hits."""
    if not edition.keywords:
        return []
    matcher = Matcher(edition.keywords)
    order = {each.name: number for number, each in enumerate(edition.keywords, 1)}
    unfair = sorted(_unfair(matcher, edition), key=lambda u: (order[u[0].list], u[0].pattern, u[0].number))
    return [
        Fault(path, f"{NAME} #{order[entry.list]}", _key(entry), f"“{entry.written}” would catch {what}", mend)
        for entry, what, mend in unfair
    ]


def _key(entry: Entry) -> str:
    return f"{'patterns' if entry.pattern else 'words'} #{entry.number}"


def _unfair(matcher: Matcher, edition: Edition) -> Iterator[tuple[Entry, str, str]]:
    for entry, hit in _hits(matcher, _places()).items():
        yield entry, f"places: {_some(hit)}", _narrower(entry)
    for entry, hit in _hits(matcher, _ordinary()).items():
        yield entry, f"ordinary words: {_some(hit)}", _narrower(entry)
    for entry, hit in _criticised(matcher, edition).items():
        mend = f"take it out, or write a phrase that criticism does not hold: {PROTECTED} leaves criticism up"
        yield entry, f"protected criticism: {_some(hit)}", mend


def _narrower(entry: Entry) -> str:
    if entry.pattern:
        return "narrow the pattern, or write the words that are meant under words"
    if "*" in entry.written:
        return "write in full, without *, each word that is meant"
    return f"write a phrase that only such comments hold, as in “{entry.written} ...” with the words that follow it"


def _hits(matcher: Matcher, texts: Iterable[tuple[str, str]]) -> Hits:
    """What each entry catches of these texts, as shown."""
    found: Hits = {}
    for shown, plain in texts:
        for match in matcher.matches(plain):
            caught = found.setdefault(match.entry, [])
            if shown not in caught:
                caught.append(shown)
    return found


def _criticised(matcher: Matcher, edition: Edition) -> Hits:
    """Words of criticism first, then comments that hold some."""
    hits = _hits(matcher, _criticism())
    for text in _left_up(edition):
        folded = normalise(text)
        for match in matcher.matches(folded.plain):
            hits.setdefault(match.entry, []).append(f"{_said(folded.plain, match)} in “{_short(text)}”")
    return hits


def _left_up(edition: Edition) -> Iterator[str]:
    """Comments that the edition itself leaves up: what CON-00 protects, and what each ground says that it is not."""
    for id_, ground in edition.grounds.items():
        for example in ground.examples if id_ == PROTECTED else ground.counter_examples:
            yield example.text


def _said(plain: str, match: Match) -> str:
    return f"“{plain[match.start : match.end]}”"


def _some(hit: list[str]) -> str:
    more = len(hit) - MOST_SHOWN
    return ", ".join(hit[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."


@cache
def _places() -> tuple[tuple[str, str], ...]:
    return tuple((name.title().replace("'S", "'s"), lightly(name).plain) for name in text_lines("uk_places.txt"))


@cache
def _ordinary() -> tuple[tuple[str, str], ...]:
    return tuple((word, word) for word in words("ordinary.txt"))


@cache
def _criticism() -> tuple[tuple[str, str], ...]:
    return tuple((phrase, phrase) for phrase in text_lines("criticism.txt"))
