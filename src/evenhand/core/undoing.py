"""APL-04, MOD-04: everything that a reversed decision did, undone in one go; what cannot be undone is named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.moderation import undoing
from evenhand.core.vocabulary import Support, Verb


class EffectKind(StrEnum):
    """What is to be done about one effect."""

    RESTORE_COMMENT = "restore the comment"
    DROP_STRIKE = "drop the strike"
    WITHDRAW_WARNING = "withdraw the warning"
    LIFT_BLOCK = "lift the block"
    LIFT_ALIAS_BLOCK = "lift the block of an alias"
    REVIEW_BLOCK = "review the block"
    END_MANAGED_ENTRY = "end the entry on the managed contacts list"
    REVIEW_MANAGED_ENTRY = "review the entry on the managed contacts list"
    TELL_APPELLANT = "tell the appellant"


class How(StrEnum):
    """Who can do it."""

    BY_PROGRAM = "by program"
    BY_HAND = "by hand"
    NOT_POSSIBLE = "not possible"


@dataclass(frozen=True, slots=True)
class Removed:
    """A comment that was taken down, and what its platform can do."""

    comment: str
    verb: Verb
    supported: Mapping[Verb, Support]


@dataclass(frozen=True, slots=True)
class Blocked:
    """A block on one channel that came of the decision.

    `unblock`: how far the platform lifts it for us, None when it cannot; `also_rests_on`: other decisions, enough to
    block for without this one.
    """

    author: str
    channel: str
    is_alias: bool
    unblock: Support | None
    also_rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnList:
    """An entry on the managed contacts list that came of the decision. `also_rests_on`: other decisions that stand."""

    entry: str
    also_rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a decision has done until now."""

    removed: Removed | None
    strike_weight: int
    warned: bool
    blocks: tuple[Blocked, ...]
    entries: tuple[OnList, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing to undo: `on` what, how, and why so."""

    kind: EffectKind
    on: str
    how: How
    because: str


def effects(done: Consequences) -> tuple[Effect, ...]:
    """APL-04: every effect to undo, in order; telling the appellant is the last and names what stays undone."""
    entries, blocks = (_entry(entry) for entry in done.entries), (_block(block) for block in done.blocks)
    undone = (*_comment(done), *_record(done), *entries, *blocks)
    lasting = [f"{effect.kind} ({effect.on})" for effect in undone if effect.how is How.NOT_POSSIBLE]
    told = f"this could not be done: {'; '.join(lasting)}" if lasting else "everything could be undone"
    return (*undone, Effect(EffectKind.TELL_APPELLANT, "the appellant", How.BY_HAND, told))


def _comment(done: Consequences) -> Iterator[Effect]:
    if done.removed is None:
        return
    verb, kind = undoing(done.removed.verb), EffectKind.RESTORE_COMMENT
    if verb is None:
        because = f"no platform takes {done.removed.verb} back; the capture is kept"
        yield Effect(kind, done.removed.comment, How.NOT_POSSIBLE, because)
        return
    how, because = _by(done.removed.supported.get(verb), verb)
    yield Effect(kind, done.removed.comment, how, because)


def _record(done: Consequences) -> Iterator[Effect]:
    if done.strike_weight:
        because = "strikes are counted from decisions that stand (STR-03)"
        yield Effect(EffectKind.DROP_STRIKE, f"weight {done.strike_weight}", How.BY_PROGRAM, because)
    if done.warned:
        yield Effect(EffectKind.WITHDRAW_WARNING, "the warning", How.BY_PROGRAM, "it no longer counts (MOD-06)")


def _entry(listed: OnList) -> Effect:
    if listed.also_rests_on:
        because = f"it rests on {', '.join(listed.also_rests_on)} too"
        return Effect(EffectKind.REVIEW_MANAGED_ENTRY, listed.entry, How.BY_HAND, because)
    because = "nothing that it rests on stands any more (MCL-02)"
    return Effect(EffectKind.END_MANAGED_ENTRY, listed.entry, How.BY_PROGRAM, because)


def _block(block: Blocked) -> Effect:
    where = f"{block.author} on {block.channel}"
    if block.also_rests_on:
        because = f"it rests on {', '.join(block.also_rests_on)} too"
        return Effect(EffectKind.REVIEW_BLOCK, where, How.BY_HAND, because)
    kind = EffectKind.LIFT_ALIAS_BLOCK if block.is_alias else EffectKind.LIFT_BLOCK
    how, because = _by(block.unblock, "unblock")
    return Effect(kind, where, how, because)


def _by(support: Support | None, verb: str) -> tuple[How, str]:
    match support:
        case None:
            return How.NOT_POSSIBLE, f"the platform has no way to {verb}"
        case Support.MANUAL:
            return How.BY_HAND, f"a person can {verb} on the platform"
        case _:
            return How.BY_PROGRAM, f"the platform can {verb}"
