"""`evenhand health`: one line for each thing that monitoring should know."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from evenhand.conf.ready import ready


def health(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Whether all is well, one line each. Exit 1 when something is not."""
    ready()
    from evenhand.health.lines import looked_at

    lines = looked_at(datetime.now(UTC))
    if as_json:
        typer.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False))
    else:
        for line in lines:
            typer.secho(f"{'ok  ' if line.ok else 'NOT '} {line.name}: {line.words}", fg=None if line.ok else "red")
    if not all(line.ok for line in lines):
        raise typer.Exit(1)
