"""`evenhand edition`: checks editions and their keyword lists, says how two differ, writes the pages made from one."""

import os
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from evenhand.core.edition import Edition
from evenhand.core.vocabulary import Comment
from evenhand.editions import Asking, Fault, FaultyEditionError, faults, faults_of_folder, in_force, read
from evenhand.editions.difference import told
from evenhand.editions.document import document as document_of
from evenhand.editions.judging import Readings, examples_of
from evenhand.editions.keywords_dry_run import DryRun, dry_run
from evenhand.editions.keywords_fairness import unfair_entries
from evenhand.editions.render import page
from evenhand.platforms.found import manifest, names
from evenhand.platforms.import_file import reading, rows
from evenhand.signals.contract import NamedPerson, Roster
from evenhand.signals.read import known_facts
from evenhand.signals.read import read as read_signals

app = typer.Typer(no_args_is_help=True, help="Check, compare and publish the editions of a body's policy.")

# The made-up people whom examples in editions may name.
CAST = Roster(
    people=(
        NamedPerson("Priya Nair", role="officer"),
        NamedPerson("Tom Ashworth", role="member", also_known_as=("Councillor Ashworth", "Cllr Ashworth")),
    )
)


def asking() -> Asking:
    """What the signals installed here can say about an edition's conditions and examples."""
    return Asking(known_facts(), _read)


def _read(comment: Comment) -> Readings:
    return read_signals(comment, CAST)


@app.command()
def check(paths: Annotated[list[Path], typer.Argument(help="Edition files, or folders of them.")]) -> None:
    """Find what is wrong with editions; exit 1 when anything is."""
    found = [fault for path in paths for fault in _faults(path)]
    if found:
        _show(found)
        raise typer.Exit(1)
    files = [file for path in paths for file in _files(path)]
    if not files:
        looked_in = ", ".join(map(str, paths))
        typer.echo(f"No edition was found in {looked_in}: name a folder of <date>.toml files.")
        raise typer.Exit(1)
    rules = [rule for file in files for rule in read(file).rules.values()]
    examples = sum(1 for rule in rules for _ in examples_of(rule))
    typer.echo(f"{len(files)} editions, {len(rules)} rules, {examples} examples: no fault")


@app.command()
def document(
    body: Annotated[str, typer.Argument(help="A folder of editions.")] = "stockport",
    to: Annotated[Path | None, typer.Option(help="Write here; without it, print.")] = None,
) -> None:
    """Write the reference page of a body's latest edition."""
    _out(document_of(in_force(body, date.max)), to)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="An edition file, or a body's folder for its latest edition.")],
    after: Annotated[str, typer.Argument(help="Another one.")],
) -> None:
    """Say in plain English, rule by rule, what changes from one edition to another."""
    typer.echo(told(_edition(before), _edition(after)), nl=False)


@app.command()
def render(
    edition: Annotated[str, typer.Argument(help="An edition file, or a body's folder for its latest edition.")],
    to: Annotated[Path | None, typer.Option(help="Write here; without it, print.")] = None,
) -> None:
    """Write the public page of an edition: one HTML file that needs nothing else."""
    _out(page(_edition(edition), {name: manifest(name).title for name in names()}), to)


def _out(text: str, to: Path | None) -> None:
    if to is None:
        typer.echo(text, nl=False)
    else:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(text, encoding="utf-8")


def _edition(named: str) -> Edition:
    """The edition in a file, or the latest of a folder or of a body. Exits 1 and says why where there is none."""
    path = Path(named)
    try:
        return read(path) if path.is_file() else in_force(path.resolve() if path.is_dir() else named, date.max)
    except (FileNotFoundError, FaultyEditionError) as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(1) from error


@app.command()
def keywords(
    edition: Annotated[str, typer.Argument(help="An edition file, or a folder of editions, of which the latest.")],
    over: Annotated[Path | None, typer.Option(help="Count over the comments of this NDJSON file; no database.")] = None,
    channel: Annotated[str, typer.Option(help="Count over the stored comments of this channel.")] = "",
    body: Annotated[str, typer.Option(help="Slug of the body, where several have a channel of that name.")] = "",
) -> None:
    """Check an edition's keyword lists, and show what they would catch. Saves nothing; exit 1 when one is unfair."""
    try:
        chosen = read(edition) if edition.endswith(".toml") else in_force(edition, date.max)
    except FaultyEditionError as faulty:
        _show(faulty.faults)
        raise typer.Exit(1) from None
    except OSError as gone:
        raise typer.BadParameter(f"{edition} cannot be read: {gone.strerror or gone}") from None
    if not chosen.keywords:
        typer.echo(f"{chosen.name} has no keyword lists: a list is a table [[keywords]] above the rules.")
        return
    unfair = unfair_entries(Path(edition), chosen)
    _show(unfair)
    _show_catches(chosen, over, channel, body)
    if unfair:
        raise typer.Exit(1)
    typer.echo(f"{len(chosen.keywords)} lists: no word or pattern is unfair")


def _show_catches(edition: Edition, over: Path | None, channel: str, body: str) -> None:
    if over:
        _show_run(f"Over {over}", dry_run(edition.keywords, _texts_of_file(over)))
    if channel:
        _show_run(f"Over the stored comments of {channel}", dry_run(edition.keywords, _stored_texts(channel, body)))


def _texts_of_file(file: Path) -> Iterator[str]:
    """The texts of an import file. What is no comment is counted, and said at the end."""
    left_out = 0
    try:
        opened = reading.open_counted(str(file))
    except OSError as gone:
        raise typer.BadParameter(f"{file} cannot be read: {gone.strerror}") from None
    for _, line in reading.lines(opened.rows):
        try:
            text = rows.parse(line).get("text")
        except rows.BadRow:
            text = None
        if isinstance(text, str):
            yield text
        else:
            left_out += 1
    opened.close()
    if left_out:
        typer.echo(f"{left_out:,} lines of {file} are no comments with a text, and were left out")


def _stored_texts(channel: str, body: str) -> Iterator[str]:
    """What each comment of a channel says now."""
    import django

    from evenhand.conf.database import ensure_started

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.conf.settings")
    ensure_started()
    django.setup()
    from evenhand.intake import queries

    found = queries.channel(channel, body)
    current = queries.current_revisions(found.body).filter(comment__channel=found).order_by("comment_id")
    yield from current.values_list("text", flat=True).iterator()


def _show_run(title: str, run: DryRun) -> None:
    table = Table(title=f"{title}: {run.caught:,} of {run.comments:,} comments are caught", title_justify="left")
    for heading in ("list", "word or pattern", "comments", "the first of them"):
        table.add_column(heading, overflow="fold")
    for catch in run.catches:
        shown = Text("\n".join(catch.excerpts))
        table.add_row(Text(catch.entry.list), Text(catch.entry.written), f"{catch.comments:,}", shown)
    Console().print(table)


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.toml")) if path.is_dir() else [path]


def _faults(path: Path) -> Iterator[Fault]:
    if not path.is_dir():
        yield from faults(path, asking())
        return
    for folder in sorted({file.parent for file in _files(path)}):
        yield from faults_of_folder(folder, asking())


def _show(found: Iterable[Fault]) -> None:
    console = Console(soft_wrap=False)
    for file, group in groupby(found, key=lambda fault: fault.file):
        table = Table(title=str(file), title_justify="left", show_lines=False)
        for heading in ("table", "key", "what is wrong", "what to do"):
            table.add_column(heading, overflow="fold")
        for fault in group:
            table.add_row(*(Text(part) for part in (fault.table, fault.key, fault.wrong, fault.mend)))
        console.print(table)


if __name__ == "__main__":
    app()
