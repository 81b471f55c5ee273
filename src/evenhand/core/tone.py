"""STF-03: whether a reply is courteous, plain, and names the rule it rests on. Remarks, never a score."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evenhand.core.edition import Edition
from evenhand.core.values import RULE_IDS, ReplyTone

LEAST_SHOUTED = 2
"""Words in capitals that make a shout: one may be an abbreviation."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_RULE = re.compile(r"\b[A-Z]{3}-\d{2}\b")


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reply could do better: the words it is about, what is the matter, and what to write instead."""

    words: str
    wrong: str
    do: str


def remarks(edition: Edition, reply: str, *, rule: str) -> tuple[Remark, ...]:
    """STF-03: everything to mend in a reply, in the order of the checks; nothing when it may go.

    `rule`: the rule it must name, empty where it rests on none. A person decides what to do about a remark.
    """
    values = edition.value("STF-03", ReplyTone)
    return (
        *_rule(edition, reply, rule),
        *_phrases(reply, values.discourteous, "it is not courteous"),
        *_phrases(reply, values.officialese, "it is not plain English"),
        *_loud(reply),
        *_long(reply, values.longest_sentence_words),
    )


def _rule(edition: Edition, reply: str, rule: str) -> Iterator[Remark]:
    if not reply.strip():
        yield Remark("", "it is empty", "write the reply")
        return
    named = list(dict.fromkeys(_RULE.findall(reply)))
    for id_ in named:
        if id_ not in RULE_IDS:
            yield Remark(id_, "there is no such rule", "name a rule of the policy")
    if rule and rule not in named and edition.rules[rule].title.casefold() not in reply.casefold():
        yield Remark("", f"it does not name the rule it rests on, {rule}", f"write “{edition.rules[rule].title}”")


def _phrases(reply: str, phrases: Mapping[str, str], wrong: str) -> Iterator[Remark]:
    for phrase, instead in phrases.items():
        found = re.search(rf"(?<!\w){_loose(phrase)}(?!\w)", reply, re.IGNORECASE)
        if found:
            yield Remark(found.group(), wrong, f"write “{instead}”" if instead else "take it out")


def _loose(phrase: str) -> str:
    return r"\s+".join(re.escape(word) for word in phrase.split())


def _loud(reply: str) -> Iterator[Remark]:
    shouted = [word for word in _WORD.findall(_RULE.sub("", reply)) if len(word) > 3 and word.isupper()]
    if len(shouted) >= LEAST_SHOUTED:
        yield Remark(" ".join(shouted), "capitals shout", "write it in small letters")
    if re.search(r"!\s*!|\?\s*[!?]", reply):
        yield Remark("!!", "marks in a row shout", "end with one mark")


def _long(reply: str, longest: int) -> Iterator[Remark]:
    for sentence in _SENTENCE_END.split(reply):
        words = len(_WORD.findall(sentence))
        if words > longest:
            yield Remark(sentence.strip(), f"a sentence has {words} words", f"make it two, of at most {longest} words")
