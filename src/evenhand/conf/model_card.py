"""docs/reference/model-card.md: what the encoder is made of and what was measured, from training/results.json alone."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Table = Mapping[str, Any]

WEAK = 0.7  # share right under which a functionality is named as a failure

_ABOUT = """\
Generated from `training/results.json`, which `python -m training.evaluate` writes by asking the committed file as the
house asks it: one thread, no torch.

The encoder reads a comment and answers {heads} questions about it, each with a probability. It decides nothing: an
edition says what an answer points to, and a person decides. Between the two edges of a head's band the answer is
"unsure". Safeguarding and crisis only ever bring a person; nothing is hidden for them."""

_USE = """\
## For what, and for what not

Meant: proposals and order in a council's queue of comments, read by trained officers, in British English with some
Welsh. Not meant: removing anything by itself, ranking people, languages other than these, long texts (after about 800
words nothing is read, and the answer says so), or pictures.

A target head (race, religion and so on) says which characteristic a comment is about. It is read only where hate is
proposed, and never to profile a writer."""

_DATA = """\
## Made from

Starting weights: all-MiniLM-L6-v2, six layers, 22 million weights (Apache-2.0). Fine-tuned on:

| set | what was taken from it | licence |
|---|---|---|
| DynaHate (Vidgen and others, 2021) | hate, both sides | CC BY 4.0 |
| HatemojiBuild (Kirk and others, 2022) | hate, both sides; threat; target | CC BY 4.0 |
| CAD (Vidgen and others, 2021) | abuse of a person, counter-speech; a sixth of its neutral rows | CC BY 4.0 |
| EDOS (Kirk and others, 2023) | threats; women as target | CC0 |
| Gab Hate Corpus (Kennedy and others, 2022) | calls for violence; a twentieth of its neutral rows | CC BY 4.0 |
| seeds, `training/seeds/train` | every head; written for this project, people and places invented | Apache-2.0 |

Left out: sets whose licence is share-alike, sets that call swearing abuse, and labels of hate by other definitions. No
row of a set's test split was read, in training or here. Nobody's comments on a council's channel were used."""

_LIMITS = """\
## Read these figures with care

- Temperatures, biases and bands were chosen on the same development rows that the tables count, two numbers and three
  edges a head; only the calibration errors are cross-fitted. Expect a little less elsewhere.
- The seeds are written examples, several from one pen. They show which side a mistake falls on, not how often a real
  comment is of a kind. The share of hateful rows here is far above any council's.
- Rows of a functionality or of a group are few; a share of ten rows moves by ten points for one.
- The disguises are those that training makes, drawn anew for rows that it never read.
- The words shown behind an answer are those whose tokens raised it most. Where the encoder is very sure, every token of
  the sentence does, and the words shown can miss the ones that a person would name.
- Energy was not measured: no meter was at hand. The minutes below are what is known."""


def report(results: Path) -> str:
    """The whole page, in Markdown."""
    found = json.loads(results.read_text("utf-8"))
    parts = (
        "# Model card: the encoder",
        _ABOUT.format(heads=len(found["heads"])),
        _USE,
        *_goals(found["goals"]),
        _DATA,
        *_made(found["file"]),
        *_hate(found),
        *_heads(found["heads"]),
        *_calibration(found),
        *_disguised(found["disguised"]),
        *_cost(found),
        _LIMITS,
        _weakest(found["functionalities"]),
        *_functionalities(found["functionalities"]),
    )
    return "\n\n".join(parts)


def _goals(goals: Sequence[Table]) -> Iterator[str]:
    missed = sum(not goal["met"] for goal in goals)
    yield f"## Goals: {len(goals) - missed} met, {missed} missed"
    yield _table(
        ("goal", "wanted", "found", ""),
        ((goal["goal"], goal["wanted"], _figure(goal["found"]), "met" if goal["met"] else "missed") for goal in goals),
    )


def _made(file: Table) -> Iterator[str]:
    training = file["training"]
    yield (
        f"Version `{file['version']}`, {file['bytes']:,} bytes with tokenizer and card; `model.onnx` is "
        f"`{file['sha256']['model.onnx']}` (SHA-256)."
    )
    yield (
        f"Trained on {training['hardware']}, {training['workers']} threads that share the weights, torch "
        f"{training['torch']}, seed {training['seed']}, batches of {training['batch']}, {training['perturbed']:.0%} of "
        "the rows disguised at each reading. "
        "Because the threads do not wait for one another, a second run is not the same."
    )
    yield training["note"]
    yield _table(
        ("stage", "samples", "minutes, other work going on", "rate, of the heads", "rows a pass"),
        (
            (
                stage["name"],
                f"{stage['samples']:,}",
                _figure(stage["minutes"]),
                f"{stage['body']:g}, {stage['heads']:g}",
                ", ".join(f"{name} {count:,}" for name, count in stage["rows_a_pass"].items()),
            )
            for stage in training["stages"]
        ),
    )


def _hate(found: Table) -> Iterator[str]:
    yield "## Hate, both sides"
    yield "`found`: share of the hateful rows that are found; `passed`: share of the harmless rows that are let pass."
    yield _sides("development set", found["hate"].items())
    yield "### By group that a seed means or mentions"
    groups = found["groups"].items()
    yield _table(
        ("group", "hateful", "found", "harmless", "passed", "mean of both"),
        ((name, *_four(table), _figure(table["mean"])) for name, table in groups),
    )
    yield "### Welsh and dialect"
    yield _table(
        ("seeds", "rows", "hate found", "harmless passed", "wrongly proposed for removal", "complaints found"),
        (
            (
                name,
                str(part["n"]),
                f"{_figure(part['hate']['found'])} of {part['hate']['true']}",
                f"{_figure(part['hate']['passed'])} of {part['hate']['false']}",
                f"{_figure(part['proposed_wrongly']['share'])} of {part['proposed_wrongly']['n']}",
                _figure(part["heads"].get("complaint", {}).get("found")),
            )
            for name, part in found["dialects"].items()
        ),
    )


def _heads(heads: Mapping[str, Table]) -> Iterator[str]:
    yield "## Every head on the development seeds"
    yield (
        "At the cut both sides are wrong equally often. `from likely` counts what troubles a person, `from high` only "
        "what is sure."
    )
    yield _table(
        ("head", "true", "found", "passed", "precision", "found from likely", "wrong from likely",
         "precision from high", "found from high",
         "unsure", "band"),
        (
            (
                name, str(table["true"]), _figure(table["found"]), _figure(table["passed"]),
                _figure(table["precision"]), _figure(table["found_from_likely"]), _figure(table["wrong_from_likely"]),
                _figure(table["precision_from_high"]),
                _figure(table["found_from_high"]), _figure(table["unsure"]),
                f"{table['band']['low']} to {table['band']['high']}",
            )
            for name, table in heads.items()
        ),
    )  # fmt: skip


def _calibration(found: Table) -> Iterator[str]:
    yield "## Calibration"
    yield "Expected error over ten bins, each half of the rows judged by a calibration fitted on the other."
    yield _table(
        ("head", "rows", "expected error"),
        ((name, str(table["n"]), _figure(table["error"])) for name, table in found["calibration"].items()),
    )
    hate = found["calibration_hate"]
    yield f"Hate over all development sets: {_figure(hate['error'])} ({hate['n']} rows)."
    yield _table(
        ("hate: from", "rows", "said", "true"),
        ((_figure(row["from"]), str(row["n"]), _figure(row["said"]), _figure(row["true"])) for row in hate["bins"]),
    )


def _disguised(tables: Mapping[str, Table]) -> Iterator[str]:
    yield "## Disguised spelling"
    yield _sides("spelling", tables.items())


def _cost(found: Table) -> Iterator[str]:
    speed = found["speed"]
    yield "## Cost"
    yield (
        f"{speed['at_1']:,} comments a processor second one at a time and {speed['at_32']:,} with 32 together, in one "
        f"thread, tokenizing and explanation included ({speed['comments']:,} seeds of {speed['words']} words; median "
        "of five runs, other work going on)."
    )
    if found["int8"]:
        yield (
            f"Eight-bit integers change {found['int8']['hate_answers_changed']:.2%} of the answers about hate, and a "
            f"probability by {found['int8']['mean_difference']} on average. In float:"
        )
        yield _sides("development set, float", found["int8"]["float"].items())


def _weakest(tables: Mapping[str, Table]) -> str:
    """The known failures, worst first."""
    right = sorted((table["hate"]["all"], name) for name, table in tables.items() if table["hate"]["all"] is not None)
    said = ", ".join(f"{name} {_figure(share)} of {tables[name]['n']}" for share, name in right if share < WEAK)
    return f"Answered wrongly about hate most often, with the share right and the rows: {said}."


def _functionalities(tables: Mapping[str, Table]) -> Iterator[str]:
    yield "## By functionality of the seeds"
    yield "`main` is the label that most rows of it have; `wrongly` the share of harmless rows proposed for removal."
    yield _table(
        ("functionality", "rows", "hateful", "found", "harmless", "passed", "main", "found", "from likely", "wrongly"),
        (
            (
                name,
                str(table["n"]),
                *_four(table["hate"]),
                table["main"] or "",
                _figure(table.get("main_found")),
                _figure(table.get("main_found_from_likely")),
                _figure(table["proposed_wrongly"]["share"]),
            )
            for name, table in tables.items()
        ),
    )


def _sides(title: str, tables: Iterable[tuple[str, Table]]) -> str:
    rows = ((name, *_four(table), _figure(table["all"])) for name, table in tables)
    return _table((title, "hateful", "found", "harmless", "passed", "all"), rows)


def _four(table: Table) -> tuple[str, str, str, str]:
    return str(table["true"]), _figure(table["found"]), str(table["false"]), _figure(table["passed"])


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join((f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *lines))


def _figure(value: object) -> str:
    """A share with three places, any other number as it is, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and abs(value) <= 1:
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int | float) else str(value)
