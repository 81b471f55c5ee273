"""The house's own operations, as a poller, an officer and a worker call them, on a channel that a test opens."""

from datetime import UTC, datetime

from tests.rooms.world import BY

from evenhand.actions import carrying_out
from evenhand.actions.models import Action
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome
from evenhand.intake.models import Channel
from evenhand.platforms import found
from evenhand.platforms.contract import Access
from evenhand.work.pipeline import take_in

HIDE = Draft(Outcome.HIDE, ground="CON-02", statement="Hidden under CON-02.")


def now() -> datetime:
    return datetime.now(UTC)


def polled_in(channel: Channel, access: Access) -> None:
    """Page by page, as a poller does it."""
    reader, cursor, more = found.reader(channel.platform, access), "", True
    while more:
        page = reader.poll(cursor)
        take_in(channel=channel, incoming=page.incoming, by=BY, at=now())
        cursor, more = page.cursor, page.more


def carried_out(action: Action, access: Access) -> Action:
    """As a worker does it."""
    name = action.channel.platform
    carrying_out.carry_out(
        action_id=action.pk, performer=found.performer(name, access), manifest=found.manifest(name), now=now
    )
    action.refresh_from_db()
    return action
