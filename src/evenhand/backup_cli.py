"""`evenhand backup`, `check-backup` and `restore`: a copy of everything, and the house set up again from one."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from evenhand.conf.ready import ready


def backup(
    to: Annotated[Path, typer.Option(help="The folder that all backups lie in, on another machine's disk.")],
) -> None:
    """Copy the database, captured evidence, editions and the names of settings while everything runs on."""
    ready()
    from evenhand.backup.making import make

    made = make(to=to.absolute(), at=datetime.now(UTC), say=typer.echo)
    typer.echo(f"{made.folder}\nSHA-256 of its manifest, to keep elsewhere: {made.sha256}")
    if made.missing:
        for sha256 in made.missing:
            typer.secho(f"captured part {sha256} is damaged or gone, and is not in the backup", err=True, fg="red")
        raise typer.Exit(1)


def check_backup(folder: Annotated[Path, typer.Argument(help="One backup.")]) -> None:
    """Read a backup from end to end: all of it must be as it was written. Needs no database."""
    ready(database=False)
    from evenhand.backup.making import check

    manifest, wrong = check(folder.absolute())
    for words in wrong:
        typer.secho(words, err=True, fg="red")
    if wrong:
        raise typer.Exit(1)
    typer.echo(
        f"backup of {manifest.made_at}: {len(manifest.files):,} files and {manifest.captures:,} captured parts as they "
        f"were written; audit log up to entry {manifest.head[0]:,}, {manifest.head[1]}"
    )


def restore(
    folder: Annotated[Path, typer.Argument(help="One backup, with the folder of captures beside it.")],
    into: Annotated[Path, typer.Option(help="The new data folder (EVENHAND_DATA), which must hold no captures.")],
) -> None:
    """Set everything up again in an empty folder and an empty database: DATABASE_URL's, else one in the folder."""
    os.environ["EVENHAND_DATA"] = str(into.absolute())
    ready()
    from evenhand.backup.restoring import restore as set_up

    set_up(folder=folder.absolute(), at=datetime.now(UTC), say=typer.echo)
    typer.echo(f"Done. Start with EVENHAND_DATA={into.absolute()} and EVENHAND_EDITIONS={into.absolute()}/editions")
