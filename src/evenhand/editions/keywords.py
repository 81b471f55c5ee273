"""The keyword lists of an edition: what is wrong with one as it is written. A faulty list is never searched for."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from evenhand.core.edition import KeywordList, Rule
from evenhand.editions.condition import compiled
from evenhand.editions.fault import Fault, nearest
from evenhand.editions.keywords_patterns import unsafe
from evenhand.signals.keywords import NAME, Entry, Matcher, tokens
from evenhand.signals.normalise import normalise

KEY = NAME  # the tables are called as the signal is
LONGEST_ENTRY = 100  # characters of a word or phrase
SHORTEST_STEM = 3  # letters before a `*`

_NAME = re.compile(r"[A-Za-z_]+")
_SIGN = re.compile(r"[!-&(-)+-,./:-@\[-`{-~]")
Found = tuple[str, str, str]  # key, what is wrong, the mend


def faults_of_lists(path: Path, lists: tuple[KeywordList, ...]) -> list[Fault]:
    """Every list with a name of its own, a reason, and entries that can be searched for."""
    named = Counter(each.name for each in lists)
    faults = []
    for number, each in enumerate(lists, 1):
        found = [*_heading(each, named[each.name]), *_words(each), *_patterns(each)]
        faults += [Fault(path, f"{KEY} #{number}", *wrong) for wrong in found]
    return faults


def unknown_lists(path: Path, rules: Iterable[Rule], lists: tuple[KeywordList, ...]) -> list[Fault]:
    """Every clause that asks for a list which the edition does not have."""
    names = [each.name for each in lists]
    return [
        Fault(path, f"{rule.id}.clauses #{number}", "when", f"asks for {KEY}.{fact}, a list that is not here", mend)
        for rule in rules
        for number, clause in enumerate(rule.clauses, 1)
        for signal, fact in sorted(clause.when.refers)
        if signal == KEY and fact not in names
        for mend in [_instead(fact, names)]
    ]


def _instead(fact: str, names: list[str]) -> str:
    near = nearest(fact, names)
    return f'write "{KEY}.{near}"' if near else f'add a table [[{KEY}]] with name = "{fact}" above the rules'


def _heading(each: KeywordList, same: int) -> Iterator[Found]:
    if not _NAME.fullmatch(each.name):
        yield "name", f'"{each.name}" is not made of letters and underscores', 'write it as in name = "loan_scams"'
    elif not _can_be_asked_for(each.name):
        yield "name", f'"{each.name}" is a word of conditions themselves', f'write another, as in "{each.name}_words"'
    if same > 1:
        yield "name", f'"{each.name}" is the name of {same} lists', "give each a name of its own, or make them one"
    if not each.because.strip():
        yield "because", "is empty", "say why the council keeps this list"
    if not (each.words or each.patterns):
        yield "words", "is empty, and there is no pattern", "add a word, or take the list out"


def _can_be_asked_for(name: str) -> bool:
    try:
        compiled(f"{KEY}.{name} > 0")
    except ValueError:
        return False
    return True


def _words(each: KeywordList) -> Iterator[Found]:
    seen: set[str] = set()
    for number, written in enumerate(each.words, 1):
        key = f"words #{number}"
        if wrong := _odd(written):
            yield key, f'"{written}" {wrong[0]}', wrong[1]
        elif written.casefold() in seen:
            yield key, f'"{written}" stands here twice', "take one out"
        elif not _finds_itself(written):
            reads = normalise(written.replace("*", "")).plain
            yield key, f'"{written}" is never found: in a comment it is read as "{reads}"', "write that, or a pattern"
        seen.add(written.casefold())


def _odd(written: str) -> tuple[str, str] | None:
    """What is wrong with the writing of a word or phrase, and the mend."""
    parts = tokens(written)
    if not all(part.strip("*'") for part in parts):
        return "has no letters", "write a word, or take it out"
    if len(written) > LONGEST_ENTRY:
        return f"has more than {LONGEST_ENTRY} characters", "write the words that matter"
    if any("*" in part[:-1] for part in parts):
        bare = written.replace("*", "")
        inside = "would be looked for inside other words" if written.startswith("*") else "is not at the end of a word"
        return f"has a * that {inside}", f'write "{bare}", which is found as a whole word, or "{bare}*"'
    if sign := _SIGN.search(written):
        return f"has the sign {sign[0]}", "write letters, digits, spaces, hyphens and apostrophes, or make it a pattern"
    if any(part.endswith("*") and len(part) <= SHORTEST_STEM for part in parts):
        return f"has fewer than {SHORTEST_STEM} letters before its *", "write the words that are meant in full"
    return None


def _finds_itself(written: str) -> bool:
    alone = Matcher([KeywordList("this", (written,), "")])
    plain = normalise(written.replace("*", "")).plain
    return any(match.entry == Entry("this", written, 1) for match in alone.matches(plain))


def _patterns(each: KeywordList) -> Iterator[Found]:
    for number, pattern in enumerate(each.patterns, 1):
        if wrong := unsafe(pattern):
            yield f"patterns #{number}", f"“{pattern}” {wrong[0]}" if len(pattern) < 60 else wrong[0], wrong[1]
