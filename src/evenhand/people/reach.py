"""APL-04: how far a decision, a block or an entry reaches: what ends with it, and what goes on for another reason."""

from collections.abc import Collection
from datetime import datetime

from evenhand.actions.models import Action
from evenhand.core import strikes
from evenhand.core.ladder import sanction
from evenhand.core.managed import Listed
from evenhand.core.undoing import Blocked, Consequences, OnList
from evenhand.decisions.models import Decision
from evenhand.officers.models import Body
from evenhand.people.enforcing import actions_of, asked_for, wanted_at
from evenhand.people.history import history, past_decisions, told_at
from evenhand.people.models import Block, ManagedEntry
from evenhand.people.models_of_list import EntryEvent
from evenhand.people.standings import blocks_of, calendar_at, entries_of, entry_standing, standing
from evenhand.people.telling import BEGUN
from evenhand.people.unblocking import unblocking


def resting_on(comment_id: int) -> list[Block]:
    """Blocks that are not over and rest on the strike of this comment."""
    body = Body.objects.get(channel__comment=comment_id)
    return list(blocks_of(body).filter(end=None, strikes__comment=comment_id))


def begun_through(decision: Decision, at: datetime) -> list[Block]:
    """Blocks that rest on the strike of a decision and stand now."""
    return [row for row in resting_on(decision.comment_id) if standing(row, at).state in BEGUN]


def entries_resting_on(decision: Decision, at: datetime) -> list[ManagedEntry]:
    """MCL-02: entries that came of a decision and are not over; those that nobody has approved yet among them."""
    rows = entries_of(decision.comment.channel.body).filter(rests_on__decision=decision)
    return [row for row in rows if entry_standing(row, at).state is not Listed.OFF]


def ending_with(decision: Decision, at: datetime) -> list[Block | ManagedEntry]:
    """APL-04: blocks and entries that rest on a decision alone."""
    blocks = [row for row in begun_through(decision, at) if not also_rests_on(row, decision, at)]
    entries = [row for row in _approved_through(decision, at) if not entry_also_rests_on(row, decision)]
    return [*blocks, *entries]


def freed_by(rows: Collection[Block | ManagedEntry], at: datetime) -> tuple[Blocked, ...]:
    """APL-04: the accounts that nothing blocks any more without these blocks and entries, and where."""
    if not rows:
        return ()
    body, named = next(iter(rows)).body, {row.author_id for row in rows}
    wanted = wanted_at(body, at, without=rows)
    freed = (action for place, action in asked_for(body).items() if place not in wanted)
    return tuple(_blocked(action, is_alias=action.author_id not in named) for action in freed)


def of_entry(row: ManagedEntry, at: datetime) -> Consequences:
    """APL-04, MCL-01: everything that an entry does."""
    return Consequences(None, 0, False, freed_by([row], at), (OnList(f"entry {row.pk}"),))


def blocked_through(decision: Decision, at: datetime) -> tuple[Blocked, ...]:
    """APL-04: who is free without a decision; and whoever other decisions block as well, which somebody looks at."""
    shared = [(row, also_rests_on(row, decision, at)) for row in resting_on(decision.comment_id)]
    kept = (
        _blocked(action, is_alias=action.author_id != row.author_id, also_rests_on=others)
        for row, others in shared
        if others
        for action in _asked_by(row)
    )
    return (*freed_by(ending_with(decision, at), at), *kept)


def listed_through(decision: Decision, at: datetime) -> tuple[OnList, ...]:
    """APL-04, MCL-02: entries that came of a decision, with the others that they rest on."""
    rows = _approved_through(decision, at)
    return tuple(OnList(f"entry {row.pk}", entry_also_rests_on(row, decision)) for row in rows)


def also_rests_on(row: Block, without: Decision, at: datetime) -> tuple[str, ...]:
    """APL-04: the other decisions that a block rests on, where they point to a block by themselves."""
    known = history(row.author, at)
    rests_on = {str(strike.comment_id) for strike in row.strikes.all()} - {str(without.comment_id)}
    others = [each for each in past_decisions(known.person.ids, row.decided_at) if each.comment in rests_on]
    zone = calendar_at(known.edition, at).zone
    record = strikes.record(
        known.edition, others, authors=known.person.accounts, spent=(), on=known.record.on, zone=zone
    )
    alone = sanction(known.edition, record, told_at(known.person.ids, at), zone)
    return tuple(each.id for each in others) if alone.is_block else ()


def entry_also_rests_on(row: ManagedEntry, without: Decision) -> tuple[str, ...]:
    """APL-04: the other decisions that an entry came of and that stand."""
    named = Decision.objects.filter(pk__in=row.rests_on.values("decision"), reversal=None).exclude(pk=without.pk)
    return tuple(f"decision {pk}" for pk in named.order_by("pk").values_list("pk", flat=True))


def _approved_through(decision: Decision, at: datetime) -> list[ManagedEntry]:
    """What nobody has approved yet has done nothing that could be undone."""
    rows = entries_resting_on(decision, at)
    return [row for row in rows if any(step.event == EntryEvent.APPROVE for step in row.steps.all())]


def _asked_by(row: Block) -> list[Action]:
    """What a block asked of platforms, and still stands there."""
    ours = {action.pk for action in actions_of(row)}
    return [action for action in asked_for(row.body).values() if action.pk in ours]


def _blocked(action: Action, *, is_alias: bool, also_rests_on: tuple[str, ...] = ()) -> Blocked:
    return Blocked(
        author=str(action.author), channel=action.channel.title, is_alias=is_alias,
        unblock=unblocking(action.channel), also_rests_on=also_rests_on,
    )  # fmt: skip
