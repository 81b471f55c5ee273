"""`python -m training.text_likeness`: how well likeness of texts finds what belongs together, old ways and new.

Writes training/text_likeness_results.json, of which docs/reference/text-likeness.md is made.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import process_time

import numpy as np
from numpy.typing import NDArray

from evenhand.closures.likeness import ABOUT, SHARED, about, shared, topic
from evenhand.signals.encoder_model import encoder
from evenhand.signals.encoder_text import encoder_text
from evenhand.signals.text_likeness import by_letters, kinds, packed, topics
from training import seed_rows
from training.rows import Row

TOPICS = Path(__file__).with_name("topics.tsv")
RESULTS = Path(__file__).with_name("text_likeness_results.json")
NEAREST = 5
OTHERS = 8  # one development comment in so many stands for what is about something else
BANDS = ((0.0, 0.4), (0.4, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 1.01))
SCANNED = 5000

Floats = NDArray[np.float32]
Table = dict[str, object]


def main() -> None:
    rows = [row for row in seed_rows.read() if row.split == "dev"]
    numbers = vectors([row.text for row in rows])
    found = {
        "version": encoder().card.version,
        "rows": len(rows),
        "nearest": _nearest(rows, numbers),
        "topics": _topics(rows, numbers),
        "scan": _scan(numbers),
    }
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def vectors(texts: Sequence[str]) -> list[bytes]:
    """As the house keeps them."""
    model = encoder()
    return [packed(scores, model) for scores in model.read([encoder_text(text) for text in texts])]


def _nearest(rows: Sequence[Row], numbers: Sequence[bytes]) -> Table:
    """Of the five nearest development comments, the share of one functionality, and of the very same labels."""
    ways = {
        "runs of four letters": by_letters([row.text for row in rows]),
        "the encoder, topic alone": topics(numbers),
        "the encoder, topic and answers": kinds(numbers),
    }
    return {name: _five_nearest(rows, way) for name, way in ways.items()}


def _five_nearest(rows: Sequence[Row], way: Floats) -> Table:
    like = way @ way.T
    np.fill_diagonal(like, -9)
    first = np.argsort(-like, axis=1)[:, :NEAREST]
    how = np.take_along_axis(like, first, axis=1)
    groups = np.array([row.functionality for row in rows])
    labels = np.array(["|".join(sorted(name for name, value in row.labels.items() if value)) for row in rows])
    same = labels[first] == labels[:, None]
    return {
        "functionality": round(float((groups[first] == groups[:, None]).mean()), 3),
        "labels": round(float(same.mean()), 3),
        "bands": [_band(how, same, low, high) for low, high in BANDS],
    }


def _band(how: Floats, same: NDArray[np.bool_], low: float, high: float) -> Table:
    within = (how >= low) & (how < high)
    right = round(float(same[within].mean()), 3) if within.any() else None
    return {"from": low, "share": round(float(within.mean()), 3), "labels": right}


def _topics(rows: Sequence[Row], numbers: Sequence[bytes]) -> Table:
    """Of comments elsewhere that are about a post's topic, and of others, the share that each way finds."""
    of = read_topics()
    elsewhere = {name: texts["elsewhere"] for name, texts in of.items()}
    seen = {name: vectors(texts) for name, texts in elsewhere.items()}
    others = [row.text for row in rows[::OTHERS]], list(numbers[::OTHERS])
    marks: dict[str, dict[str, list[bool]]] = defaultdict(lambda: {"about it": [], "others": []})
    for name, texts in of.items():
        for other in of:
            side = "about it" if other == name else "others"
            _judge(texts, elsewhere[other], seen[other], side, marks)
        _judge(texts, *others, "others", marks)
    return {
        way: {side: {"n": len(found), "found": round(float(np.mean(found)), 4)} for side, found in sides.items()}
        for way, sides in marks.items()
    }


def _judge(
    of: Mapping[str, Sequence[str]], texts: Sequence[str], seen: Sequence[bytes], side: str,
    marks: Mapping[str, dict[str, list[bool]]],
) -> None:  # fmt: skip
    words = topic(of["post"][0], of["under"])
    post, *under = vectors([*of["post"], *of["under"]])
    alone = about(post, [], seen)
    for text, like, own in zip(texts, about(post, under, seen), alone, strict=True):
        by_words, by_encoder = bool(shared(text, words)), like >= ABOUT
        marks[f"at least {SHARED} words"][side].append(by_words)
        marks["the encoder: post and comments"][side].append(by_encoder)
        marks["either"][side].append(by_words or by_encoder)
        marks["the encoder: the post alone (CON-07)"][side].append(own >= ABOUT)


def read_topics() -> Mapping[str, Mapping[str, list[str]]]:
    """Topic -> post, under, elsewhere -> texts. All invented."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with TOPICS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["topic"]][row["kind"]].append(row["text"])
    return found


def _scan(numbers: Sequence[bytes]) -> Table:
    """Processor time to compare one comment with as many as a page does, unpacking them too; the least of five."""
    many = (list(numbers) * 3)[:SCANNED]
    took = []
    for _ in range(5):
        begun = process_time()
        rows = kinds(many)
        np.argsort(-(rows[1:] @ rows[0]))
        took.append(process_time() - begun)
    return {"rows": len(many), "milliseconds": round(min(took) * 1000, 1), "bytes": len(many[0])}


if __name__ == "__main__":
    main()
