"""`evenhand evidence`: checks evidence packs. Needs no database."""

from pathlib import Path
from typing import Annotated

import typer

from evenhand.packs.checking import Line, NotAPackError, check
from evenhand.packs.stamped import stamps

app = typer.Typer(no_args_is_help=True, help="Check evidence.")


@app.callback()
def evidence() -> None:
    """Check evidence."""


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
