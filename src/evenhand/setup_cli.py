"""`evenhand body`, `channel` and `officer`: setting up what the demonstration brings with it."""

import secrets
from datetime import UTC, datetime
from typing import Annotated

import typer

body_app = typer.Typer(no_args_is_help=True, help="The public bodies whose policies these are.")
channel_app = typer.Typer(no_args_is_help=True, help="The profiles a body runs.")
officer_app = typer.Typer(no_args_is_help=True, help="The people who sign in.")
BY = "command line"
Slug = Annotated[str, typer.Option("--body", help="Slug of the body.")]


@body_app.command("create")
def create_body(
    slug: Annotated[str, typer.Argument(help="Short name for addresses: lower-case letters, digits, hyphens.")],
    name: Annotated[str, typer.Option(help="Full name.")],
    editions: Annotated[str, typer.Option(help="Folder of its editions, under editions/.")],
) -> None:
    """Set a body up. Its editions must read without fault."""
    from evenhand import editions as files
    from evenhand.core.refusals import Refused
    from evenhand.officers import operations

    if not slug.replace("-", "").isalnum() or slug != slug.lower():
        raise Refused(
            tried=f"to create the body {slug}", forbids="a slug is part of addresses", do="use a-z, 0-9 and -"
        )
    try:
        files.all_of(editions)
    except (OSError, ValueError) as wrong:
        raise Refused(
            tried=f"to create {name}", forbids=str(wrong), do=f"run evenhand edition check editions/{editions}"
        ) from None
    operations.create_body(slug=slug, name=name, edition_folder=editions, by=BY, at=datetime.now(UTC))
    typer.echo(f"{name} is set up. Next: evenhand channel create and evenhand officer create, with --body {slug}")


@channel_app.command("create")
def create_channel(
    name: Annotated[str, typer.Argument(help="Short name, as imports call it.")],
    body: Slug,
    title: Annotated[str, typer.Option(help="As officers know it.")],
    platform: Annotated[str, typer.Option(help="Name of a platform.")],
    account: Annotated[str, typer.Option(help="The profile's id on the platform.")],
) -> None:
    """Set a channel up."""
    from evenhand.intake import operations
    from evenhand.officers import queries
    from evenhand.platforms import found

    operations.create_channel(
        body=queries.body(body), name=name, title=title, platform=platform, account=account, known=found.names(),
        by=BY, at=datetime.now(UTC),
    )  # fmt: skip
    typer.echo(f"{title} is set up. Next: evenhand import FILE --channel {name} --body {body}")


@channel_app.command("rotate-keys")
def rotate_keys() -> None:
    """Seal the credentials of all channels with a new key. Broken off, run it again."""
    from django.conf import settings

    from evenhand.connections import sealing
    from evenhand.connections.opening import seal_again

    if not settings.EVENHAND_SECRET_KEYS:
        sealing.add_own_key()
    count = seal_again(by=BY, at=datetime.now(UTC))
    typer.echo(f"{count} channel{'' if count == 1 else 's'} sealed again with a new key")
    if settings.EVENHAND_SECRET_KEYS:
        typer.echo("Every key but the first may now be taken out of EVENHAND_SECRET_KEYS")


@channel_app.command("new-key")
def new_key() -> None:
    """Print a key to put before the others in EVENHAND_SECRET_KEYS."""
    from evenhand.connections import sealing

    typer.echo(sealing.new_key())


@officer_app.command("create")
def create_officer(
    email: Annotated[str, typer.Argument(help="They sign in with it.")],
    name: Annotated[str, typer.Option(help="As decisions show it.")],
    body: Slug,
    role: Annotated[str, typer.Option(help="officer, senior officer, auditor or administrator.")],
) -> None:
    """Set somebody up with a role, and print a first password; who is known already is given the role."""
    from evenhand.core.refusals import Refused
    from evenhand.officers import operations, queries
    from evenhand.officers.permissions import Role

    if role not in tuple(Role):
        raise Refused(
            tried=f"to give the role {role}", forbids="there is no such role", do=f"use one of {', '.join(Role)}"
        )
    place, password, now = queries.body(body), secrets.token_urlsafe(12), datetime.now(UTC)
    known = queries.officer(email)
    officer = known or operations.create_officer(email=email, name=name, password=password, by=BY, at=now)
    operations.give_role(officer=officer, body=place, role=Role(role), by=BY, at=now)
    typer.echo(f"{officer.name} is {role} at {place.name}." + ("" if known else f" First password: {password}"))
