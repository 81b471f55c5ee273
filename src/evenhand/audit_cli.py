"""`evenhand audit`: verifies the log, keeps its head outside, and proves one entry to a stranger."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The audit log.")
BY = "command line"


@app.command()
def verify(
    head: Annotated[str, typer.Option(help="A head that was printed before: it must still be in the log.")] = "",
    since_last: Annotated[
        bool, typer.Option("--since-last", help="Only what was written since the last time it was found unbroken.")
    ] = False,
) -> None:
    """Walk the log: any change, deletion, insertion or reordering is found, and where. Exit 1 when there is one."""
    from evenhand.audit.checks import check
    from evenhand.audit.queries import holds

    found = check(by=BY, at=datetime.now(UTC), since_last=since_last)
    for broken in found.breaks:
        typer.secho(f"entry {broken.number}: {broken.wrong}", err=True, fg="red")
    if head and not holds(head):
        typer.secho(f"no entry has the hash {head}: the log was replaced since it was printed", err=True, fg="red")
        raise typer.Exit(1)
    if found.breaks:
        raise typer.Exit(1)
    walked = f"{found.entries:,} entries since entry {found.since:,}" if found.since else f"{found.entries:,} entries"
    typer.echo(f"{walked}, unbroken. Head, to keep elsewhere: {found.head or 'none yet'}")


@app.command()
def anchor() -> None:
    """Keep the log's head outside now, in every place that the settings name. Exit 1 when one did not take it."""
    from evenhand.audit.anchoring import anchor as keep
    from evenhand.audit.outlets import configured

    outlets = configured()
    if not outlets:
        typer.secho(
            "No place is set up: set EVENHAND_ANCHOR_AUTHORITY, EVENHAND_ANCHOR_FILE or EVENHAND_ANCHOR_EMAIL",
            err=True,
            fg="red",
        )
        raise typer.Exit(2)
    try:
        made = keep(outlets=outlets, by=BY, at=datetime.now(UTC))
    except ExceptionGroup as failed:
        for why in failed.exceptions:
            typer.secho(str(why), err=True, fg="red")
        raise typer.Exit(1) from None
    for kept in made:
        typer.echo(f"entry {kept.number:,} is kept: {kept.kind}, {kept.place}")
    if not made:
        typer.echo("nothing was written since the last time")


@app.command()
def prove(
    number: Annotated[int, typer.Argument(help="Number of the entry.")],
    to: Annotated[Path | None, typer.Option(help="A folder; entry-NUMBER unless said.")] = None,
) -> None:
    """Write what a stranger needs to see that an entry was there when an authority stamped, and print how."""
    from evenhand.audit.anchoring import prove as write

    folder = to or Path(f"entry-{number}")
    anchored = write(number=number, to=folder)
    typer.echo(
        f"{folder}: what shows that {anchored.place} stamped a log with entry {number} in it. To check it:\n"
        f"  sha256sum entry.bin          # the hash on the line of hashes.txt that begins with {number}\n"
        f"  grep '^{number} ' hashes.txt\n"
        "  openssl ts -verify -data hashes.txt -in token.tsr -CAfile roots.pem\n"
        "  openssl ts -reply -in token.tsr -text\n"
        "  tail -c +41 entry.bin        # the entry's words; entry.json has them set out"
    )
