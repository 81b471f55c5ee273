"""The invented council of a storm: its officers, its channel on the judge, and comments that a person must look at."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

SLUG, CHANNEL, ACCOUNT, PASSWORD = "harrowmere", "town-page", "harrowmere-town-page", "correct horse battery"
OFFICERS = ("Ada Marsh", "Ben Tolley", "Cam Ridge")
_INSULTS = (
    "I am going to kill you",
    "you are a disgusting moron and I will break your legs",
    "I will burn your house down and kill your family",
)


def set_up() -> None:
    """The council, in an empty database that has its tables. Django is set up."""
    from evenhand.intake.operations import create_channel
    from evenhand.officers import operations as officers
    from evenhand.officers.permissions import Role

    now, by = datetime.now(UTC), "program: storm"
    body = officers.create_body(slug=SLUG, name="Harrowmere Council", edition_folder="stockport", by=by, at=now)
    create_channel(
        body=body, name=CHANNEL, title="Town page", platform="judged", account=ACCOUNT, known=["judged"], by=by, at=now
    )
    for name in OFFICERS:
        officer = officers.create_officer(email=email(name), name=name, password=PASSWORD, by=by, at=now)
        officers.give_role(officer=officer, body=body, role=Role.SENIOR, by=by, at=now)


def email(name: str) -> str:
    return f"{name.split()[0].lower()}@{SLUG}.example"


def files(folder: Path, *, seed: int, comments: int, each: int) -> Iterator[tuple[Path, list[str]]]:
    """Files to import with so many comments each, and the ids that are in them."""
    chance, posted = random.Random(seed), datetime.now(UTC) - timedelta(hours=3)
    for first in range(0, comments, each):
        rows = [_row(number, chance, posted) for number in range(first, min(first + each, comments))]
        file = folder / f"comments-{first:06}.ndjson"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        yield file, [str(row["id"]) for row in rows]


def _row(number: int, chance: random.Random, posted: datetime) -> dict[str, object]:
    author, post = chance.randrange(400), chance.randrange(20)
    return {
        "id": f"c{number:06}",
        "text": f"{chance.choice(_INSULTS)}, number {number}",
        "created_at": (posted + timedelta(seconds=number)).isoformat(),
        "author": {"id": f"a{author}", "name": f"Author {author}"},
        "post": {"id": f"p{post}", "text": f"Post {post} about the new crossing"},
    }
