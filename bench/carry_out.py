"""Actions a second, from the queue to the platform's receipt, with one worker and with two.

PostgreSQL keeps its promises (fsync on), captures are synced to disk, and the platform is the judge of tests/faults,
a program of its own reached over HTTP, which plays no faults here.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import typer
from tests.faults.council import OFFICERS, email
from tests.faults.plan import Plan
from tests.faults.storm import Storm

from bench.measured import show


def main(actions: int = 800, workers: int = 0) -> None:
    """Without `--workers`: both, each in a process and on a server of its own."""
    if workers:
        print(json.dumps(_measure(actions, workers)))
        return
    rates = {f"actions a second, {count} worker{'s'[: count - 1]}": _apart(actions, count) for count in (1, 2)}
    show(f"Carrying out {Plan(1, actions, 0).comments:,} actions on a platform over HTTP", rates)


def _apart(actions: int, workers: int) -> float:
    command = [sys.executable, "-m", "bench.carry_out", "--actions", str(actions), "--workers", str(workers)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return float(json.loads(told.stdout.splitlines()[-1]))


def _measure(actions: int, workers: int) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # for the account that PostgreSQL runs as
        storm = Storm(Plan(1, actions, 0, workers=workers, rate=0), folder, print)
        try:
            storm.prepare(import_all=True)
            decided = _decide_all()
            storm.start_workers()
            return _rate(storm, decided)
        finally:
            storm.close()


def _decide_all() -> int:
    from evenhand.cases import operations as cases
    from evenhand.cases.models import Case
    from evenhand.core.moderation import Draft
    from evenhand.core.vocabulary import Outcome, Support, Verb
    from evenhand.decisions.queries import edition_for
    from evenhand.officers.models import Officer

    draft = Draft(Outcome.HIDE, ground="CON-02", statement="Hidden under CON-02.")
    who, able = Officer.objects.get(email=email(OFFICERS[0])), dict.fromkeys(Verb, Support.SUPPORTED)
    waiting = list(Case.objects.filter(state="open").select_related("comment__channel__body", "body"))
    for case in waiting:
        cases.decide(
            case_id=case.pk, body=case.body, draft=draft, version=case.version, edition=edition_for(case.comment),
            supported=able, by=who, at=datetime.now(UTC),
        )  # fmt: skip
    return len(waiting)


def _rate(storm: Storm, actions: int) -> float:
    """From the first receipt to the last, so that the start of the workers does not count."""
    from django.db import connection

    from evenhand.actions.models import Action

    while Action.objects.filter(state="done").count() < actions:
        storm.look_after()
        time.sleep(0.5)
    with connection.cursor() as cursor:
        cursor.execute("select (count(*) - 1) / extract(epoch from max(at) - min(at)) from actions_receipt")
        return float(cursor.fetchone()[0])


if __name__ == "__main__":
    typer.run(main)
