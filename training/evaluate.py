"""`python -m training.evaluate --data FOLDER`: the shipped file measured, into training/results.json.

The card in docs/reference is made from that file by `python -m evenhand.conf.generated`.
"""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np

from evenhand.signals.encoder_model import Encoder
from training import measures
from training.answers import Answers, ask, per_second
from training.development import development_rows
from training.goals import goals
from training.heads import HEADS
from training.perturb import WAYS
from training.rows import Row

RESULTS = Path(__file__).with_name("results.json")
SHIPPED = Path(__file__).parents[1] / "src" / "evenhand" / "signals" / "encoder_files"
DISGUISED = 600  # rows disguised in each way
DIALECTS = ("welsh", "dialect")
CRITICISM = ("criticism", "swearing-at-service", "sarcasm", "call-to-resign", "complaint", "counter-speech")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    asked.add_argument("--data", type=Path, required=True, help="the folder of the public sets")
    asked.add_argument("--files", type=Path, default=SHIPPED, help="the folder of the encoder's files")
    asked.add_argument("--float-files", type=Path, help="the same graph before it was quantised")
    asked.add_argument("--to", type=Path, default=RESULTS)
    given = asked.parse_args()
    found = measured(given.data, given.files, given.float_files)
    found["goals"] = goals(found)
    given.to.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def measured(data: Path, files: Path, float_files: Path | None) -> dict[str, object]:
    """Every table of the card."""
    encoder = Encoder(files)
    rows = list(development_rows(data))
    answers = ask(encoder, rows)
    seeds = answers.only([place for place, row in enumerate(rows) if row.source == "seeds"])
    return {
        "file": _file(files),
        "hate": _by_set(answers),
        "heads": measures.by_head(seeds),
        "functionalities": measures.by_functionality(seeds),
        "groups": measures.by_group(_with_groups(answers)),
        "dialects": _dialects(seeds),
        "wrongly_proposed": _wrongly(seeds),
        "disguised": _disguised(encoder, rows),
        "calibration": measures.calibration(seeds),
        "calibration_hate": measures.calibration(answers, ("hate",))["hate"],
        "int8": _int8(answers, float_files),
        "speed": _speed(encoder, seeds.rows),
    }


def _file(files: Path) -> dict[str, object]:
    card = json.loads((files / "card.json").read_text("utf-8"))
    size = sum(path.stat().st_size for path in files.iterdir())
    return {"version": card["version"], "bytes": size, "sha256": card["sha256"], "training": card["training"]}


def _by_set(answers: Answers) -> dict[str, object]:
    tables: dict[str, object] = {}
    for source in ("dynahate", "hatemojibuild", "seeds"):
        part = answers.only([place for place, row in enumerate(answers.rows) if row.source == source])
        tables[source] = measures.both_sides(part)
    emoji = [place for place, row in enumerate(answers.rows) if "emoji" in row.functionality]
    return {**tables, "seeds with emoji": measures.both_sides(answers.only(emoji))}


def _with_groups(answers: Answers) -> Answers:
    """The seeds: each names the group it mentions, harmful or not."""
    return answers.only([place for place, row in enumerate(answers.rows) if row.source == "seeds" and row.targets])


def _dialects(seeds: Answers) -> dict[str, object]:
    tables: dict[str, object] = {}
    for name in DIALECTS:
        part = seeds.only([place for place, row in enumerate(seeds.rows) if name in row.functionality])
        tables[name] = _sides_and_wrong(part)
    rest = [place for place, row in enumerate(seeds.rows) if not any(name in row.functionality for name in DIALECTS)]
    return {**tables, "all other": _sides_and_wrong(seeds.only(rest))}


def _sides_and_wrong(part: Answers) -> dict[str, object]:
    right = [bool(_agrees(part, head)) for head in ("complaint", "abuse", "threat", "safeguarding", "crisis")]
    return {
        "n": len(part.rows),
        "hate": measures.both_sides(part),
        "proposed_wrongly": measures.wrongly_proposed(part),
        "heads": {
            head: measures.both_sides(part, head)
            for head, there in zip(("complaint", "abuse", "threat", "safeguarding", "crisis"), right, strict=True)
            if there
        },
    }


def _agrees(part: Answers, head: str) -> bool:
    """Whether the rows speak of a head on both sides."""
    _, true = part.head(head)
    return bool((true == 1).any() and (true == 0).any())


def _wrongly(seeds: Answers) -> dict[str, object]:
    criticism = [place for place, row in enumerate(seeds.rows) if any(name in row.functionality for name in CRITICISM)]
    return {
        "all harmless seeds": measures.wrongly_proposed(seeds),
        "criticism and counter-speech": measures.wrongly_proposed(seeds.only(criticism)),
    }


def _disguised(encoder: Encoder, rows: Sequence[Row]) -> dict[str, object]:
    """The same rows clean and disguised in each way; each row of at least four words."""
    draw = random.Random(11)
    chosen = draw.sample([row for row in rows if "hate" in row.labels and len(row.text.split()) > 3], DISGUISED)
    tables: dict[str, object] = {"clean": measures.both_sides(ask(encoder, chosen))}
    for way in dict.fromkeys(WAYS):
        changed = [Row(way(row.text, draw), row.source, row.split, row.labels) for row in chosen]
        tables[way.__name__] = measures.both_sides(ask(encoder, changed))
    return tables


def _int8(answers: Answers, float_files: Path | None) -> dict[str, object] | None:
    """How far the shipped integers stray from the float graph they were made of."""
    if float_files is None:
        return None
    exact = ask(Encoder(float_files), answers.rows)
    place = HEADS.index("hate")
    cut = answers.band("hate")[1]
    return {
        "float": _by_set(exact),
        "mean_difference": round(float(np.abs(exact.chances - answers.chances).mean()), 4),
        "hate_answers_changed": measures.share((exact.chances[:, place] >= cut) != (answers.chances[:, place] >= cut)),
    }


def _speed(encoder: Encoder, rows: Sequence[Row]) -> dict[str, object]:
    texts = [row.text for row in rows]
    random.Random(3).shuffle(texts)
    return {
        "comments": len(texts),
        "words": round(sum(len(text.split()) for text in texts) / len(texts), 1),
        "at_1": median(per_second(encoder, texts, 1) for _ in range(5)),
        "at_32": median(per_second(encoder, texts, 32) for _ in range(5)),
    }


if __name__ == "__main__":
    main()
