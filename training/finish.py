"""From trained weights to the files that ship: exported, calibrated on the development rows, described."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from evenhand.signals.encoder_model import Encoder
from training import export, public_sets, seed_rows
from training.answers import ask
from training.calibration import calibrated
from training.heads import HEADS
from training.rows import Row

FILES = "encoder_files"
_PLAIN = {
    "temperatures": dict.fromkeys(HEADS, 1.0),
    "biases": dict.fromkeys(HEADS, 0.0),
    "bands": {head: {"low": 0.3, "cut": 0.5, "high": 0.7} for head in HEADS},
}


def development_rows(data: Path) -> Iterator[Row]:
    """The development splits of the two hate sets, and our own development seeds."""
    for row in public_sets.read(data):
        if row.split == "dev" and row.source in {"dynahate", "hatemojibuild"}:
            yield row
    yield from (row for row in seed_rows.read() if row.split == "dev")


def calibration_rows(data: Path) -> list[Row]:
    """The same with a quarter of the largest set, so that it does not drown what councils are written."""
    rows = development_rows(data)
    return [row for row in rows if row.source != "dynahate" or zlib.crc32(row.text.encode()) % 4 == 0]


def finish(weights: Path, data: Path, folder: Path) -> Path:
    """Write the graph, its tokenizer and its card under `folder`, and return where they lie."""
    files = folder / FILES
    export.write(weights, files)
    export.write_card(files, "uncalibrated", _PLAIN, {})
    answers = ask(Encoder(files), calibration_rows(data))
    chosen = calibrated(answers.logits, answers.true)
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    version = hashlib.sha256((files / "model.onnx").read_bytes() + json.dumps(chosen).encode()).hexdigest()[:12]
    export.write_card(files, version, chosen, summary)
    _float_beside(folder, version, chosen)
    return files


def _float_beside(folder: Path, version: str, chosen: dict[str, dict[str, object]]) -> None:
    """The graph in float with the same card, to say what int8 costs. It is not shipped."""
    beside = folder / "float_files"
    beside.mkdir(exist_ok=True)
    (folder / export.FLOAT).replace(beside / "model.onnx")
    (beside / "tokenizer.json").write_bytes((folder / FILES / "tokenizer.json").read_bytes())
    export.write_card(beside, version, chosen, {}, largest=200_000_000)
