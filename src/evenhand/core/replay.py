"""REC-04: what a draft edition would change, seen on past comments before it is adopted."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.conduct import HARSHNESS, Proposal
from evenhand.core.refusals import Refused


class Direction(StrEnum):
    """Which way a proposal would change for the author."""

    HARSHER = "harsher"
    MILDER = "milder"
    OTHER = "otherwise"


@dataclass(frozen=True, slots=True)
class Change:
    """One comment whose proposal would change: the rules that would come and go, and the suggestion."""

    comment: str
    direction: Direction
    before: Proposal
    after: Proposal
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """`compared` comments, `same` of them unchanged; `by_rule`: how many comments would gain and lose each rule."""

    compared: int
    same: int
    changes: tuple[Change, ...]
    by_rule: Mapping[str, tuple[int, int]]

    def towards(self, direction: Direction) -> tuple[Change, ...]:
        """REC-04: the changes of one direction."""
        return tuple(change for change in self.changes if change.direction is direction)


def replay(before: Mapping[str, Proposal], after: Mapping[str, Proposal]) -> Replay:
    """REC-04: past comments under the edition in force and under the draft, by the comment's id, in order of id.

    Raises: Refused, when the two are not of the same comments, or one side mixes editions.
    """
    _check(before, after)
    changes = tuple(
        _change(comment, before[comment], after[comment])
        for comment in sorted(before)
        if _judged(before[comment]) != _judged(after[comment])
    )
    rules = sorted({rule for change in changes for rule in (*change.gained, *change.lost)})
    by_rule = {
        rule: (sum(rule in change.gained for change in changes), sum(rule in change.lost for change in changes))
        for rule in rules
    }
    return Replay(len(before), len(before) - len(changes), changes, by_rule)


def _judged(proposal: Proposal) -> tuple[object, ...]:
    return proposal.grounds, proposal.route, proposal.severity, proposal.suggest, _rules(proposal)


def _rules(proposal: Proposal) -> frozenset[str]:
    return frozenset(reason.rule for reason in proposal.reasons)


def _change(comment: str, before: Proposal, after: Proposal) -> Change:
    own, other = _rules(before), _rules(after)
    return Change(
        comment, _direction(before, after), before, after, tuple(sorted(other - own)), tuple(sorted(own - other))
    )


def _direction(before: Proposal, after: Proposal) -> Direction:
    """By what would be done to the comment, and where that is the same, by severity."""
    own = HARSHNESS[before.suggest], before.severity.rank
    other = HARSHNESS[after.suggest], after.severity.rank
    if other == own:
        return Direction.OTHER
    return Direction.HARSHER if other > own else Direction.MILDER


def _check(before: Mapping[str, Proposal], after: Mapping[str, Proposal]) -> None:
    tried = "to replay a draft edition"
    if odd := sorted(before.keys() ^ after.keys()):
        raise Refused(
            tried=tried, forbids=f"{len(odd)} comments were read under one edition only ({odd[0]} is the first)",
            do="score the same comments under both", rule="REC-04",
        )  # fmt: skip
    for side in (before, after):
        if len({proposal.edition for proposal in side.values()}) > 1:
            raise Refused(
                tried=tried, forbids="one side mixes proposals of several editions",
                do="score every comment again under one", rule="REC-04",
            )  # fmt: skip
