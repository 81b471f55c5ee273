"""Asks an edition about its own examples, and its conditions about the facts that signals really state."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

from evenhand.core.conduct import CONTEXT_FACTS, propose
from evenhand.core.edition import Clause, Edition, Example, KeywordList, Rule
from evenhand.core.vocabulary import Comment, FactValue, Missing, Reading, Repetition
from evenhand.editions.fault import Fault, meant
from evenhand.signals.contract import Roster
from evenhand.signals.keywords import NAME, Keywords
from evenhand.signals.normalise import normalise

MOST_TRIALS = 1024  # of one condition: every combination of up to 10 facts
Readings = tuple[tuple[Reading, ...], tuple[Missing, ...]]


@dataclass(frozen=True, slots=True)
class Asking:
    """What the signals of this installation can say. Handed in: editions know none but their own lists."""

    facts: Mapping[str, Mapping[str, str]]  # signal -> fact -> description
    read: Callable[[Comment], Readings]

    def known(self) -> Mapping[str, Mapping[str, str]]:
        """Every fact that a condition may name, `context` included."""
        return {**self.facts, "context": CONTEXT_FACTS}

    def with_lists(self, lists: tuple[KeywordList, ...]) -> "Asking":
        """The same, with what an edition's own keyword lists say of a comment."""
        if not lists:
            return self
        signal = Keywords(lists)

        def read(comment: Comment) -> Readings:
            readings, missing = self.read(comment)
            return (*readings, signal.read(comment, normalise(comment.text), Roster())), missing

        return Asking({**self.facts, NAME: signal.facts}, read)


def judge(path: Path, edition: Edition, asking: Asking) -> list[Fault]:
    """Conditions first; the examples of an edition are judged when every condition can be answered."""
    faults = list(_conditions(path, edition, asking))
    return faults or list(_examples(path, edition, asking))


def _conditions(path: Path, edition: Edition, asking: Asking) -> Iterator[Fault]:
    known = asking.known()
    readings, _ = asking.read(Comment("", edition.in_force_from))
    kinds = {reading.signal: reading.facts for reading in readings} | {"context": _CONTEXT_KINDS}
    for rule in edition.rules.values():
        for number, clause in enumerate(rule.clauses, 1):
            table = f"{rule.id}.clauses #{number}"
            unknown = list(_unknown(clause, known))
            for wrong, mend in unknown or _untrue(clause, kinds):
                yield Fault(path, table, "when", wrong, mend)


_CONTEXT_KINDS: Mapping[str, FactValue] = {
    "pre_election": False, "repeats": 0, "attachments": 0, "has_text": False, "has_post": False,
}  # fmt: skip


def _unknown(clause: Clause, known: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for signal, fact in sorted(clause.when.refers):
        if signal not in known:
            yield f'names "{signal}", which is no signal', meant(signal, known)
        elif fact not in known[signal]:
            yield f'names "{signal}.{fact}", which {signal} does not state', meant(fact, known[signal])


def _untrue(clause: Clause, kinds: Mapping[str, Mapping[str, FactValue]]) -> Iterator[tuple[str, str]]:
    """Tries a condition with little and much of every fact: it is to be true or false, and not of nothing."""
    refers = sorted(clause.when.refers)
    if any(fact not in kinds.get(signal, {}) for signal, fact in refers):
        return  # the signal could not be read just now; examples say so
    choices = [_little_and_much(kinds[signal][fact]) for signal, fact in refers]
    for trial in islice(product(*choices), MOST_TRIALS):
        facts: dict[str, dict[str, FactValue]] = {}
        for (signal, fact), value in zip(refers, trial, strict=True):
            facts.setdefault(signal, {})[fact] = value
        try:
            clause.when(facts)
        except TypeError:
            yield (
                "is not always true or false",
                "compare numbers, as in > 0, and use yes-or-no facts as they are",
            )
            return
    if clause.when(kinds):
        yield "is true of an empty comment", "ask for at least one fact that words bring about"


def _little_and_much(value: FactValue) -> tuple[FactValue, ...]:
    match value:
        case bool():
            return False, True
        case int():
            return 0, 99
        case float():
            return 0.0, 1.0
        case _:
            return "", "something"


def _examples(path: Path, edition: Edition, asking: Asking) -> Iterator[Fault]:
    for rule in edition.rules.values():
        for key, number, example, wanted in examples_of(rule):
            if wanted and example.judged:
                continue
            table = f"{rule.id}.{'ground' if rule.ground else 'route'}.{key} #{number}"
            if wrong := _misjudged(edition, rule, example, wanted, asking):
                yield Fault(path, table, "text", *wrong)


def examples_of(rule: Rule) -> Iterator[tuple[str, int, Example, bool]]:
    """Key, number from 1, example, and whether the rule is meant to be proposed."""
    holder = rule.ground or rule.route
    if holder is None:
        return
    for number, example in enumerate(holder.examples, 1):
        yield "examples", number, example, True
    for number, example in enumerate(holder.counter_examples, 1):
        yield "counter_examples", number, example, False


def as_comment(edition: Edition, example: Example) -> Comment:
    """An example as a comment made on the first day of the edition."""
    return Comment(
        example.text,
        edition.in_force_from,
        post=example.post,
        repeats=example.repeats,
        repetition=Repetition(own=example.own, others=example.others),
        pre_election=example.pre_election,
    )


def _misjudged(edition: Edition, rule: Rule, example: Example, wanted: bool, asking: Asking) -> tuple[str, str] | None:
    comment = as_comment(edition, example)
    readings, missing = asking.read(comment)
    proposal = propose(edition, comment, readings, missing)
    said = f'"{_short(example.text)}"'
    if proposal.missing:
        lost = proposal.missing[0]
        return f"{said} could not be judged: {lost.signal}: {lost.why}", "mend the signal, then check again"
    proposed = [reason.rule for reason in proposal.reasons]
    if wanted and rule.id not in proposed:
        heard = f"only {', '.join(proposed)} is" if proposed else "nothing is"
        mend = "mend a clause, or write judged = true when only a person can see it"
        return f"{said} should propose {rule.id}; {heard} proposed", mend
    in_earnest = [reason.because for reason in proposal.reasons if reason.rule == rule.id and not reason.doubt]
    if not wanted and in_earnest:
        because = in_earnest[0]
        return f"{said} should not propose {rule.id}; it does, because {because}", "narrow that clause"
    return None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
