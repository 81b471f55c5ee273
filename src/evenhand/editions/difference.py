"""What changes from one edition to another, rule by rule, in words for people (REC-04)."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evenhand.core.edition import Clause, Edition, Example, Rule
from evenhand.core.values import Opening, Within
from evenhand.editions.difference_words import called, figure, said

SINGLE = (Opening, Within)  # said as one value, not field by field


class Kind(StrEnum):
    """Which part of a rule a change is in, or of the edition's head."""

    HEAD = "head"
    TITLE = "title"
    SOURCE = "source"
    WORDING = "wording"
    VALUE = "value"
    CLAUSE = "clause"
    EXAMPLES = "examples"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `before` is empty for what is new, `after` for what is gone."""

    kind: Kind
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """Everything that differs in one rule; `title` is the later edition's. The head has no rule and no title."""

    rule: str
    title: str
    changes: tuple[Change, ...]


def differences(a: Edition, b: Edition) -> tuple[RuleDifference, ...]:
    """What changes from `a` to `b`: the head first, then the rules that differ, in the order of the policy.

    Two files that say the same differ in nothing, whatever their layout and comments.
    """
    rules = [RuleDifference(id_, rule.title, tuple(_rule(a.rules[id_], rule))) for id_, rule in b.rules.items()]
    return tuple(each for each in (RuleDifference("", "", tuple(_head(a, b))), *rules) if each.changes)


def _head(a: Edition, b: Edition) -> Iterator[Change]:
    labels = {"body": "body", "name": "name", "in_force_from": "in force from", "policy_url": "address of the policy"}
    for key, label in labels.items():
        yield from _single(Kind.HEAD, label, said(getattr(a, key)), said(getattr(b, key)))
    yield from _notices(a, b)


def _notices(a: Edition, b: Edition) -> Iterator[Change]:
    for kind in {**a.notices, **b.notices}:
        for key, language in (("en", "English"), ("cy", "Welsh")):
            sides = (getattr(each.notices.get(kind), key, "").strip() for each in (a, b))
            yield from _single(Kind.WORDING, f"notice “{kind.replace('_', ' ')}” in {language}", *sides)


def _rule(a: Rule, b: Rule) -> Iterator[Change]:
    yield from _single(Kind.TITLE, "title", a.title, b.title)
    yield from _single(Kind.SOURCE, "source", a.source.value, b.source.value)
    yield from _single(Kind.WORDING, "wording", a.wording, b.wording)
    yield from _table(a.values, b.values)
    for before, after in ((a.ground, b.ground), (a.route, b.route)):
        yield from _table(before, after)
        yield from _examples(before, after)
    yield from _clauses(a.clauses, b.clauses)


def _single(kind: Kind, what: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(kind, what, before, after)


def _table(a: object, b: object) -> Iterator[Change]:
    """Two tables of one type, field by field; examples are counted elsewhere."""
    if a is None or b is None:
        return
    for field in dataclasses.fields(a):  # type: ignore[arg-type]
        if field.name not in ("examples", "counter_examples"):
            yield from _field(type(a), field.name, getattr(a, field.name), getattr(b, field.name))


def _field(owner: type, name: str, a: Any, b: Any) -> Iterator[Change]:
    what = called(owner, name)
    if isinstance(a, Mapping):
        for key in {**a, **b}:
            sides = (figure(owner, name, each[key]) if key in each else "" for each in (a, b))
            yield from _single(Kind.VALUE, f"{what} {said(key).replace('_', ' ')}", *sides)
    elif isinstance(a, tuple):
        yield from _entries(Kind.VALUE, what, [said(each) for each in a], [said(each) for each in b])
    elif dataclasses.is_dataclass(a) and not isinstance(a, SINGLE):
        yield from _table(a, b)
    else:
        yield from _single(Kind.VALUE, what, figure(owner, name, a), figure(owner, name, b))


def _entries(kind: Kind, what: str, a: Sequence[str], b: Sequence[str]) -> Iterator[Change]:
    """Entries of a list: those that are gone, those that are new, or else the order."""
    gone, new = [each for each in a if each not in b], [each for each in b if each not in a]
    for each in gone:
        yield Change(kind, what, each, "")
    for each in new:
        yield Change(kind, what, "", each)
    if not gone and not new:
        yield from _single(kind, f"{what}, in order", "; ".join(a), "; ".join(b))


def _examples(a: Any, b: Any) -> Iterator[Change]:
    if a is None or b is None:
        return
    for key, what in (("examples", "examples"), ("counter_examples", "counter-examples")):
        before: tuple[Example, ...] = getattr(a, key)
        after: tuple[Example, ...] = getattr(b, key)
        new, gone = [each for each in after if each not in before], [each for each in before if each not in after]
        if new or gone or len(before) != len(after):
            yield Change(Kind.EXAMPLES, what, str(len(before)), f"{len(after)} ({len(new)} new, {len(gone)} gone)")


def _clauses(a: tuple[Clause, ...], b: tuple[Clause, ...]) -> Iterator[Change]:
    """A clause with the same condition, or else with the same reason, is the same clause changed."""
    left, right = _unlike(a, b), _unlike(b, a)
    for clause in list(left):
        match = next((each for each in right if _condition(each) == _condition(clause)), None)
        match = match or next((each for each in right if each.because == clause.because), None)
        if match:
            left.remove(clause)
            right.remove(match)
            yield Change(Kind.CLAUSE, "clause changed", _worded(clause), _worded(match))
    yield from (Change(Kind.CLAUSE, "clause taken out", _worded(each), "") for each in left)
    yield from (Change(Kind.CLAUSE, "clause added", "", _worded(each)) for each in right)
    if not _unlike(a, b) and not _unlike(b, a):
        yield from _single(Kind.CLAUSE, "clauses, in order", "; ".join(map(_worded, a)), "; ".join(map(_worded, b)))


def _unlike(these: tuple[Clause, ...], others: tuple[Clause, ...]) -> list[Clause]:
    known = {_worded(each) for each in others}
    return [each for each in these if _worded(each) not in known]


def _condition(clause: Clause) -> str:
    return " ".join(clause.when.source.split())


def _worded(clause: Clause) -> str:
    return f"{clause.because} ({clause.severity.value}; suggests: {clause.suggest.value}), when {_condition(clause)}"


def told(a: Edition, b: Edition) -> str:
    """The differences as plain text, one heading a rule; says so where there are none."""
    lines = [f"From: {_named(a)}", f"To:   {_named(b)}"]
    found = differences(a, b)
    if not found:
        lines += ["", "Nothing differs."]
    for each in found:
        lines += ["", f"{each.rule} {each.title}".strip() or "About the edition"]
        lines += [line for change in each.changes for line in _lines(change)]
    return "\n".join(lines) + "\n"


def _named(edition: Edition) -> str:
    return f"{edition.body}, {edition.name}, in force from {said(edition.in_force_from)}"


def _lines(change: Change) -> Iterator[str]:
    """Short values on one line; wordings and clauses each on a line of their own."""
    if change.before and change.after and change.kind not in (Kind.WORDING, Kind.CLAUSE):
        yield f"  {change.what}: {change.before} -> {change.after}"
    elif change.before and change.after:
        yield f"  {change.what}, before: {change.before}"
        yield f"  {change.what}, after: {change.after}"
    elif change.kind is Kind.CLAUSE:
        yield f"  {change.what}: {change.before or change.after}"
    else:
        yield f"  {change.what}: {'no longer' if change.before else 'new'}: {change.before or change.after}"
