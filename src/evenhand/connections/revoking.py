"""Disconnecting: what people allowed us is given back at the platform, then our sealed copy is thrown away."""

from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.connections import authorising, declaring
from evenhand.connections.models import Connection, Grant
from evenhand.connections.opening import kept, record
from evenhand.connections.sealing import CannotOpen
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.platforms import found as platforms


def disconnect(*, channel_id: int, body: Body, why: str, by: Officer, at: datetime) -> str:
    """Nothing more is read or done there. What became of our access, in words; "" where nobody had signed in.

    A token that somebody pasted is not revoked: it may open the account for others, too. Raises: Refused.
    """
    require(by, body, Permission.CONNECT)
    connection = Connection.objects.select_related("channel__body").get(channel_id=channel_id, channel__body=body)
    words = "" if connection.cut_at or not why.strip() else _given_back(connection)
    with audit.one_transaction():
        declaring.disconnect(channel_id=channel_id, body=body, why=why, by=by, at=at)
        if words:
            record(connection, "access_given_back", by.email, at, answer=words)
    return words


def _given_back(connection: Connection) -> str:
    """Before our copy goes: afterwards nobody could. Broken off in between, it is pressed again."""
    speaks = platforms.manifest(connection.channel.platform).oauth
    if speaks is None or not Grant.objects.filter(connection=connection, ended_at=None).exists():
        return ""
    try:
        whole = kept(connection)
    except CannotOpen as shut:
        return f"Access could not be given back, since {shut}: take it away at the platform"
    return authorising.revoked(
        speaks, authorising.app_of(speaks, whole), whole.get("refresh_token") or whole.get(speaks.token, "")
    )
