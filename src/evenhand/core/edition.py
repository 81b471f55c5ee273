"""What an edition holds: each rule's wording, source and values, and when it is proposed (REC-04)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType, Protocol, TypeVar

from evenhand.core.stated import Stated, at_least
from evenhand.core.values import Allegations, Complaints, HelpLines, MoveToPrivate
from evenhand.core.vocabulary import FactValue, Severity, Suggestion

Kind = TypeVar("Kind")

STATEMENT_BLANKS = ("action", "reason", "quote", "body")
REPLY_BLANKS = ("body", "form", "contact", "lines")
Facts = Mapping[str, Mapping[str, FactValue]]  # signal name -> fact name -> value
Handed = NewType("Handed", object)  # facts as conditions take them: handed over once for all clauses, many times faster


class Condition(Protocol):
    """A compiled expression over facts. `refers` names every (signal, fact) that it reads."""

    @property
    def source(self) -> str: ...
    @property
    def refers(self) -> frozenset[tuple[str, str]]: ...

    def __call__(self, facts: Facts | Handed) -> bool:
        """Raises: KeyError without a fact that the answer needs, TypeError when one is of an odd type."""
        ...


class Source(StrEnum):
    """Where a rule comes from: the body's published policy, that policy with a figure of ours, or us."""

    FOUNDING = "founding policy"
    FOUNDING_AND_OURS = "founding policy; figure ours"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Clause:
    """One way in which a rule is proposed."""

    when: Condition
    severity: Severity
    suggest: Suggestion
    because: str  # ends the sentence "Proposed because ..."
    doubt: bool = False  # only asks a person to look: a program is unsure


@dataclass(frozen=True, slots=True)
class Example(Stated):
    """A comment with what the edition says about it; every one is run through the core by `edition check`."""

    text: str
    because: str = ""
    post: str = ""
    pre_election: bool = False
    repeats: int = 0
    own: int = 0  # earlier ones of the same person that are nearly the same
    others: int = 0  # other people who wrote nearly the same
    judged: bool = False  # only a person can see it: no clause is expected to fire


@dataclass(frozen=True, slots=True)
class Ground(Stated):
    """A CON clause: what it means, how far it may go, what a decision under it must carry."""

    definition: str
    severity: Severity
    strongest_action: Suggestion
    second_person: bool
    evidence_compulsory: bool
    reason_compulsory: bool
    strike_weight: int
    statement: str  # statement of reasons, with STATEMENT_BLANKS to fill in
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...]

    def __post_init__(self) -> None:
        at_least(0, strike_weight=self.strike_weight)


@dataclass(frozen=True, slots=True)
class Route(Stated):
    """A way of passing a comment on. `outranks`: up to this severity no ground hides what it preserves."""

    definition: str
    outranks: Severity
    reply: str  # the answer, with REPLY_BLANKS to fill in; empty if none is sent
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the policy in one edition."""

    id: str
    title: str
    source: Source
    wording: str
    values: object | None = None
    ground: Ground | None = None
    route: Route | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class KeywordList(Stated):
    """A list of the body's own, which clauses ask for as keywords.NAME. A `*` ends a word that may end anyhow."""

    name: str
    words: tuple[str, ...]  # words and phrases
    because: str  # why the body keeps this list
    patterns: tuple[str, ...] = ()  # regular expressions over folded text; each finds whole words only


@dataclass(frozen=True, slots=True)
class NoticeText(Stated):
    """MOD-05: the words of one kind of notice, with blanks; an empty line parts paragraphs. `cy`: in Welsh."""

    en: str
    cy: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A body's values in force from a day, pinned by the hash of the file's bytes."""

    body: str
    name: str
    in_force_from: date
    policy_url: str
    rules: Mapping[str, Rule]
    sha256: str
    hand_over: Callable[[Facts], Handed] = field(repr=False, compare=False)
    keywords: tuple[KeywordList, ...] = ()
    notices: Mapping[str, NoticeText] = field(default_factory=dict)

    @property
    def clauses(self) -> Iterator[tuple[Rule, Clause]]:
        """Every clause with its rule, in the order of the policy."""
        return ((rule, clause) for rule in self.rules.values() for clause in rule.clauses)

    @property
    def grounds(self) -> dict[str, Ground]:
        """The CON clauses that have a ground, by id, in the order of the policy."""
        return {id_: rule.ground for id_, rule in self.rules.items() if rule.ground}

    def value(self, rule: str, kind: type[Kind]) -> Kind:
        """What this edition says under a rule, as the type that VALUES gives it.

        Raises: TypeError, when the rule has values of another kind or none.
        """
        values = self.rules[rule].values
        if not isinstance(values, kind):
            raise TypeError(f"{rule} was asked for {kind.__name__}; it holds {type(values).__name__}")
        return values

    def reply(self, route: str, body: str = "") -> str:
        """The answer that a route sends, filled from this edition's own values; empty if none is sent.

        `body`: who answers, where another body works by this edition.
        """
        rule = self.rules[route]
        return rule.route.reply.format(body=body or self.body, **_blanks(rule.values)) if rule.route else ""


def _blanks(values: object) -> dict[str, str]:
    match values:
        case Allegations(form=form) | Complaints(form=form):
            return {"form": form}
        case MoveToPrivate(contact=contact):
            return {"contact": contact}
        case HelpLines(lines=lines):
            return {"lines": "; ".join(f"{line.name}, {line.phone} ({line.hours})" for line in lines)}
        case _:
            return {}
