"""What keyword lists would catch of comments that are here already: shown before an edition is adopted, never saved."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from evenhand.core.edition import KeywordList
from evenhand.signals.keywords import Entry, Matcher
from evenhand.signals.normalise import Normalised, normalise

MOST_EXCERPTS = 5
_AROUND = 40  # code points of the comment on either side of the words


@dataclass(slots=True)
class Catch:
    """What one entry catches: how many comments, and the first few around its words."""

    entry: Entry
    comments: int = 0
    excerpts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DryRun:
    """Every entry, in the order of the edition, over so many comments. `caught`: comments that any entry catches."""

    catches: list[Catch]
    comments: int = 0
    caught: int = 0


def dry_run(lists: tuple[KeywordList, ...], texts: Iterable[str]) -> DryRun:
    """Each comment is counted once for an entry, however often it says it."""
    matcher = Matcher(lists)
    by_entry = {entry: Catch(entry) for entry in entries(lists)}
    run = DryRun(list(by_entry.values()))
    for text in texts:
        folded = normalise(text)
        first: dict[Entry, tuple[int, int]] = {}
        for match in matcher.matches(folded.plain):
            first.setdefault(match.entry, (match.start, match.end))
        for entry, (start, end) in first.items():
            _count(by_entry[entry], folded, start, end)
        run.comments += 1
        run.caught += bool(first)
    return run


def entries(lists: Iterable[KeywordList]) -> list[Entry]:
    """Every word and pattern, in the order of the edition."""
    return [
        Entry(each.name, written, number, pattern=pattern)
        for each in lists
        for pattern, group in ((False, each.words), (True, each.patterns))
        for number, written in enumerate(group, 1)
    ]


def _count(catch: Catch, folded: Normalised, start: int, end: int) -> None:
    catch.comments += 1
    if len(catch.excerpts) < MOST_EXCERPTS:
        catch.excerpts.append(_excerpt(folded.original, *folded.span(start, end)))


def _excerpt(original: str, start: int, end: int) -> str:
    """The author's words in «», with a little of what stands around them, on one line."""
    before, after = original[max(0, start - _AROUND) : start], original[end : end + _AROUND]
    whole = (
        f"{'…' if start > _AROUND else ''}{before}«{original[start:end]}»{after}"
        f"{'…' if end + _AROUND < len(original) else ''}"
    )
    return " ".join(whole.split())
