"""MOD-01, MOD-02, MOD-08: what a decision must carry, and what forbids it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evenhand.core.conduct import PROTECTED
from evenhand.core.edition import Edition
from evenhand.core.values import Removal
from evenhand.core.vocabulary import Outcome, Suggestion, Support, Verb

VERB_OF: Mapping[Outcome, Verb] = {
    Outcome.HIDE: Verb.HIDE,
    Outcome.DELETE: Verb.DELETE,
    Outcome.REPLY: Verb.REPLY,
}
"""What an outcome asks of the platform; an outcome that is not here asks nothing."""
REMOVALS = frozenset({Outcome.HIDE, Outcome.DELETE})
MOVED, UNSAFE = "MOD-07", "REF-02"
"""The route that hides and answers at once, and the one under which an answer could put somebody in danger."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as an officer is about to make it. `unsafe`: why the author must not be told, empty where they may."""

    outcome: Outcome
    ground: str = ""
    route: str = ""
    reason: str = ""
    statement: str = ""
    reply: str = ""
    privately: bool = False  # the reply is a message to the author alone
    source: str = ""  # CON-01: what shows it false
    harmed: str = ""  # CON-01: the individual it harms
    unsafe: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """What is wrong with a draft: the field it is about, the rule that forbids it, and what to do."""

    field: str
    rule: str
    wrong: str
    do: str


def objections(draft: Draft, edition: Edition, supported: Mapping[Verb, Support]) -> tuple[Objection, ...]:
    """MOD-01, MOD-02: everything that forbids a decision, all at once; nothing when it may be made."""
    return (
        *_about_ground(draft, edition),
        *_about_reason(draft, edition),
        *_about_words(draft, edition),
        *_about_platform(draft, supported),
        *_about_answer(draft, edition, supported),
    )


def answering(draft: Draft) -> Verb | None:
    """REF-01, REF-04, REF-05, MOD-07: how the reply of a draft is sent; None where none is.

    A referral is answered, and a comment that is hidden for moving it to a private message. No other removal is.
    """
    if not draft.reply.strip():
        return None
    moved = draft.outcome is Outcome.HIDE and draft.route == MOVED
    if draft.outcome not in (Outcome.REPLY, Outcome.REFER) and not moved:
        return None
    return Verb.PRIVATE_REPLY if draft.privately else Verb.REPLY


def ground_of(draft: Draft) -> str:
    """CON-00: criticism left up is a ground of its own; other outcomes keep the ground they name."""
    return PROTECTED if draft.outcome is Outcome.PROTECT else draft.ground


def needs_second_person(draft: Draft, edition: Edition) -> bool:
    """CON-09: whether the ground of a removal asks for a second person."""
    ground = edition.grounds.get(draft.ground)
    return bool(ground and ground.second_person and draft.outcome in REMOVALS)


def may_decide(decider: int, target: int | None) -> Objection | None:
    """MOD-08: nobody decides a case in which they are the target."""
    if target is None or decider != target:
        return None
    return Objection("", "MOD-08", "this comment is aimed at you", "leave it to a colleague")


def may_approve(approver: int, decider: int, target: int | None) -> Objection | None:
    """MOD-08: the second person is not the first, nor the target."""
    if approver == decider:
        return Objection("", "MOD-08", "you made this decision", "ask a colleague to be the second person")
    return may_decide(approver, target)


def not_deletion(draft: Draft, route: str) -> Objection | None:
    """REF-05: words of crisis get support, not deletion. `route`: the one proposed for the comment."""
    if draft.outcome is not Outcome.DELETE or route != "REF-05":
        return None
    return Objection("outcome", "REF-05", "the writer may be in despair", "answer with where to find help, or hide it")


def reversible(outcome: Outcome) -> bool:
    """MOD-04: what leaves the comment where it can be brought back."""
    verb = VERB_OF.get(outcome)
    return verb is None or not irrevocable(verb)


def irrevocable(verb: Verb) -> bool:
    """MOD-04: whether this cannot be undone once it was done. A reply stays, and harms no comment."""
    return verb is Verb.DELETE


def undoing(verb: Verb) -> Verb | None:
    """MOD-04: the verb that takes another back; None where undoing asks nothing of the platform."""
    return _UNDOING.get(verb)


_UNDOING = {Verb.HIDE: Verb.UNHIDE, Verb.BLOCK: Verb.UNBLOCK, Verb.CLOSE: Verb.REOPEN}


def _about_ground(draft: Draft, edition: Edition) -> Iterator[Objection]:
    if draft.outcome is Outcome.REFER and not _is_route(draft.route, edition):
        yield Objection("route", "REF-01", "nobody is named to refer it to", "choose what it is passed on as")
    if draft.outcome not in REMOVALS:
        return
    ground = edition.grounds.get(draft.ground)
    if ground is None or draft.ground == PROTECTED:
        yield Objection("ground", "MOD-02", "no ground for removing it is named", "choose the ground it breaches")
        return
    if _strength(draft.outcome) > _strength_of(ground.strongest_action):
        yield Objection(
            "outcome", draft.ground, f"{draft.ground} allows {ground.strongest_action} at most",
            f"choose {ground.strongest_action}",
        )  # fmt: skip


def _about_reason(draft: Draft, edition: Edition) -> Iterator[Objection]:
    if draft.reason.strip() or draft.outcome not in REMOVALS:
        return
    ground = edition.grounds.get(draft.ground)
    if ground and ground.reason_compulsory:
        yield Objection(
            "reason", draft.ground, f"{draft.ground} needs a reason in words", "write why, in your own words"
        )
    elif draft.outcome is Outcome.DELETE and _removal(edition).delete_needs_reason:
        yield Objection("reason", "MOD-01", "deleting needs a reason", "write why hiding is not enough, or hide it")


def _about_words(draft: Draft, edition: Edition) -> Iterator[Objection]:
    if draft.outcome in REMOVALS and not draft.statement.strip():
        yield Objection(
            "statement",
            "MOD-02",
            "the statement of reasons is empty",
            "say what was done and under which rule",
        )
    if draft.outcome is Outcome.REPLY and not draft.reply.strip():
        yield Objection("reply", "HRS-06", "the reply is empty", "write the reply, or leave the comment")


def _about_platform(draft: Draft, supported: Mapping[Verb, Support]) -> Iterator[Objection]:
    verb = VERB_OF.get(draft.outcome)
    if verb is None or verb in supported or draft.privately:
        return
    offered = strongest(supported)
    yield Objection("outcome", "MOD-01", f"this platform cannot {verb} a comment", f"the most it can do is: {offered}")


def _about_answer(draft: Draft, edition: Edition, supported: Mapping[Verb, Support]) -> Iterator[Objection]:
    verb = answering(draft)
    if draft.outcome is Outcome.REFER and draft.route == UNSAFE and verb:
        wrong = "an answer could put somebody in danger"
        yield Objection("reply", UNSAFE, wrong, "take the reply out; whoever takes the concern knows how to answer")
    elif verb is not None and verb not in supported and (draft.privately or draft.outcome is not Outcome.REPLY):
        can = "answer in public" if draft.privately else "take the reply out, and answer some other way"
        yield Objection("reply", "MOD-01", f"this platform has no way to {verb}", can)
    elif _allegation_unanswered(draft, edition) and Verb.REPLY in supported:
        yield Objection("reply", "REF-01", "an allegation is answered with the complaints form", "write the reply")


def _allegation_unanswered(draft: Draft, edition: Edition) -> bool:
    refers = draft.outcome is Outcome.REFER and draft.route == "REF-01"
    return refers and not draft.reply.strip() and bool(edition.reply("REF-01"))


def strongest(supported: Mapping[Verb, Support]) -> str:
    """MOD-01: the strongest thing the platform can do to a comment, by name."""
    return next(
        (verb.value for verb in (Verb.DELETE, Verb.HIDE, Verb.REPLY) if verb in supported),
        "leave it and report it to the platform",
    )


def _is_route(route: str, edition: Edition) -> bool:
    return route in edition.rules and edition.rules[route].route is not None


def _removal(edition: Edition) -> Removal:
    values = edition.rules["MOD-01"].values
    if not isinstance(values, Removal):
        raise TypeError(f"edition {edition.name} has no values for MOD-01")
    return values


def _strength(outcome: Outcome) -> int:
    return [Outcome.LEAVE, Outcome.REPLY, Outcome.HIDE, Outcome.DELETE].index(outcome)


def _strength_of(suggestion: Suggestion) -> int:
    order = [Suggestion.LEAVE, Suggestion.REPLY, Suggestion.HIDE, Suggestion.DELETE]
    return order.index(suggestion) if suggestion in order else 0
