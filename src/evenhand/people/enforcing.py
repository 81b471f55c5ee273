"""BLK-01, MCL-01: what blocks ask of platforms. Worked out from what stands, compared with what was asked, so that
whatever happened before, the same call brings both together and a second one does nothing."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.db import connection
from django.db.models import Q

from evenhand.actions import operations as actions
from evenhand.actions.models import Action
from evenhand.core.aliases import AliasLink
from evenhand.core.lifecycle import BLOCK_FINAL, ActionState, BlockState
from evenhand.core.managed import blocked_authors
from evenhand.core.vocabulary import Verb
from evenhand.decisions.queries import edition_pinned
from evenhand.intake.models import Author, Channel
from evenhand.officers.models import Body
from evenhand.people.models import Block, ManagedEntry
from evenhand.people.persons import links_of, number, person_of
from evenhand.people.standings import blocks_of, calendar_at, entries_of, entry_of, standing

Place = tuple[int, int]  # author, channel


def one_at_a_time(body: Body) -> None:
    """Until this transaction ends, nobody else compares what stands with what was asked for this body."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_LOCK, body.pk])


_LOCK = 0x45565042  # a number of our own


def enforce(*, body: Body, by: str, at: datetime) -> None:
    """Ask for every block that stands and was not asked for, and take back every one that stands no more."""
    one_at_a_time(body)
    wanted, asked = wanted_at(body, at), asked_for(body)
    for place, action in asked.items():
        if place not in wanted:
            actions.take_back(about=action.about, why="nothing blocks this account any more", by=by, at=at)
    for place, about in wanted.items():
        if place not in asked:
            author, channel = place
            actions.ask_for(
                about=_unused(f"{about}: account {author}, channel {channel}"), verb=Verb.BLOCK, by=by, at=at,
                channel=Channel.objects.select_related("body").get(pk=channel), subject=Author.objects.get(pk=author),
            )  # fmt: skip


def wanted_at(body: Body, at: datetime, without: Collection[Block | ManagedEntry] = ()) -> dict[Place, str]:
    """Which account is to be blocked on which channel, and by what: the oldest of the blocks and entries that do.

    `without`: blocks and entries as if they were over.
    """
    links = links_of(body)
    channels = list(Channel.objects.filter(body=body).order_by("pk"))
    wanted: dict[Place, str] = {}
    for row in blocks_of(body).filter(end=None).order_by("pk"):
        if row not in without and standing(row, at).is_blocked:
            named = [each.channel for each in row.channels.all()]
            places = _places(person_of(row.author, links).authors, named)
            wanted |= {place: f"block {row.pk}" for place in places if place not in wanted}
    for entry in entries_of(body).order_by("pk"):
        places = _places(listed(entry, links, at) if entry not in without else [], channels)
        wanted |= {place: f"entry {entry.pk}" for place in places if place not in wanted}
    return wanted


def listed(row: ManagedEntry, links: list[AliasLink], at: datetime) -> list[Author]:
    """MCL-01: every account that an entry blocks, the person's decided aliases with it."""
    calendar = calendar_at(edition_pinned(row.edition_id), at)
    blocked = blocked_authors([entry_of(row, calendar)], links, calendar, at)
    return list(Author.objects.filter(body=row.body_id, pk__in=[number(each.author) for each in blocked]))


def _places(authors: Iterable[Author], channels: Iterable[Channel]) -> Iterator[Place]:
    """Where these accounts can be met: an account lives on one platform."""
    there = list(channels)
    return ((a.pk, c.pk) for a in authors for c in there if a.platform == c.platform)


def asked_for(body: Body) -> dict[Place, Action]:
    """The block that was asked for last at each place, and neither dropped nor taken back."""
    found = Action.objects.filter(channel__body=body, verb=Verb.BLOCK.value, undoes=None, undone_by=None)
    live = found.exclude(state=ActionState.CANCELLED.value).order_by("pk")
    return {(action.author_id or 0, action.channel_id): action for action in live}


def _unused(about: str) -> str:
    """The same block may be asked for at one place again: a link was undone, then decided anew."""
    earlier = Q(about=about) | Q(about__startswith=f"{about}, time ")
    rounds = Action.objects.filter(earlier, verb=Verb.BLOCK.value).count()
    return f"{about}, time {rounds + 1}" if rounds else about


def actions_of(row: Block | ManagedEntry) -> list[Action]:
    """What one block or entry asked of platforms, newest first."""
    about = f"{'block' if isinstance(row, Block) else 'entry'} {row.pk}:"
    found = Action.objects.filter(about__startswith=about).select_related("channel", "author")
    return list(found.prefetch_related("receipts").order_by("-pk"))


def in_shadow(row: Block | ManagedEntry) -> bool:
    """Whether shadow mode kept all that it asks of platforms from being done."""
    asked = [action for action in actions_of(row) if action.verb == Verb.BLOCK]
    return bool(asked) and all(action.shadow for action in asked)


def state_said(row: Block, state: BlockState) -> str:
    """A block's state as pages say it: one of shadow mode stands only in the records."""
    return f"would be {state} (shadow)" if state not in BLOCK_FINAL and in_shadow(row) else state.value
