"""A platform where people sign in, spoken to through a real authorisation server."""

from types import SimpleNamespace

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, Manifest, OAuth, Opened, Secret, Tokens
from evenhand.platforms.exchange import Exchange

SCOPES = ("read", "hide")


def platform(address: str, *, rotates: bool = True) -> SimpleNamespace:
    """A platform's folder, as `found` has it."""
    manifest = Manifest(
        name="letterbox", title="Letterbox", verbs={}, reads=True,
        secrets=(
            Secret("client_id", "Client ID", write_only=False), Secret("client_secret", "Client secret"),
            Secret("access_token", "Access token", optional=True),
            Secret("refresh_token", "Refresh token", optional=True, renewed=True),
            Secret("cap", "Daily cap", optional=True, write_only=False),
        ),
        oauth=OAuth(
            f"{address}/authorise", f"{address}/token", SCOPES, ("to read comments", "to hide them"),
            revoke_at=f"{address}/revoke", rotates=rotates, ends_with=("it ends when it is taken away",),
        ),
    )  # fmt: skip

    def accounts(access: Access, tokens: Tokens) -> tuple[Opened, ...]:
        asking = Exchange(address, {"Authorization": f"Bearer {access.secrets['access_token']}"})
        name = fields.identity(asking.read("/me"), "account")
        return (Opened(name, f"@{name}"),)

    return SimpleNamespace(MANIFEST=manifest, accounts=accounts, connect=lambda access: object())
