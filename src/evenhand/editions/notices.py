"""What is wrong with an edition's words for notices (MOD-05, STF-03)."""

from collections.abc import Iterator
from string import Formatter

from evenhand.core.edition import Edition
from evenhand.core.notice_words import KINDS, LONGEST, Blanks
from evenhand.core.notices import Event
from evenhand.core.reasons import LONGEST_QUOTE
from evenhand.core.tone import remarks
from evenhand.editions.fault import meant

NOTICES = "notices"
"""The key of an edition under which they stand."""
Found = tuple[str, str, str, str]  # table, key, what is wrong, the mend
TYPICAL = {
    "statement": 700,
    "quote": LONGEST_QUOTE,
    "reason": 200,
    "appeal": 200,
    "ground": 60,
    "channels": 60,
    "address": 70,
}
"""Characters that a blank may well be filled with; others: 30. An over-long notice goes by hand all the same."""


def wrong_notices(edition: Edition) -> Iterator[Found]:
    """Unknown kinds and blanks, missing ones, what is too long for a message, and what is not courteous or plain.

    An edition without any words for notices uses ours.
    """
    for kind, text in edition.notices.items():
        if kind not in KINDS:
            yield NOTICES, kind, "is no kind of notice", meant(kind, KINDS)
            continue
        table = f"{NOTICES}.{kind}"
        wrong = [*_blanks(table, "en", text.en, KINDS[kind]), *_blanks(table, "cy", text.cy, KINDS[kind])]
        yield from wrong or (*_lacking(table, text.en, KINDS[kind]), *_long(table, text.en, text.cy))
        yield from () if wrong else _tone(edition, table, text.en)
    if edition.notices:
        for event in Event:
            if event not in edition.notices:
                yield NOTICES, event, "is missing, though other notices have words", f"add [{NOTICES}.{event}]"


def _blanks(table: str, key: str, text: str, known: Blanks) -> Iterator[Found]:
    try:
        blanks = _names(text)
    except ValueError as error:
        yield table, key, f"has a brace without its partner ({error})", "write {{ and }} for real braces"
        return
    for blank in blanks:
        if blank not in known.known:
            yield table, key, f"leaves a blank {{{blank}}} that nothing fills", meant(blank, known.known)


def _lacking(table: str, english: str, known: Blanks) -> Iterator[Found]:
    if not english.strip():
        yield table, "en", "is empty", "write the words, or take the table out"
        return
    for blank in known.needed:
        if blank not in _names(english):
            yield table, "en", f"says nothing of {{{blank}}}", f"write {{{blank}}} where it belongs"


def _long(table: str, *texts: str) -> Iterator[Found]:
    length = sum(_length(text) for text in texts)
    if length > LONGEST:
        yield table, "en", f"comes to some {length} characters, and a message takes {LONGEST}", "shorten it"


def _length(text: str) -> int:
    parts = list(Formatter().parse(text))
    return sum(len(words) + (TYPICAL.get(blank, 30) if blank is not None else 0) for words, blank, _, _ in parts)


def _tone(edition: Edition, table: str, english: str) -> Iterator[Found]:
    """STF-03, of the edition's own words: each blank counts as one."""
    said = "".join(f"{words}{'it' if blank is not None else ''}" for words, blank, _, _ in Formatter().parse(english))
    for remark in remarks(edition, said, rule=""):
        yield table, "en", f"“{remark.words[:80]}”: {remark.wrong}", remark.do


def _names(text: str) -> list[str]:
    return [blank for _, blank, _, _ in Formatter().parse(text) if blank is not None]
