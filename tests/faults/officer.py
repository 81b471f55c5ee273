"""An officer at work: `python -m tests.faults.officer NAME --seed 7 --actions 2000 --journal FILE`.

Decides cases at random and undoes some, by the operations that the console calls, until so many actions are on
record. What an operation has returned from is written to the journal: it may never be missing afterwards.
"""

import argparse
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection  # noqa: E402
from tests.faults import council  # noqa: E402

from evenhand.actions.models import Action  # noqa: E402
from evenhand.cases import operations as cases  # noqa: E402
from evenhand.cases.models import Case  # noqa: E402
from evenhand.core.moderation import Draft  # noqa: E402
from evenhand.core.refusals import Refused  # noqa: E402
from evenhand.core.vocabulary import Outcome  # noqa: E402
from evenhand.decisions.operations import pin  # noqa: E402
from evenhand.decisions.queries import edition_for  # noqa: E402
from evenhand.officers.models import Officer  # noqa: E402
from evenhand.platforms import found  # noqa: E402

DRAFTS = {
    Outcome.HIDE: Draft(Outcome.HIDE, ground="CON-02", statement="Hidden under CON-02."),
    Outcome.REPLY: Draft(Outcome.REPLY, reply="Please write to complaints@harrowmere.example."),
    Outcome.DELETE: Draft(Outcome.DELETE, ground="CON-03", reason="It threatens.", statement="Deleted under CON-03."),
    Outcome.LEAVE: Draft(Outcome.LEAVE),
}
WEIGHTS = {Outcome.HIDE: 9, Outcome.REPLY: 5, Outcome.DELETE: 2, Outcome.LEAVE: 1}
UNDOES = 0.25  # of what an officer does
BACKLOG = 120  # live actions; a person would not be this far ahead either


def main() -> None:
    """Returns when enough actions are on record."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--actions", type=int, required=True)
    parser.add_argument("--journal", type=Path, required=True)
    given = parser.parse_args()
    chance = random.Random(f"{given.seed} {given.name}")
    with given.journal.open("a") as journal:
        while True:
            try:
                if Action.objects.count() >= given.actions:
                    return
                done = _one_thing(given.name, chance)
            except (DatabaseError, InterfaceError):
                connection.close()
                done = ""
            if done:
                journal.write(f"{done}\n")
                journal.flush()
            else:
                time.sleep(0.2)


def _one_thing(name: str, chance: random.Random) -> str:
    if Action.objects.filter(state__in=["queued", "captured", "sending"]).count() > BACKLOG:
        return ""
    who = Officer.objects.get(email=council.email(name))
    undo = chance.random() < UNDOES
    state = Case.objects.filter(state="closed" if undo else "open").select_related("comment__channel__body", "body")
    case = state.order_by("?").first()
    if case is None:
        return ""
    try:
        return _undo(case, who) if undo else _decide(case, who, chance)
    except Refused:  # somebody else was faster, or what was done cannot be undone
        return ""


def _decide(case: Case, who: Officer, chance: random.Random) -> str:
    now, edition = datetime.now(UTC), edition_for(case.comment)
    pin(edition=edition, body=case.body, at=now)
    outcome = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    decision = cases.decide(
        case_id=case.pk, body=case.body, draft=DRAFTS[outcome], version=case.version, edition=edition,
        supported=found.manifest("judged").supported, by=who, at=now,
    )  # fmt: skip
    return f"decision {decision.pk}"


def _undo(case: Case, who: Officer) -> str:
    decision = case.decision_id
    cases.undo(case_id=case.pk, body=case.body, reason="a mistake", version=case.version, by=who, at=datetime.now(UTC))
    return f"reversal {decision}"


if __name__ == "__main__":
    main()
