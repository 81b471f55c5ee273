"""CON-05: edited copies found and other texts taken for them, beside SimHash; and how fast among 200,000 comments."""

import itertools
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import typer
from training.seeds import read

from bench.database import channel, own_database
from bench.measured import p, show
from evenhand.signals.sketch import Sketch, sketch

_NAMES = ("Robin Vale", "Priya", "Tom Ashworth", "Mr Okafor", "Jo")
_TWINS = str.maketrans("aeopcxy", "аеорсху")
NEAREST = 10  # bits of SimHash that may differ: more, and it confused more texts than the shingles did

FILL = """
insert into intake_comment (channel_id, native_id, author_id, parent_native_id, url, created_at, received_at, state,
    revision, words_sha256, fingerprint)
select %(channel)s, 'n' || n, null, '', '', %(now)s - n * interval '12 seconds', %(now)s, 'visible', 1, '', n
from generate_series(1, %(count)s) n;
insert into intake_sketch_key (comment_id, band, body_id, key, created_at)
select id, band, %(body)s, (random() * 9e18)::bigint, created_at
from intake_comment cross join generate_series(0, 15) band;
"""


def edits(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """What was changed, and the copy."""
    words = text.split()
    place = chance.randrange(len(words))
    yield "another link", f"{text} https://a{chance.randrange(999)}.example.com/x"
    yield "a name before it", f"{chance.choice(_NAMES)}, {text}"
    yield "emoji", " ".join([*words[:place], "😂🔥", *words[place:], "🙏"])
    yield "spaces", "  ".join(words)
    yield "look-alikes", text.translate(_TWINS)
    yield "one word", " ".join([*words[:place], "something", *words[place + 1 :]])
    yield "capitals and signs", text.upper().replace(",", " ").replace(".", " !")
    yield "words around it", f"Hi all, {text} please share"


def simhash(shingles: frozenset[int]) -> int:
    """64 bits, each what most of the shingles' hashes have there."""
    values = np.fromiter(shingles, np.uint64, len(shingles)) * np.uint64(0x9E3779B97F4A7C15)
    bits = (values[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
    return sum(1 << int(n) for n in np.flatnonzero(bits.mean(axis=0) > 0.5))


def near(one: Sketch, other: Sketch) -> bool:
    """As the database finds it: a shared key, then the shingles."""
    return bool(set(one.keys) & set(other.keys)) and one.resembles(other)


def quality(folder: Path, count: int) -> dict[str, object]:
    """Seeds with their edited copies, and pairs of seeds of different families. Nothing of them was trained on."""
    chance = random.Random(5)  # noqa: S311 (no secret depends on it)
    seeds = [seed for seed in read(folder) if sketch(seed.text).keys]
    seeds = chance.sample(seeds, min(count, len(seeds)))
    ours = [sketch(seed.text) for seed in seeds]
    theirs = [simhash(each.shingles) for each in ours]
    found: dict[str, list[tuple[bool, bool]]] = {}
    for seed, own, bits in zip(seeds, ours, theirs, strict=True):
        for what, text in edits(seed.text, chance):
            copy = sketch(text)
            far = (bits ^ simhash(copy.shingles)).bit_count() if copy.shingles else 64
            found.setdefault(what, []).append((near(own, copy), far <= NEAREST))
    pairs = [
        (near(ours[i], ours[j]), (theirs[i] ^ theirs[j]).bit_count() <= NEAREST)
        for i, j in itertools.combinations(range(len(seeds)), 2)
        if seeds[i].family != seeds[j].family
    ]
    return {
        f"copies found of {len(seeds)} texts, edited: {what}; SimHash": _both(rows) for what, rows in found.items()
    } | {f"other texts taken for copies, of {len(pairs):,} pairs; SimHash": _sums(pairs)}


def _both(rows: Sequence[tuple[bool, bool]]) -> str:
    return "; ".join(f"{100 * statistics.mean(side):.1f}%" for side in zip(*rows, strict=True))


def _sums(rows: Sequence[tuple[bool, bool]]) -> str:
    return "; ".join(str(sum(side)) for side in zip(*rows, strict=True))


def speed(comments: int, copies: int) -> dict[str, object]:
    """Milliseconds for one comment that nobody wrote before, and for one of a text that went round."""
    from evenhand.platforms.contract import Incoming

    text = "Come and see the wonderful garden furniture that my cousin makes behind the old mill, number"
    with own_database():
        place, now = channel(), datetime.now(UTC)
        _fill(place, comments, now)
        incoming = [
            Incoming(id=f"c{n}", text=f"{text} {n}", created_at=now, payload=b"", author_id=f"a{n}")
            for n in range(copies)
        ]
        incoming.append(Incoming(id="one", text=_other(), created_at=now, payload=b"", author_id="a1"))
        read = _received(place, incoming, now)
        started = time.perf_counter()
        each = _one_by_one(place.body, read)
        return {
            "p50 / p95 of a copy, ms": f"{p(each[:-1], 50):.1f} / {p(each[:-1], 95):.1f}",
            "a text of its own, ms": each[-1],
            "seconds for all of these": time.perf_counter() - started,
            "the keys and their indexes, MB": _size(),
        }


def _other() -> str:
    return "When will the bin lorry come to Foxholes Lane again, nobody has seen it there for three weeks"


def _fill(place, comments: int, now: datetime) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FILL, {"channel": place.pk, "body": place.body_id, "count": comments, "now": now})
        cursor.execute("vacuum analyze")


def _received(place, incoming, now: datetime):  # type: ignore[no-untyped-def]
    from evenhand.intake.operations import receive
    from evenhand.intake.queries import to_read
    from evenhand.intake.sketching import remember

    fresh = receive(channel=place, incoming=incoming, by="bench", at=now).fresh
    read = to_read(fresh)
    return read, remember(body_id=place.body_id, read=read)


def _one_by_one(body, received) -> list[float]:  # type: ignore[no-untyped-def]
    from evenhand.intake.resembling import repetitions

    read, sketches = received
    taken = []
    for item in read:
        started = time.perf_counter()
        repetitions(body, {item.comment_id: sketches[item.comment_id]}, {})
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def _size() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_total_relation_size('intake_sketch_key')")
        return float(cursor.fetchone()[0]) / 1e6


def main(comments: int = 200_000, copies: int = 200, texts: int = 600) -> None:
    """Both tables."""
    show("Copies found, and other texts taken for copies", quality(Path("training/seeds/dev"), texts))
    show(f"Looking for copies among {comments:,} comments", speed(comments, copies))


if __name__ == "__main__":
    typer.run(main)
