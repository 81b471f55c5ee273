"""How long the list of appeals takes at 5,000 of them, one in ten open, and the sweep that closes what ran out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import typer

from bench.database import channel, own_database
from bench.measured import lines, p, show
from bench.queue_page import milliseconds

DECISIONS_SQL = """
insert into decisions_decision (comment_id, revision_id, edition_id, by_id, at, outcome, ground, route, reason, facts,
    statement, reply, needs_second, unsafe, batch_id)
select comment_id, id, %(edition)s, %(by)s, %(now)s - interval '1 day' * (id %% 300), 'hide', 'CON-02', '', 'bench',
    '{}'::jsonb, 'bench', '', false, '', null from intake_revision
"""
APPEALS_SQL = """
insert into appeals_appeal (body_id, reference, decision_id, came, words, email, language, edition_id, received_at)
select %(body)s, 'bench ' || id, id, 'public form', 'bench', '', 'en', %(edition)s, at from decisions_decision
"""
STEPS_SQL = """
insert into appeals_step (appeal_id, number, event, by_id, at, words, undone)
select appeal.id, step.number, step.event, %(by)s, appeal.received_at + interval '1 hour' * step.number, 'bench', '[]'
from appeals_appeal appeal join (
    values (1, 'acknowledge'), (2, 'let stand'), (3, 'close, as nobody asked again in time,')
) step(number, event)
on appeal.id %% 10 > 0 and (step.number < 3 or appeal.id %% 10 < 9)
"""


def main(appeals: int = 5_000, requests: int = 60) -> None:
    """Fill a database, then ask for the list again and again, as one officer does."""
    from evenhand.platforms.import_file.rows import parse, translate

    with own_database():
        place, now = channel(), datetime.now(UTC)
        from evenhand.intake.operations import receive

        receive(
            channel=place, incoming=[translate(parse(line), line, now, None) for line in lines(appeals)], by="bench",
            at=now,
        )  # fmt: skip
        page, sweep, waiting = _ask(place.body, requests, now)
        show(
            f"The list of appeals at {appeals:,} of them, {waiting:,} open; and the hourly sweep",
            {"p50, ms": p(page, 50), "p95, ms": p(page, 95), "one sweep that closes nothing, p50, ms": p(sweep, 50)},
        )


def _ask(body, requests: int, now: datetime) -> tuple[list[float], list[float], int]:  # type: ignore[no-untyped-def]
    from django.test import Client

    from evenhand.appeals import operations, queries
    from evenhand.officers.operations import create_officer, give_role
    from evenhand.officers.permissions import Role

    officer = create_officer(email="bench@evenhand.example", name="Bench", password="x" * 20, by="bench", at=now)
    give_role(officer=officer, body=body, role=Role.SENIOR, by="bench", at=now)
    _fill(body, officer.pk, now)
    client = Client(headers={"host": "localhost"})
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    def page() -> None:
        assert client.get("/bench/appeals").status_code == 200

    def sweep() -> None:
        operations.look_after(at=now)

    page(), sweep()
    return _times(page, requests), _times(sweep, requests), len(queries.waiting(body, now))


def _fill(body, by: int, now: datetime) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection

    from evenhand.audit import operations as audit
    from evenhand.decisions.operations import pin
    from evenhand.decisions.queries import edition_on

    edition = edition_on(body, now.date())
    with audit.one_transaction():
        pin(edition=edition, body=body, by="bench", at=now)
    given = {"body": body.pk, "by": by, "now": now - timedelta(hours=5), "edition": edition.sha256}
    with connection.cursor() as cursor:
        for statement in (DECISIONS_SQL, APPEALS_SQL, STEPS_SQL):
            cursor.execute(statement, given)
        cursor.execute("vacuum analyze")  # as autovacuum has done on a database that has been in use


def _times(what: Callable[[], None], requests: int) -> list[float]:
    return [milliseconds(what) for _ in range(requests)]


if __name__ == "__main__":
    typer.run(main)
