"""Words and phrases by kind, as written in `words/`: what they are, never what follows from them.

The text is searched twice: for groups and slurs, and again with the groups replaced by a mark, so that what
is said about one group is found alike when it is said about another (EQU-01).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from evenhand.core.vocabulary import Comment, FactValue, Finding, Reading
from evenhand.signals.automaton import Automaton
from evenhand.signals.contract import Roster
from evenhand.signals.masks import unmasked
from evenhand.signals.normalise import Normalised, normalise, rewritten
from evenhand.signals.phrases import GROUP, KIND, Phrase, compiled
from evenhand.signals.spans import Spans
from evenhand.signals.voice import Voice

_ABOUT = {
    "slur": "slurs against a protected characteristic, emoji included",
    "slur_contested": "words that are slurs in some mouths only: reclaimed, mild or of two meanings",
    "group": "mentions of people by a protected characteristic",
    "group_hostility": "hostile, dehumanising or excluding statements about them, in the author's own voice",
    "threat": "threats against a person or persons",
    "incitement": "calls for violence or for illegal acts",
    "illegal": "illegal goods or acts offered, sought or promoted",
    "insult": "insults aimed at a person",
    "insult_word": "insulting words that are aimed at nobody, or at a body",
    "harassment": "intimidation, and calls to pile on",
    "profanity_strong": "strong swearing, whoever it is aimed at",
    "profanity_mild": "mild swearing, whoever it is aimed at",
    "sexual": "sexual language",
    "wish_harm": "wishes that a person may come to harm",
    "party": "political parties and party-political words",
    "political_support": "urges a vote for a party or candidate",
    "political_oppose": "urges a vote against a party or candidate",
    "allegation": "words of wrongdoing: bribes, fraud, favours",
    "safeguarding": "a child or an adult who is at risk or is being harmed",
    "crisis": "the writer's own words of suicide, self-harm or despair",
    "complaint": "wants to complain, or tells of failed service or no answer",
    "question": "questions",
    "service_request": "asks for a service or reports a fault",
    "personal_issue": "the writer's own case: an account, an application, a reference",
    "thanks": "thanks and praise",
    "criticism": "criticism of the council, a service, a decision, an officer's work or a member's vote",
    "council": "mentions of the council",
}
_WHETHER = {
    "negated": "the hostile words are denied, and none stands undenied",
    "quoted": "the hostile words are quoted or reported, and none stands in the author's own voice",
    "counter_speech": "condemns abuse or stands up for those abused",
    "identity_positive": "speaks well of an identity, the writer's own or another's",
    "danger_now": "somebody is in danger at this moment",
}
_HOSTILE = frozenset({"group_hostility", "threat", "incitement", "insult", "harassment", "wish_harm"})
_SLURS = frozenset({"slur", "slur_contested"})
_DEEDS = frozenset({"hatred", "violence", "exclusion"})  # notes of statements that begin with what somebody does
_QUOTED, _DENIED, _OWN = "quoted", "negated", "own"
_NAMED_BEFORE = "group_hostility?"  # says "they": it counts once a group has been named
_MARK = {"group": GROUP, "kind": KIND}
_NAMES = ("groups.tsv", "slurs.tsv")
_STATEMENTS = (
    "hostility.tsv", "abuse.tsv", "profanity.tsv", "politics.tsv", "wrongdoing.tsv", "care.tsv", "service.tsv"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase; `start` and `end` in the author's text, `at` and `to` in the text that was searched."""

    fact: str
    note: str
    start: int
    end: int
    at: int
    to: int


class Lexicon:
    """Facts that single words and phrases carry."""

    name = "lexicon"
    version = "lexicon-1"
    facts: Mapping[str, str] = _ABOUT | _WHETHER

    def read(self, comment: Comment, text: Normalised, roster: Roster) -> Reading:
        readable = unmasked(text)
        allowed = list(_search(_automaton("allow.tsv"), readable))
        names = _kept(_search(_automaton(*_NAMES), readable), allowed)
        marked = rewritten(readable, _marks(names, readable.plain))
        allowed += _search(_automaton("allow.tsv"), marked)
        said = _kept(_search(_automaton(*_STATEMENTS), marked), allowed)
        said = _with_pronouns(said, _first_named(names, comment.post))
        readable_voice, marked_voice = Voice(readable.plain), Voice(marked.plain)
        spoken = [_spoken(one, marked_voice) for one in said if one.fact in _HOSTILE]
        spoken += [_spoken(one, readable_voice) for one in names if one.fact in _SLURS]
        own = [one for one in said if one.fact not in _HOSTILE or _spoken(one, marked_voice) == _OWN]
        return Reading(self.name, self.version, *_stated((*names, *own), spoken, comment.text))


_automaton = cache(compiled)


def _search(automaton: Automaton[Phrase], text: Normalised) -> Iterator[_Found]:
    for hit in automaton.hits(text.plain):
        start, end = text.span(hit.start, hit.end)
        yield _Found(hit.what.fact, hit.what.note, start, end, hit.start, hit.end)


def _kept(found: Iterable[_Found], allowed: Iterable[_Found]) -> list[_Found]:
    """What is found, apart, less what stands inside an allowed phrase."""
    shields: dict[str, list[tuple[int, int]]] = {}
    for shield in allowed:
        shields.setdefault(shield.fact, []).append((shield.start, shield.end))
    shielded = {fact: Spans(spans) for fact, spans in shields.items()}
    return _apart(
        one
        for one in found
        if not any(fact in shielded and shielded[fact].hold(one.start, one.end) for fact in ("all", one.fact))
    )


def _apart(found: Iterable[_Found]) -> list[_Found]:
    """Of two that overlap and state one fact, the longer; of two alike, the first."""
    last: dict[str, _Found] = {}
    dropped: set[int] = set()
    ordered = sorted(found, key=lambda one: (one.start, -one.end, one.fact, one.note))
    for one in ordered:
        before = last.get(one.fact)
        if before is not None and one.start < before.end:
            longer = one.end - one.start > before.end - before.start
            dropped.add(id(before if longer else one))
            if not longer:
                continue
        last[one.fact] = one
    return [one for one in ordered if id(one) not in dropped]


def _marks(names: list[_Found], plain: str) -> Iterator[tuple[int, int, str]]:
    """People by group, kind or slur, as marks. A slur in the singular may be no more than an adjective.

    Contested words are no marks: among those who use them of each other, much that is said of them is no hostility.
    """
    reached = 0
    for one in sorted(names, key=lambda one: (one.at, -one.to)):
        people = one.fact == "slur" and plain[one.to - 1] == "s"
        mark = GROUP if people else _MARK.get(one.fact)
        if mark and one.at >= reached:
            reached = one.to
            yield one.at, one.to, mark


def _first_named(names: list[_Found], post: str) -> float:
    """From where on "they" may mean a group: its first mention, or the beginning when the post has one."""
    if post and any(hit.what.fact == "group" for hit in _automaton(*_NAMES).hits(normalise(post).plain)):
        return -1.0
    return min((one.start for one in names if one.fact != "slur_contested"), default=float("inf"))


def _with_pronouns(said: list[_Found], since: float) -> list[_Found]:
    named = [replace(one, fact="group_hostility") if one.fact == _NAMED_BEFORE else one
             for one in said if one.fact != _NAMED_BEFORE or one.start > since]  # fmt: skip
    return _apart(named)


def _spoken(one: _Found, voice: Voice) -> str:
    """In whose voice hostile words are said; a statement is another's when it tells what others do."""
    if voice.quotes(one.at, one.to) or (one.note in _DEEDS and voice.tells_of_others(one.at)):
        return _QUOTED
    return _DENIED if one.fact in _HOSTILE and voice.denies(one.at) else _OWN


def _stated(
    found: Iterable[_Found], spoken: list[str], original: str
) -> tuple[dict[str, FactValue], tuple[Finding, ...]]:
    shown = _apart(replace(one, fact="group") if one.fact == "kind" else one for one in found)
    aimed = Spans((one.start, one.end) for one in shown if one.fact in ("insult", "group_hostility"))
    shown = [one for one in shown if one.fact != "insult_word" or not aimed.hold(one.start, one.end)]
    counts = Counter(one.fact for one in shown)
    facts: dict[str, FactValue] = {fact: counts[fact] for fact in _ABOUT}
    facts |= {fact: counts[fact] > 0 for fact in _WHETHER}
    facts |= {whose: whose in spoken and _OWN not in spoken for whose in (_QUOTED, _DENIED)}
    return facts, tuple(
        Finding(one.fact, original[one.start : one.end], one.start, one.end, note=f"{one.fact}: {one.note}")
        for one in shown
    )


SIGNAL = Lexicon()
