"""What entering and throwing away credentials means for a sign-in that gave some of them.

A grant's row is locked before its connection's, everywhere, so that a renewal and a person never wait for each other.
"""

from collections.abc import Mapping
from datetime import datetime

from evenhand.connections.models import Connection, Grant
from evenhand.platforms.contract import Manifest


def hold(channel_id: int) -> Grant | None:
    """The living grant of a channel, locked; a renewal under way is waited for."""
    living = Grant.objects.select_for_update(of=("self",)).filter(connection__channel_id=channel_id, ended_at=None)
    return living.first()


def lacking(manifest: Manifest, whole: Mapping[str, str]) -> list[str]:
    """Titles of what must be there for a person to sign in, or of a token that makes it needless."""
    oauth = manifest.oauth
    if oauth is None or whole.get(oauth.token) or whole.get(oauth.app_id) or oauth.registers_at:
        return []
    return [secret.title for secret in manifest.secrets if secret.name == oauth.app_id]


def outdated(manifest: Manifest, before: Mapping[str, str], entered: Mapping[str, str]) -> set[str]:
    """Secrets that go with what was there before. Where people sign in, they go with the app or the server that gave
    them, or with another token; a changed setting beside them ends nothing."""
    renewed, oauth = {secret.name for secret in manifest.secrets if secret.renewed}, manifest.oauth
    if oauth is None:
        return renewed
    changed = {name for name, value in entered.items() if before.get(name) != value}
    if not changed & {oauth.app_id, oauth.server, oauth.token}:
        return set()
    return (renewed | {oauth.token}) - set(entered)


def after_entering(
    found: Connection, manifest: Manifest, whole: Mapping[str, str], entered: Mapping[str, str], at: datetime
) -> None:
    """Whether somebody must sign in now. A grant whose token is gone is over; another is tried again at once."""
    oauth, living = manifest.oauth, Grant.objects.filter(connection=found, ended_at=None)
    found.awaits_grant = bool(oauth and not whole.get(oauth.token))
    found.save(update_fields=["awaits_grant"])
    if oauth and (found.awaits_grant or oauth.token in entered):
        living.update(ended_at=at, renew_at=None)
    elif oauth:
        living.filter(renewable=True).exclude(trouble="").update(trouble="", renew_at=at)
