"""What an edition holds: each rule's wording, source and values, and when it is proposed (REC-04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from evenhand.core.vocabulary import FactValue, Severity, Suggestion

Facts = Mapping[str, Mapping[str, FactValue]]  # signal name -> fact name -> value


class Condition(Protocol):
    """A compiled expression over facts. `refers` names every (signal, fact) that it reads."""

    source: str
    refers: frozenset[tuple[str, str]]

    def __call__(self, facts: Facts) -> bool:
        """Raises: KeyError when it cannot be answered without a fact that is missing."""
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


@dataclass(frozen=True, slots=True)
class Example:
    """A comment with what the edition says about it; every one is run through the core by `edition check`."""

    text: str
    because: str = ""
    post: str = ""
    pre_election: bool = False
    repeats: int = 0
    judged: bool = False  # only a person can see it: no clause is expected to fire


@dataclass(frozen=True, slots=True)
class Ground:
    """A CON clause: what it means, how far it may go, what a decision under it must carry."""

    definition: str
    severity: Severity
    strongest_action: Suggestion
    second_person: bool
    evidence_compulsory: bool
    reason_compulsory: bool
    strike_weight: int
    statement: str  # statement of reasons; {action}, {reason}, {quote}, {body} are filled in
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A way of passing a comment on. `outranks`: grounds up to this severity do not hide what the route preserves."""

    definition: str
    outranks: Severity
    reply: str  # template of the answer, empty if none is sent
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
class Edition:
    """A body's values in force from a day, pinned by the hash of the file's bytes."""

    body: str
    name: str
    in_force_from: date
    policy_url: str
    rules: Mapping[str, Rule]
    sha256: str

    @property
    def grounds(self) -> dict[str, Ground]:
        """The CON clauses that have a ground, by id, in the order of the policy."""
        return {id_: rule.ground for id_, rule in self.rules.items() if rule.ground}
