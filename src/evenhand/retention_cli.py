"""`evenhand retention` and `evenhand person`: what goes, and everything about one person."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evenhand.officers.models import Officer

retention_app = typer.Typer(no_args_is_help=True, help="What is kept how long, and purging what is over.")
person_app = typer.Typer(no_args_is_help=True, help="Everything about one person (subject access, erasure).")
Slug = Annotated[str, typer.Option("--body", help="Slug of the body.")]
By = Annotated[str, typer.Option("--by", help="E-mail address of the officer who does it.")]
Accounts = Annotated[list[str], typer.Option("--author", help="PLATFORM:ID; once for each account of the person.")]


@retention_app.command("preview")
def preview(body: Slug) -> None:
    """Say what a purge would take today, and why. Changes nothing."""
    from django.utils.timezone import localdate

    from evenhand.officers.queries import body as find_body
    from evenhand.retention import queries

    found = queries.preview(find_body(body), localdate(datetime.now(UTC)))
    for line in found.lines:
        more = " ..." if line.count > len(line.examples) else ""
        typer.echo(f"{line.count:>9,}  {line.kind.replace('_', ' ')}: {line.because}: {', '.join(line.examples)}{more}")
    typer.echo(f"{found.total:>9,}  in all")


@retention_app.command("purge")
def purge(
    body: Slug,
    by: By,
    confirm: Annotated[str, typer.Option(help="“purge SLUG”, to show that it is meant; asked for if left out.")] = "",
) -> None:
    """Remove for good what is over, and leave a certificate. Broken off, the same command goes on."""
    from evenhand.officers.queries import body as find_body
    from evenhand.retention import operations

    place = find_body(body)
    typed = confirm or typer.prompt(f"Type “{operations.confirmation(place)}” to go on")
    run = operations.begin(body=place, typed=typed, by=_officer(by), at=datetime.now(UTC))
    _carry_through(run.pk)


@person_app.command("export")
def export(
    body: Slug,
    author: Accounts,
    to: Annotated[Path, typer.Option(help="The archive that is written.")],
    by: Annotated[str, typer.Option(help="Who asks, for the audit log.")] = "command line",
) -> None:
    """Write everything about one person into an archive they can read; officers and other people are covered."""
    from evenhand.officers.queries import body as find_body
    from evenhand.retention import person
    from evenhand.retention.export import export as made

    place = find_body(body)
    accounts = [person.author(place, named) for named in author]
    to.touch(mode=0o600)
    to.write_bytes(made(body=place, authors=accounts, by=by, at=datetime.now(UTC)))
    typer.echo(f"{to}: read it through before it is given out; it may name others in the person's own words")
    for each in person.to_weigh(place, accounts):
        typer.echo(f"not in it: {each.item.id}: {each.because}. Decide what is told of it, apart")


@person_app.command("erase")
def erase(
    body: Slug,
    author: Accounts,
    by: Annotated[str, typer.Option(help="E-mail address of who asks; without it, only shows what would go.")] = "",
    request: Annotated[str, typer.Option(help="Your own reference of the request.")] = "",
    why: Annotated[str, typer.Option(help="How it is known that who asks is that person.")] = "",
) -> None:
    """Show what is erased and what the law keeps; with --by, --request and --why, ask another officer to approve it."""
    from django.utils.timezone import localdate

    from evenhand.officers.queries import body as find_body
    from evenhand.retention import person
    from evenhand.retention.asking import ask_erasure

    place, now = find_body(body), datetime.now(UTC)
    given = [person.author(place, named) for named in author]
    theirs = person.accounts(place, given)
    for account in theirs:
        typer.echo(f"{account.author.platform}:{account.author.native_id}: {account.because}")
    for each in person.to_erase(place, [account.author for account in theirs], localdate(now)):
        law = f" ({each.law})" if each.law else ""
        typer.echo(f"{each.fate.value:<6} {each.item.id}: {each.because}{law}")
    if by:
        asked = ask_erasure(body=place, authors=given, reference=request, why=why, by=_officer(by), at=now)
        typer.echo(f"Asked as {asked.pk}. Another officer: evenhand person approve --body {body} --asked {asked.pk}")


@person_app.command("approve")
def approve(
    body: Slug,
    by: By,
    asked: Annotated[int, typer.Option(help="Number that `erase` printed.")],
    confirm: Annotated[str, typer.Option(help="“purge SLUG”, to show that it is meant; asked for if left out.")] = "",
) -> None:
    """Erase, as the second person, what somebody else asked to have erased, and leave a certificate."""
    from evenhand.officers.queries import body as find_body
    from evenhand.retention import operations
    from evenhand.retention.asking import approve_erasure

    place = find_body(body)
    typed = confirm or typer.prompt(f"Type “{operations.confirmation(place)}” to go on")
    run = approve_erasure(asked_id=asked, body=place, typed=typed, by=_officer(by), at=datetime.now(UTC))
    _carry_through(run.pk)


def _officer(email: str) -> "Officer":
    from evenhand.core.refusals import Refused
    from evenhand.officers.queries import officer

    found = officer(email)
    if found is None:
        raise Refused(tried=f"to act as {email}", forbids="nobody signs in with this address", do="mend the address")
    return found


def _carry_through(run: int) -> None:
    from evenhand.retention import operations
    from evenhand.retention.models import Purge

    purge = Purge.objects.select_related("body", "by").get(pk=run)

    def show(done: int) -> None:
        typer.echo(f"{done:>9,}  gone")

    ended = operations.carry_through(purge=purge, now=lambda: datetime.now(UTC), progress=show)
    counts = ", ".join(f"{number:,} {kind.replace('_', ' ')}" for kind, number in ended.counts.items()) or "nothing"
    typer.echo(f"Certificate {ended.number}: {counts}. Seal: {ended.sha256}")
