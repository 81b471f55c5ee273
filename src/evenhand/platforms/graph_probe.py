"""Whether a connection to Meta works: what the token may do and until when, asked of Meta itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, AccessRefused, Health, NotDone, NotReadable, Probe, TryAgain, Unknown
from evenhand.platforms.graph import Graph


@dataclass(frozen=True, slots=True)
class Token:
    """What Meta says of a token. `expires_at`: None for one that never ends."""

    valid: bool
    words: str
    expires_at: datetime | None
    scopes: frozenset[str]


def app_token(access: Access) -> str:
    """What stands for the app itself. Source: "Access Tokens for Meta Technologies"."""
    return f"{access.secrets.get('app_id', '')}|{access.secrets.get('app_secret', '')}"


def token_of(access: Access, asking: Graph) -> Token:
    """What whoever asks is told of the account's token. Raises: TryAgain, AccessRefused, NotDone.

    Here alone a token stands in an address: Meta takes it in no other way.
    """
    found = fields.at(asking.get("/debug_token", {"input_token": access.secrets.get("access_token", "")}), "data")
    ends = [end for name in ("expires_at", "data_access_expires_at") if (end := _end(found, name))]
    return Token(
        valid=fields.at(found, "is_valid") is True,
        words=str(fields.at(found, "error", "message") or ""),
        expires_at=min(ends, default=None),
        scopes=frozenset(str(scope) for scope in fields.listed(found, "scopes")),
    )


def verdict(
    token: Token, name: str, needed: Mapping[str, str], complaints: Sequence[str], names: tuple[str, ...]
) -> Probe:
    """One answer from all that was looked at. `needed`: permissions, and what is not possible without each. `names`:
    of the account, as the probe's."""
    if not token.valid:
        words = token.words or "it has expired or was revoked"
        return Probe(Health.BROKEN, f"Meta refuses the token: {words}; enter a new one", token.expires_at)
    missing = [f"{what} needs {scope}" for scope, what in needed.items() if scope not in token.scopes]
    if wrong := [*missing, *complaints]:
        return Probe(Health.DEGRADED, f"connected to {name}, but: {'; '.join(wrong)}", token.expires_at, names)
    return Probe(Health.HEALTHY, f"connected to {name}; the token has every permission", token.expires_at, names)


def probed(look: Callable[[], Probe]) -> Probe:
    """A look whose every failure is an answer. Raises: nothing that Meta can cause."""
    try:
        return look()
    except AccessRefused as refused:
        return Probe(Health.BROKEN, f"Meta refuses the token: {refused}; enter a new one")
    except NotDone as refused:
        return Probe(Health.BROKEN, f"Meta does not show the account to us: {refused}")
    except NotReadable as odd:
        return Probe(Health.DEGRADED, f"Meta answered something nobody here can read: {odd}")
    except (TryAgain, Unknown) as busy:
        return Probe(Health.DEGRADED, f"Meta did not answer as it should: {busy}")


def _end(found: object, name: str) -> datetime | None:
    """0 means never."""
    return fields.instant(found, name) if fields.at(found, name) else None
