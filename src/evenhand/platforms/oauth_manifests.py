"""What a platform says of its own sign-in: where it stands, what it asks, how long it lasts, and where it departs from
the standard.

Source: RFC 6749 (OAuth 2.0), RFC 7636 (PKCE), RFC 7009 (revocation).
"""

from dataclasses import dataclass
from enum import StrEnum


class Sent(StrEnum):
    """How the parameters of a request for tokens travel. The standard says: as a form."""

    FORM = "form"
    QUERY = "query"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Longer:
    """A second exchange, of a token that lives for hours for one that lives for weeks.

    `parameter`: under which the first token is sent. `names_app`: whether the app's id goes along; its secret does.
    """

    at: str
    grant: str
    parameter: str
    names_app: bool = True


@dataclass(frozen=True, slots=True)
class OAuth:
    """How a person gives us access at the platform's own page.

    An address that begins with "/" stands at the server named by the secret `server`. `because`: for people, why each
    of `scopes` is asked for. `more`: further parameters of the first request. `ends_with`: what ends access, though
    nobody here did anything. `lives_seconds`: of an access token whose answer names no end; 0 where it never ends.
    `renew_before_seconds`: how long before that end a new one is asked for.
    """

    authorise_at: str
    token_at: str
    scopes: tuple[str, ...]
    because: tuple[str, ...] = ()
    signs_in_as: str = "the council's account"  # who signs in there
    ends_with: tuple[str, ...] = ()
    revoke_at: str = ""
    refresh_at: str = ""  # where it is not `token_at`
    registers_at: str = ""  # where the app is registered by a program, once for each server
    pkce: bool = True
    scope_separator: str = " "
    more: tuple[tuple[str, str], ...] = ()
    # How it names things.
    client_key: str = "client_id"  # the app's id, at the page where a person signs in
    code_key: str = "code"
    revoke_key: str = "token"
    answer_in: str = ""  # where in the answer the tokens stand, if not at its top
    # How it is spoken to.
    sent: Sent = Sent.FORM
    basic_authentication: bool = False  # the client speaks for itself in a header, not among the parameters
    longer: Longer | None = None
    # How long it lasts.
    lives_seconds: int = 3600
    renew_before_seconds: int = 600
    refresh_lives_seconds: int = 0  # of the renewal token, where its answer names no end; 0 where nobody says
    rotates: bool = False  # a renewal token is taken once, and the answer brings the next
    renews_itself: bool = False  # an access token is renewed with itself; there is no other
    refresh_grant: str = "refresh_token"
    refresh_key: str = "refresh_token"
    # How it says no.
    over: tuple[str, ...] = ("invalid_grant",)  # access is over: a person must sign in again
    app_refused: tuple[str, ...] = ("invalid_client", "unauthorized_client")  # the app's own id or secret is wrong
    # Under which of the manifest's secrets things are kept.
    token: str = "access_token"  # noqa: S105 - a name
    app_id: str = "client_id"
    app_secret: str = "client_secret"  # noqa: S105 - a name
    server: str = ""
