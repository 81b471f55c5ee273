"""What the trained encoder reads in a comment: to each question yes, likely, unsure or no, and the words behind it.

The weights lie in `encoder_files/`, are opened at the first comment that needs them, once a process, and are checked
against their card. A file that is absent or damaged, and a comment that the encoder cannot read, raise: the signal
is then missing, and a person looks.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from evenhand.core.vocabulary import Comment, Finding, Reading
from evenhand.signals.carriers import carriers
from evenhand.signals.contract import Roster
from evenhand.signals.encoder_model import Encoder, Scores, encoder
from evenhand.signals.encoder_text import prepared
from evenhand.signals.letters import is_latin
from evenhand.signals.normalise import LONGEST, Normalised, normalise
from evenhand.signals.text_likeness import Vector, packed

# The tokenizer starts a thread a core otherwise, and complains when a server forks.
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

NO, UNSURE, LIKELY, YES = "no", "unsure", "likely", "yes"

_QUESTIONS = {
    "hate": "hostility to people for a protected characteristic",
    "abuse": "an insult to a person, or harassment",
    "threat": "violence threatened, wished or called for",
    "obscene": "sexual or grossly obscene content; a swear word alone is not",
    "political": "support for or opposition to a party, candidate or campaign",
    "complaint": "dissatisfaction with a service or decision, however rude",
    "question": "something asked of the council",
    "thanks": "thanks",
    "personal_issue": "the writer's own case, which needs a service",
    "allegation": "wrongdoing alleged of somebody who can be recognised",
    "safeguarding": "a child or an adult at risk",
    "crisis": "the writer, or someone near, in acute distress",
    "counter_speech": "a rebuke of hate or abuse",
}
_CHARACTERISTICS = {
    "race": "race",
    "religion": "religion",
    "disability": "disability",
    "sex": "sex",
    "orientation": "sexual orientation",
    "gender_reassignment": "gender reassignment",
    "age": "age",
    "pregnancy": "pregnancy",
    "migrants": "being a migrant",
    "travellers": "being a Gypsy, Roma or Traveller",
}
_TARGET = "target_"


class Unreadable(ValueError):
    """A comment that the encoder has not learned to read; the message is for people."""


class EncoderSignal:
    """Bands of calibrated probability: `no` and `yes` are sure enough to be said; between them a person is asked."""

    name = "encoder"
    facts: Mapping[str, str] = {
        fact: f"reads as {about}: yes, likely, unsure or no" for fact, about in _QUESTIONS.items()
    } | {
        f"{_TARGET}{fact}": f"the hate that it reads, or is unsure of, is about {about}: yes, likely, unsure or no"
        for fact, about in _CHARACTERISTICS.items()
    }

    def __init__(self, opened: Callable[[], Encoder] = encoder) -> None:
        self._opened = opened

    @property
    def version(self) -> str:
        """Changes with the weights, the temperatures and the bands. Raises as opening them does."""
        return f"{self.name}-{self._opened().card.version}"

    def read(self, comment: Comment, text: Normalised, roster: Roster) -> Reading:
        """Raises: Unreadable, and what opening the files raises."""
        model = self._opened()
        ready = _readable(text)
        if not ready.plain.strip():
            return Reading(self.name, self.version, dict.fromkeys(self.facts, NO))
        (scores,) = model.read((ready,))
        if scores.cut:
            raise Unreadable("the comment is longer than the encoder reads")
        bands = _bands(model, scores)
        findings = tuple(_findings(model, text, scores, bands))
        return Reading(self.name, self.version, bands, findings, packed(scores, model))

    def seen(self, text: str) -> Vector | None:
        """What a text is about, for likeness; None where it cannot be read, or the encoder is missing or damaged."""
        try:
            model, ready = self._opened(), _readable(normalise(text))
        except (Unreadable, OSError, ValueError):
            return None
        return Vector(self.version, packed(model.read((ready,))[0], model))


def _readable(text: Normalised) -> Normalised:
    """The comment as the encoder reads it. Raises: Unreadable when it is mostly in letters that it never learned."""
    if len(text.original) > LONGEST:
        raise Unreadable("the comment is longer than what is read of it")
    if not text.plain.isascii():
        letters = [char for char in text.plain if char.isalpha()]
        if sum(map(is_latin, letters)) * 2 < len(letters):
            raise Unreadable("most of the comment is in letters that the encoder has not learned")
    ready = prepared(text)
    return ready if _is_valid(ready.plain) else replace(ready, plain=_without_halves(ready.plain))


def _is_valid(plain: str) -> bool:
    return plain.isascii() or not any("\ud800" <= char <= "\udfff" for char in plain)


def _without_halves(plain: str) -> str:
    """Halves of a pair that stand alone are no text, and the tokenizer takes none."""
    return "".join(" " if "\ud800" <= char <= "\udfff" else char for char in plain)


def _bands(model: Encoder, scores: Scores) -> dict[str, str]:
    card = model.card
    bands = {_fact(head): card.bands[head].says(scores.probabilities[head]) for head in card.labels}
    for head in card.targets:
        said = card.bands[head].says(scores.probabilities[head])
        bands[f"{_TARGET}{_fact(head)}"] = said if bands["hate"] != NO else NO
    return bands


def _findings(model: Encoder, text: Normalised, scores: Scores, bands: Mapping[str, str]) -> Iterator[Finding]:
    """For each question that is not answered no, the words that raised it."""
    for place, head in enumerate(model.card.labels):
        fact = _fact(head)
        if bands[fact] == NO:
            continue
        chance = scores.probabilities[head]
        note = f"{_named(fact, bands)}, {round(chance * 100)} in 100"
        for start, end in carriers(scores.shares[:, place], scores.spans):
            yield Finding(fact, text.original[start:end], start, end, round(chance, 3), note)


def _named(fact: str, bands: Mapping[str, str]) -> str:
    """The question in words; of hate, about whom."""
    about = [said for name, said in _CHARACTERISTICS.items() if bands.get(f"{_TARGET}{name}") == YES]
    whom = f" about {', '.join(about)}" if fact == "hate" and about else ""
    doubt = {UNSURE: "perhaps ", LIKELY: "likely "}.get(bands[fact], "")
    return f"{doubt}{fact.replace('_', ' ')}{whom}"


def _fact(head: str) -> str:
    return head.replace("-", "_")


SIGNAL = EncoderSignal()
