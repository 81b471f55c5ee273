"""MCL-02: what somebody must do about an entry on the list. Tasks name nobody: more people see them."""

from datetime import datetime

from evenhand.core.dates import said
from evenhand.core.managed import Listed
from evenhand.officers.models import Body
from evenhand.people.following import PROGRAM
from evenhand.people.models import ManagedEntry
from evenhand.people.standings import entries_of, entry_standing, review_on
from evenhand.tasks import operations as tasks

LIST = "managed contacts list"


def look_after_list(*, body: Body, by: str = PROGRAM, at: datetime) -> None:
    """MCL-02: entries whose review is due or overdue are tasks. Nobody falls off the list unnoticed."""
    for row in entries_of(body):
        now = entry_standing(row, at)
        if now.state in (Listed.REVIEW_DUE, Listed.REVIEW_OVERDUE):
            late = "Overdue: review" if now.state is Listed.REVIEW_OVERDUE else "Review"
            task(row, "review", f"{late} an entry on the {LIST}", f"Due: {said(review_on(row))} (MCL-02)", by, at)


def question_entry(row: ManagedEntry, *, why: str, by: str, at: datetime) -> None:
    """An entry that lost something it rests on: a person must look."""
    task(row, "doubt", f"Look again at an entry on the {LIST}", why[:1].upper() + why[1:], by, at)


def task(row: ManagedEntry, about: str, title: str, why: str, by: str, at: datetime) -> None:
    """`about`: "approval", "review" or "doubt"."""
    tasks.open_task(
        body=row.body, about=f"{about} of entry {row.pk}", title=title, why=f"{why}.", url="", by=by, at=at,
        steps=["Open the entry; only those who may see the list can"],
    )  # fmt: skip
