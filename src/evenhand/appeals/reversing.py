"""APL-04: every effect of what was appealed against, undone in one transaction; what cannot be undone is named."""

from collections.abc import Mapping
from datetime import datetime

from evenhand.appeals.models import Appeal
from evenhand.appeals.subject import Subject
from evenhand.cases import reversing
from evenhand.core.moderation import irrevocable
from evenhand.core.refusals import Refused
from evenhand.core.undoing import Consequences, Effect, Removed, effects
from evenhand.core.vocabulary import Outcome, Verb
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_pinned
from evenhand.notices import operations as notices
from evenhand.officers.models import Officer
from evenhand.people import operations as people
from evenhand.people.models import Block, WarningGiven
from evenhand.people.reach import blocked_through, ending_with, freed_by, listed_through, of_entry
from evenhand.platforms import found

VERBS: Mapping[Outcome, Verb] = {Outcome.HIDE: Verb.HIDE, Outcome.DELETE: Verb.DELETE}


def would_undo(subject: Subject, at: datetime) -> tuple[Effect, ...]:
    """What a reversal would undo, for whoever is about to decide."""
    if subject.block:
        return effects(Consequences(None, 0, False, freed_by([subject.block], at)))
    if subject.entry:
        return effects(of_entry(subject.entry, at))
    assert subject.decision is not None, "a subject is one of the three"
    return effects(_consequences(subject.decision, at))


def undo(*, appeal: Appeal, subject: Subject, because: str, by: Officer, at: datetime) -> tuple[Effect, ...]:
    """APL-04: undo it all. What was done about each effect. Raises: Refused, when it was undone already."""
    about = f"appeal {appeal.pk}"
    if subject.block:
        return people.lift(block=subject.block, because=because, about=about, by=by, at=at)
    if subject.entry:
        return people.unlist(entry=subject.entry, because=because, about=about, by=by, at=at)
    decision = subject.decision
    assert decision is not None, "a subject is one of the three"
    undone = effects(_consequences(decision, at))
    for row in ending_with(decision, at):
        if isinstance(row, Block):
            people.lift(block=row, because=because, about=about, by=by, at=at)
        else:
            people.unlist(entry=row, because=because, about=about, by=by, at=at)
    notices.withdraw(
        body=subject.body, about=f"warning of decision {decision.pk}", why="the decision was reversed on appeal",
        by=by.email, at=at,
    )  # fmt: skip
    reversing.reverse(decision=decision, reason=because, by=by, at=at)
    return undone


def check_not_undone(subject: Subject, *, is_reversed: bool) -> None:
    """Raises: Refused, where nothing is left to reverse."""
    if is_reversed:
        raise Refused(
            tried=f"to reverse {subject.about}", forbids="it was undone already",
            do="tell the appellant so, and let the appeal be withdrawn", rule="APL-04",
        )  # fmt: skip


def _consequences(decision: Decision, at: datetime) -> Consequences:
    ground = edition_pinned(decision.edition_id).grounds.get(decision.ground)
    return Consequences(
        removed=_removed(decision), strike_weight=ground.strike_weight if ground else 0,
        warned=WarningGiven.objects.filter(decision=decision).exists(), blocks=blocked_through(decision, at),
        entries=listed_through(decision, at),
    )  # fmt: skip


def _removed(decision: Decision) -> Removed | None:
    """None where another decision has taken the place of this one, or a deletion can still be called off."""
    verb = VERBS.get(Outcome(decision.outcome))
    if verb is None or not reversing.stands(decision) or (irrevocable(verb) and not reversing.lasting(decision)):
        return None
    comment = decision.comment
    return Removed(f"comment {comment.pk}", verb, found.manifest(comment.channel.platform).supported)
