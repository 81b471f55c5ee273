"""`evenhand evidence`: whether what was captured is still what it was."""

from datetime import UTC, datetime
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Captures of comments, kept as evidence.")
BY = "command line"


@app.callback()
def evidence() -> None:
    """Captures of comments, kept as evidence."""


@app.command("verify-captures")
def verify_captures(
    body: Annotated[str, typer.Option(help="Slug of a body; every body when left out.")] = "",
) -> None:
    """Read every captured part again: each must have its hash, and each time-stamp be over them. Ends with 1 if not."""
    from evenhand.evidence.operations import report_damage
    from evenhand.evidence.queries import captures_of
    from evenhand.evidence.verifying import verify
    from evenhand.officers import queries
    from evenhand.officers.models import Body

    verified = wrong = 0
    for place in [queries.body(body)] if body else Body.objects.order_by("slug"):
        for capture in captures_of(place).order_by("pk").iterator(chunk_size=500):
            verified, faults = verified + 1, verify(capture)
            for fault in faults:
                typer.secho(f"{place.slug}: capture {capture.pk}, {fault.part}: {fault.wrong}", err=True, fg="red")
                if fault.damaged:
                    report_damage(capture=capture, part=fault.part, why=fault.wrong, by=BY, at=datetime.now(UTC))
            wrong += bool(faults)
    if wrong:
        typer.echo(f"captures verified: {verified:,}; not sound: {wrong:,}")
        raise typer.Exit(1)
    typer.echo(f"captures verified: {verified:,}; all sound")
