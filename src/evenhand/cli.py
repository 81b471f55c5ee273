"""The command line. Every command imports what it needs when it is called, so that `score` starts at once."""

import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import evenhand

if TYPE_CHECKING:
    from rich.console import Console

    from evenhand.signals.contract import Roster
    from evenhand.work.import_file import Count
    from evenhand.work.import_order import Order, Row

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=evenhand.__doc__)


def main() -> None:
    """The entry point: what people did wrong is said in words, without a traceback."""
    from evenhand.conf.run_as import PrivateDatabaseError
    from evenhand.core.refusals import Refused

    _hang_in_others()
    try:
        app()
    except (Refused, PrivateDatabaseError) as refused:
        typer.secho(str(refused), err=True, fg="red")
        sys.exit(2)


def _hang_in_others() -> None:
    """Commands of other files, imported only when they are called or listed, so that `score` starts at once."""
    called = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if called in ("edition", "--help"):
        from evenhand.edition_cli import app as edition_app

        app.add_typer(edition_app, name="edition")
    if called in ("audit", "--help"):
        from evenhand.audit_cli import app as audit_app

        app.add_typer(audit_app, name="audit", callback=_django if called == "audit" else None)
    if called in ("backup", "check-backup", "restore", "health", "--help"):
        from evenhand import backup_cli, health_cli

        for name, command in (
            ("backup", backup_cli.backup),
            ("check-backup", backup_cli.check_backup),
            ("restore", backup_cli.restore),
            ("health", health_cli.health),
        ):
            app.command(name)(command)
    if called in ("evidence", "--help"):
        from evenhand.evidence_cli import app as evidence_app

        app.add_typer(evidence_app, name="evidence", callback=_django if sys.argv[2:3] == ["verify-captures"] else None)
    if called in ("retention", "person", "--help"):
        from evenhand import retention_cli

        for name, group in (("retention", retention_cli.retention_app), ("person", retention_cli.person_app)):
            app.add_typer(group, name=name, callback=_django if called == name else None)
    if called in ("notices", "--help"):
        from evenhand.notices_cli import notices_app

        app.add_typer(notices_app, name="notices")
    if called in ("body", "channel", "officer", "--help"):
        from evenhand import setup_cli

        for name, group in (
            ("body", setup_cli.body_app),
            ("channel", setup_cli.channel_app),
            ("officer", setup_cli.officer_app),
        ):
            app.add_typer(group, name=name, callback=_django if called == name else None)


def _django() -> None:
    from evenhand.conf.ready import ready

    ready()


@app.command()
def run(
    port: Annotated[int, typer.Option(help="Where the console listens.")] = 8000,
    host: Annotated[str, typer.Option(help="The address it listens on.")] = "127.0.0.1",
) -> None:
    """Start everything: database, demonstration, web and worker. Ctrl-C stops it."""
    from evenhand.conf import supervise

    raise typer.Exit(supervise.run(port=port, host=host))


@app.command()
def score(
    edition: Annotated[str, typer.Option(help="Folder of the body's editions, or one edition file.")] = "stockport",
    roster: Annotated[Path | None, typer.Option(help="JSON: {people: [{name, role}], public_contacts: [...]}.")] = None,
    file: Annotated[Path | None, typer.Argument(help="NDJSON; standard input when left out.")] = None,
) -> None:
    """Say what the edition proposes for each comment: NDJSON in (`text`), NDJSON out. Needs no database."""
    from evenhand import editions
    from evenhand.score_stream import stream

    today = datetime.now(UTC).date()
    chosen = editions.read(Path(edition)) if edition.endswith(".toml") else editions.in_force(edition, today)
    source = file.open("rb") if file else sys.stdin.buffer
    # Half a character cannot be written as UTF-8; its backslash form is what JSON means by it.
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="backslashreplace", line_buffering=True)
    try:
        for line in stream(source, chosen, _roster(roster), today):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    except BrokenPipeError:  # whoever reads has had enough
        os._exit(0)
    out.detach()


def _roster(file: Path | None) -> "Roster":
    from pydantic import TypeAdapter

    from evenhand.signals.contract import Roster

    return TypeAdapter(Roster).validate_json(file.read_bytes()) if file else Roster()


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(help="NDJSON or CSV, also gzipped; - is standard input.")],
    channel: Annotated[str, typer.Option(help="Name of the channel the comments belong to.")],
    body: Annotated[str, typer.Option(help="Slug of the body, where several have a channel of that name.")] = "",
    map_: Annotated[list[str] | None, typer.Option("--map", help="FIELD=COLUMN for CSV; may be repeated.")] = None,
    ids: Annotated[str, typer.Option(help="“column”, or “rows” to make ids from row numbers.")] = "column",
    posted_at: Annotated[str, typer.Option(help="When rows without a time were posted: 2026-03-01T12:30Z.")] = "",
    post: Annotated[str, typer.Option(help="Id of the post for rows that name none.")] = "",
    signals: Annotated[bool, typer.Option(help="Read each comment and open cases; off keeps them as history.")] = True,
    dry_run: Annotated[bool, typer.Option(help="Show how the first rows would be read, and change nothing.")] = False,
    format_: Annotated[str, typer.Option("--format", help="“csv” or “ndjson”; or a platform, for its own JSON.")] = "",
    rejects: Annotated[Path | None, typer.Option(help="Where rows that cannot be taken are written.")] = None,
) -> None:
    """Bring comments in from a file. Twice changes nothing; bad rows are kept with line and reason."""
    from evenhand.platforms.contract import NotReadable
    from evenhand.platforms.import_file.columns import BadMapping

    order = _order(file, format_, map_ or [], ids, posted_at, post, signals)
    try:
        if dry_run:
            _preview(order)
        else:
            _import(order, channel, body, rejects)
    except (BadMapping, NotReadable) as bad:
        raise typer.BadParameter(str(bad)) from None
    except OSError as gone:
        raise typer.BadParameter(f"{file} cannot be read: {gone.strerror}") from None


def _order(file: str, format_: str, map_: list[str], ids: str, posted_at: str, post: str, signals: bool) -> "Order":
    from evenhand.work.import_order import Order

    name = "standard input" if file == "-" else Path(file).name
    plain = name.removesuffix(".gz")
    return Order(
        path=file,
        name=name,
        csv=(format_ or plain.rpartition(".")[2]).lower() in ("csv", "tsv"),
        map=_pairs(map_),
        number_ids=ids == "rows",
        posted_at=_instant(posted_at),
        post_id=post,
        signals=signals,
        native=_platform(format_),
    )


def _platform(format_: str) -> str:
    if format_.lower() in ("", "csv", "tsv", "ndjson"):
        return ""
    from evenhand.work.import_native import readable

    if format_ not in (known := readable()):
        raise typer.BadParameter(f"--format “{format_}” is not one of csv, ndjson, {', '.join(known)}")
    return format_


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = dict(item.partition("=")[::2] for item in given)
    if "" in pairs.values():
        raise typer.BadParameter("--map takes FIELD=COLUMN, for instance --map text=message")
    return pairs


def _instant(words: str) -> datetime | None:
    if not words:
        return None
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        raise typer.BadParameter(f"--posted-at “{words}” is not a time; write it as 2026-03-01T12:30Z") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _preview(order: "Order") -> None:
    """Without a database: the mapping, and what becomes of the first rows."""
    from rich.console import Console

    from evenhand.platforms.import_file import reading
    from evenhand.work.import_order import read_rows

    with closing(reading.open_counted(order.path)) as counted:
        _show_first_rows(order, *read_rows(order, counted.rows, datetime.now(UTC)), Console())


def _show_first_rows(order: "Order", mapping: Mapping[str, str], found: Iterator["Row"], console: "Console") -> None:
    from itertools import islice

    from rich.table import Table
    from rich.text import Text

    from evenhand.work.import_order import assumptions

    if order.csv:
        columns = Table("field", "column", title="How columns are read (change with --map FIELD=COLUMN)")
        for field, column in mapping.items():
            columns.add_row(field, Text(column))
        console.print(columns)
        for assumed in assumptions(order, mapping):
            console.print(f"Assumed: {assumed}")
    rows = Table("line", "id", "posted", "author", "text or reason", title="The first rows; nothing was changed")
    for row in islice(found, 10):
        if row.comment:
            posted = row.comment.created_at.isoformat(timespec="minutes")
            author = row.comment.author_name or row.comment.author_handle
            rows.add_row(str(row.line), Text(row.comment.id), posted, Text(author), Text(row.comment.text[:80]))
        else:
            rows.add_row(str(row.line), "rejected", "", "", Text(row.reason, style="red"))
    console.print(rows)


def _import(order: "Order", channel: str, body: str, rejects: Path | None) -> None:
    _django()
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from evenhand.intake import queries
    from evenhand.platforms.import_file import reading
    from evenhand.work.import_file import import_file
    from evenhand.work.import_order import assumptions

    found = queries.channel(channel, body)
    size = Path(order.path).stat().st_size if order.path != reading.STANDARD_INPUT else 0
    beside = rejects or Path(f"{'standard-input' if order.path == '-' else order.path}.rejects.ndjson")
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("importing", total=size or None)

        def show(position: int, count: "Count") -> None:
            bar.update(task, completed=position, description=f"{count.rows:,} rows, {count.cases:,} cases")

        count = import_file(
            order=order,
            channel=found,
            rejects=beside,
            by="command line",
            now=lambda: datetime.now(UTC),
            progress=show,
        )
    typer.echo(
        f"{count.rows:,} rows: {count.new:,} new, {count.revised:,} revised, {count.unchanged:,} unchanged, "
        f"{count.rejected:,} rejected; {count.cases:,} cases opened"
    )
    for assumed in assumptions(order, count.mapping):
        typer.echo(f"assumed: {assumed}")
    if count.rejected:
        typer.echo(f"rows that were not taken, with line and reason: {beside}")


if __name__ == "__main__":
    main()
