"""What every bench shares: invented comments, and the table that it prints."""

import json
import platform
import random
import statistics
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

_OPENINGS = (
    "Thanks for sorting the bins so quickly",
    "When is the next meeting about the library",
    "The potholes on Mill Lane are a disgrace",
    "Nobody has answered my e-mail for three weeks",
    "Lovely day at the park, well done everyone",
    "Another waste of our council tax, absolute joke",
    "Can somebody tell me which day the green bin goes out",
    "You absolute muppets, the gritter never came",
    "What a load of crap this consultation is",
    "My nan fell on that pavement, please mend it",
)
_ENDINGS = ("", "!", " 😡", " #bins", " as usual", " this time", " - again", ". Honestly.", " x", "??")


def comments(count: int, *, posts: int = 50, authors: int = 2_000, seed: int = 7) -> Iterator[dict[str, object]]:
    """Invented comments in the canonical form, about 30 words each, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (no secret depends on it)
    start = datetime(2026, 3, 1, 9, tzinfo=UTC)
    for number in range(count):
        author, post = chance.randrange(authors), chance.randrange(posts)
        words = f"{chance.choice(_OPENINGS)}{chance.choice(_ENDINGS)} {chance.choice(_OPENINGS).lower()}, {number}"
        yield {
            "platform": "simulator",
            "id": f"c{number}",
            "text": words,
            "created_at": (start + timedelta(seconds=number)).isoformat(),
            "url": f"https://social.example/wealdham/{number}",
            "author": {"id": f"a{author}", "handle": f"@a{author}", "name": f"Author {author}"},
            "post": {"id": f"p{post}", "text": f"Post {post} about the new crossing"},
        }


def lines(count: int) -> Iterator[bytes]:
    """The same as NDJSON."""
    for comment in comments(count):
        yield json.dumps(comment).encode() + b"\n"


def p(values: Sequence[float], percent: int) -> float:
    """A percentile of at least two values."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def show(title: str, rows: Mapping[str, object]) -> None:
    """One table, as it goes into docs/reference/figures.md."""
    print(f"## {title}\n\nPython {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}\n")
    print("| what | figure |\n|---|---|")
    for what, figure in rows.items():
        print(f"| {what} | {f'{figure:,.1f}' if isinstance(figure, float) else figure} |")
    print(flush=True)
