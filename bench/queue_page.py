"""How long the first page of the queue takes at 200,000 comments: p50 and p95, beside the queries alone."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import typer

from bench.database import channel, own_database
from bench.measured import lines, p, show

CASES_SQL = """
with edition as (
    insert into decisions_pinned_edition (sha256, body_id, name, in_force_from, content, pinned_at)
    values ('bench', %(body)s, 'bench', '2024-01-01', '', now()) returning sha256
), made as (
    insert into cases_proposal
        (revision_id, edition_id, made_at, grounds, route, severity, suggest, reasons, missing, signals)
    select id, 'bench', now(), array['CON-02'], '', (array['low', 'medium', 'high', 'grave'])[1 + id %% 4], 'hide',
        '[]'::jsonb, '[]'::jsonb, '{}'::jsonb from intake_revision, edition where id %% 3 = 0
    returning id, revision_id, severity
)
insert into cases_case (body_id, comment_id, author_id, proposal_id, state, band, severity, opened_at, changed_at,
    changed_by, changed_how, version, restricted)
select %(body)s, comment.id, comment.author_id, made.id, 'open', made.revision_id %% 6, made.severity,
    comment.created_at, now(), 'bench', 'opened the case', 1, false
from made join intake_revision revision on revision.id = made.revision_id
join intake_comment comment on comment.id = revision.comment_id
"""


def main(comments: int = 200_000, requests: int = 60) -> None:
    """Fill a database, then ask for pages one after another, as one officer does."""
    from evenhand.platforms.import_file.rows import parse, translate

    with own_database():
        place, now = channel(), datetime.now(UTC)
        from evenhand.intake.operations import receive

        incoming = [translate(parse(line), line, now, None) for line in lines(comments)]
        for first in range(0, comments, 10_000):
            receive(channel=place, incoming=incoming[first : first + 10_000], by="bench", at=now)
        _open_cases(place.body_id)
        page, alone = _ask(place.body, requests)
        show(
            f"The first page of the queue, 50 cases, at {comments:,} comments and {comments // 3:,} open cases",
            {
                "p50, ms": p(page, 50),
                "p95, ms": p(page, 95),
                "p50 of its queries alone, ms": p(alone, 50),
                "page to queries alone, p50": p(page, 50) / p(alone, 50),
            },
        )


def _open_cases(body: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(CASES_SQL, {"body": body})
        cursor.execute("vacuum analyze")  # as autovacuum has done on a database that has been in use


def _ask(body: object, requests: int) -> tuple[list[float], list[float]]:
    from django.test import Client

    from evenhand.cases.queries import Filters, queue
    from evenhand.officers.operations import create_officer, give_role
    from evenhand.officers.permissions import Role

    now = datetime.now(UTC)
    officer = create_officer(email="bench@evenhand.example", name="Bench", password="x" * 20, by="bench", at=now)
    give_role(officer=officer, body=body, role=Role.OFFICER, by="bench", at=now)  # type: ignore[arg-type]
    client = Client(headers={"host": "localhost"})
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    def page() -> None:
        assert client.get("/bench/cases").status_code == 200

    def alone() -> None:
        queue(body, Filters(), page=1, at=now)  # type: ignore[arg-type]

    page(), alone()
    return [milliseconds(page) for _ in range(requests)], [milliseconds(alone) for _ in range(requests)]


def milliseconds(what: Callable[[], None]) -> float:
    """How long a call takes."""
    begun = time.perf_counter()
    what()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    typer.run(main)
