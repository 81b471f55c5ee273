"""docs/reference/text-likeness.md: what likeness of texts finds, from training/text_likeness_results.json alone."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_ABOUT = """\
Generated from `training/text_likeness_results.json`, which `python -m training.text_likeness` writes.

When the encoder reads a comment it gives a vector as well: 384 numbers of what the text is about, which a linear map
of all its layers makes (`training/likeness.py`), and the chance of each of its answers. The house keeps it in eight-bit
numbers beside the wording, and removes it with the words. It serves three things, none of which decides or proposes:

- **Decided before** on the page of a case: up to five decisions of the same body about comments like this one.
- **CMT-03**: comments elsewhere about the topic of a post whose comments are off, beside those found by words.
- **CON-07**: how like its post a comment is, as a sentence for the officer.

Vectors of different versions of the encoder are never compared. Where the encoder did not read a comment, decisions are
found by runs of letters and topics by words, and the page says so."""

_LIMITS = """\
## Limits

All texts are invented: the development seeds, and posts with comments in `training/topics.tsv`, most of which say what
they say without the post's words. Seeds come in pairs that differ in a few words and are judged differently, so that
likeness is a reason to look and never a reason to decide alike. Only the newest decisions are compared: see
`cases/decided_before.py` for how many."""


def report(results: Path) -> str:
    """The page."""
    found = json.loads(results.read_text("utf-8"))
    return "\n\n".join(["# Likeness of texts", _ABOUT, _nearest(found), _topics(found), _scan(found), _LIMITS])


def _nearest(found: Mapping[str, Any]) -> str:
    rows = [[way, f"{table['functionality']:.1%}", f"{table['labels']:.1%}"] for way, table in found["nearest"].items()]
    bands = found["nearest"]["the encoder, topic and answers"]["bands"]
    by_likeness = [
        [f"{band['from']:.1f}", f"{band['share']:.1%}", "" if band["labels"] is None else f"{band['labels']:.1%}"]
        for band in bands
    ]
    return (
        f"## Decided before\n\nEncoder `{found['version']}`. Of the five nearest of {found['rows']:,} development "
        "comments, the share that is of the same functionality, and the share that has the very same labels.\n\n"
        + _table(["way", "one functionality", "the same labels"], rows)
        + "\n\nThe last way, by how like they are:\n\n"
        + _table(["likeness from", "of all nearest", "the same labels"], by_likeness)
    )


def _topics(found: Mapping[str, Any]) -> str:
    sides = ("about it", "others")
    rows = [[way, *(f"{table[side]['found']:.1%}" for side in sides)] for way, table in found["topics"].items()]
    counts = next(iter(found["topics"].values()))
    return (
        f"## Topics\n\nOf {counts['about it']['n']} comments about a post's topic under other posts, and of "
        f"{counts['others']['n']:,} pairs of a post and a comment about something else, the share that is found.\n\n"
        + _table(["way", "about it", "others"], rows)
    )


def _scan(found: Mapping[str, Any]) -> str:
    scan = found["scan"]
    return (
        f"## Cost\n\nA vector takes {scan['bytes']} bytes. Comparing one comment with {scan['rows']:,} others takes "
        f"{scan['milliseconds']} ms of one core."
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    first = list(heads)
    lines = [first, ["---"] * len(first), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
