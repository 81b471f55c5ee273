"""`evenhand evidence`: whether a pack, and what was captured, is still what it was."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from evenhand.packs.checking import Line, NotAPackError, check
from evenhand.packs.stamped import stamps

app = typer.Typer(no_args_is_help=True, help="Evidence: packs that were handed over, and captures that are kept.")
BY = "command line"


@app.callback()
def evidence() -> None:
    """Evidence: packs that were handed over, and captures that are kept."""


@app.command("verify-captures")
def verify_captures(
    body: Annotated[str, typer.Option(help="Slug of a body; every body when left out.")] = "",
) -> None:
    """Read every captured part again: each must have its hash, and each time-stamp be over them. Ends with 1 if not.

    Captures that retention has taken, with a certificate, are passed over.
    """
    from evenhand.evidence.operations import report_damage
    from evenhand.evidence.queries import captures_of
    from evenhand.evidence.verifying import verify
    from evenhand.officers import queries
    from evenhand.officers.models import Body
    from evenhand.retention.models import Purged

    verified = wrong = 0
    purged = Purged.objects.filter(source="capture").values("record")
    for place in [queries.body(body)] if body else Body.objects.order_by("slug"):
        for capture in captures_of(place).exclude(pk__in=purged).order_by("pk").iterator(chunk_size=500):
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


@app.command("verify")
def verify(pack: Annotated[Path, typer.Argument(help="The archive, as it was handed over.")]) -> None:
    """Say of each file of a pack whether it is as it was when the pack was made; exit 1 when one is not."""
    try:
        lines = check(pack)
        if all(line.right for line in lines):
            lines += stamps(pack)
    except (NotAPackError, OSError) as wrong:
        said = wrong.strerror if isinstance(wrong, OSError) and wrong.strerror else str(wrong)
        typer.secho(f"{pack} is no evidence pack that can be checked: {said}", err=True, fg="red")
        raise typer.Exit(1) from None
    for line in lines:
        _show(line)
    wrong_ones = sum(not line.right for line in lines)
    if wrong_ones:
        typer.secho(f"{wrong_ones} of {len(lines)} wrong: this is not the pack as it was made", err=True, fg="red")
        raise typer.Exit(1)
    typer.echo(f"{len(lines)} checks: everything is as it was when the pack was made")


def _show(line: Line) -> None:
    if line.right:
        typer.echo(f"right  {line.what}: {line.said}")
    else:
        typer.secho(f"WRONG  {line.what}: {line.said}", err=True, fg="red")
