"""`evenhand notices`: mail that came back, from a mail server."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evenhand.officers.models import Body

notices_app = typer.Typer(no_args_is_help=True, help="What people are told, and what comes back.")
TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the letter and calls again."""


@notices_app.callback()
def _group() -> None:
    """A group of commands, of which there is one yet."""


@notices_app.command("bounce")
def bounce(
    body: Annotated[str, typer.Option(help="Slug of the body that sees what fits no notice.")] = "",
    recipient: Annotated[str, typer.Option(help="The address that it came back to, as the mail server knows it.")] = "",
) -> None:
    """Read one letter that came back, from standard input. Ends with 75 where it could not be kept."""
    from evenhand.core.refusals import Refused

    raw = sys.stdin.buffer.read()
    try:
        typer.echo(_take_in(raw, body, recipient))
    except Refused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(TRY_AGAIN) from None
    except Exception as wrong:  # whatever it is, the letter must not be lost
        typer.echo(f"The letter was not kept: {type(wrong).__name__}: {wrong}", err=True)
        raise typer.Exit(TRY_AGAIN) from None


def _take_in(raw: bytes, slug: str, recipient: str) -> str:
    from evenhand.conf.ready import ready

    ready()
    from evenhand.notices.returned import take_in

    found = take_in(raw=raw, body=_body(slug), recipient=recipient, at=datetime.now(UTC))
    about = f"notice {found.notice.reference}" if found.notice else "no notice of ours"
    return f"{found.report.said} ({about})" + (f"; kept as returned mail {found.kept.pk}" if found.kept else "")


def _body(slug: str) -> "Body":
    """The one named, or the only one. Raises: Refused."""
    from evenhand.core.refusals import Refused
    from evenhand.officers import queries
    from evenhand.officers.models import Body

    if slug:
        return queries.body(slug)
    real = list(Body.objects.filter(is_demonstration=False)[:2])
    if len(real) != 1:
        raise Refused(
            tried="to read a letter that came back", forbids="it is not said which body sees what fits no notice",
            do="call evenhand notices bounce --body SLUG",
        )  # fmt: skip
    return real[0]
