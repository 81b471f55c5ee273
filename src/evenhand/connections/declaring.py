"""Official channels alone: the body declares an account to be its own, and a named second person confirms it."""

from datetime import datetime
from enum import StrEnum

from evenhand.audit import operations as audit
from evenhand.connections.granted import hold
from evenhand.connections.models import Connection, Reading
from evenhand.core.channel_health import ChannelHealth
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import may
from evenhand.platforms import found as platforms


class Whose(StrEnum):
    """Whose account it is."""

    BODY = "the council's own, run by its officers"
    COUNCILLOR = "a councillor's own"
    PERSON = "another person's"


def declare(
    *, channel: Channel, whose: Whose, shown_at: str, approver: Officer, keeper: Officer, acts_on_history: bool = False,
    by: Officer, at: datetime,
) -> Connection:  # fmt: skip
    """The body says that the account is its own official channel, where anybody can see that, and who confirms it.

    `keeper`: who is told when it fails. `acts_on_history`: whether comments from before are read for cases, too.
    Raises: Refused for a person's account, and where one person would do both.
    """
    body = channel.body
    require(by, body, Permission.CONNECT)
    _check(channel, whose, shown_at, approver, keeper, by)
    with audit.one_transaction():
        made, _ = Connection.objects.update_or_create(
            channel=channel,
            defaults={
                "declared_by": by, "declared_at": at, "shown_at": shown_at.strip(), "approver": approver,
                "approved_at": None, "keeper": keeper, "acts_on_history": acts_on_history, "cut_at": None,
            },
        )  # fmt: skip
        Reading.objects.get_or_create(connection=made, defaults={"next_at": at, "since": at})
        audit.record(
            body=body.slug, at=at, by=by.email, action="connections.declare", subject=f"channel {channel.name}",
            platform=channel.platform, account=channel.account, shown_at=shown_at.strip(), approver=approver.email,
            keeper=keeper.email, acts_on_history=acts_on_history,
        )  # fmt: skip
    return made


def _check(channel: Channel, whose: Whose, shown_at: str, approver: Officer, keeper: Officer, by: Officer) -> None:
    tried = f"to connect {channel.title}"
    if whose is not Whose.BODY:
        raise Refused(
            tried=tried, forbids=f"the account is {whose.value}: only a council's official channels are moderated here",
            do="connect an account that the council itself runs",
        )  # fmt: skip
    manifest = platforms.manifest(channel.platform)
    if not manifest.reads:
        raise Refused(
            tried=tried,
            forbids=f"no program can read {manifest.title}",
            do="bring its comments in with evenhand import",
        )
    if not shown_at.strip():
        raise Refused(
            tried=tried, forbids="nobody could see that the account is official",
            do="name the page of the council's website that leads to it",
        )  # fmt: skip
    if approver == by or not may(approver, channel.body, Permission.CONFIRM_CHANNELS):
        raise Refused(
            tried=tried, forbids="a second person who may must confirm that the channel is official",
            do="name a senior officer other than yourself",
        )  # fmt: skip
    if not may(keeper, channel.body, Permission.SEE_CHANNELS):
        raise Refused(tried=tried, forbids=f"{keeper.name} may not see channels", do="name somebody who may")
    if Connection.objects.filter(channel=channel, cut_at=None).exists():
        raise Refused(
            tried=tried, forbids="it is connected already", do="disconnect it first, or enter its credentials again"
        )


def confirm(*, channel_id: int, body: Body, by: Officer, at: datetime) -> Connection:
    """The named person agrees. What is written from now on is read for cases. Raises: Refused for anybody else."""
    require(by, body, Permission.CONFIRM_CHANNELS)
    with audit.one_transaction():
        found = locked(channel_id, body)
        if found.approver != by or found.approved_at or found.cut_at:
            raise Refused(
                tried=f"to confirm {found.channel.title}",
                forbids="it is not waiting for anybody" if found.approved_at or found.cut_at
                else f"{found.approver.name} was named for this",
                do="look at its page again" if found.approved_at or found.cut_at else "leave it to them",
            )  # fmt: skip
        found.approved_at = at
        found.save(update_fields=["approved_at"])
        Reading.objects.filter(connection=found).update(
            next_at=at, since=at, health=ChannelHealth.WAITING.value, because="", do="", told="", failures=0,
            failure="", refused=False,
        )  # fmt: skip
        _record(found, "confirm", by, at)
    return found


def disconnect(*, channel_id: int, body: Body, why: str, by: Officer, at: datetime) -> None:
    """Nothing more is read or done there; the credentials are thrown away, the records stay. Raises: Refused."""
    require(by, body, Permission.CONNECT)
    with audit.one_transaction():
        grant = hold(channel_id)
        found = locked(channel_id, body)
        if not why.strip() or found.cut_at:
            raise Refused(
                tried=f"to disconnect {found.channel.title}",
                forbids="it is disconnected already" if found.cut_at else "no reason is given",
                do="look at its page again" if found.cut_at else "say why",
            )  # fmt: skip
        found.cut_at, found.approved_at, found.sealed, found.key_id = at, None, b"", ""
        found.secrets_by, found.secrets_at, found.awaits_grant = "", None, False
        found.save()
        if grant is not None:
            grant.ended_at, grant.renew_at = at, None
            grant.save(update_fields=["ended_at", "renew_at"])
        _record(found, "disconnect", by, at, why=why.strip())


def locked(channel_id: int, body: Body) -> Connection:
    """For a change. Raises: Connection.DoesNotExist, for another body's too."""
    found = Connection.objects.select_for_update(of=("self",)).select_related("channel__body", "approver", "keeper")
    return found.get(channel_id=channel_id, channel__body=body)


def _record(found: Connection, what: str, by: Officer, at: datetime, **detail: object) -> None:
    audit.record(
        body=found.channel.body.slug, at=at, by=by.email, action=f"connections.{what}",
        subject=f"channel {found.channel.name}", **detail,
    )  # fmt: skip
