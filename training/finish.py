"""From trained weights to the files that ship: exported, calibrated on the development rows, described."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from evenhand.signals.encoder_model import Encoder
from training import export, likeness
from training.answers import ask
from training.calibration import calibrated
from training.development import calibration_rows
from training.heads import HEADS

FILES, FLOAT_FILES = "encoder_files", "float_files"
_PLAIN: Mapping[str, Mapping[str, object]] = {
    "temperatures": dict.fromkeys(HEADS, 1.0),
    "biases": dict.fromkeys(HEADS, 0.0),
    "bands": {head: {"low": 0.3, "cut": 0.5, "likely": 0.5, "high": 0.7} for head in HEADS},
}


def finish(weights: Path, data: Path, folder: Path) -> Path:
    """Write the graph, its tokenizer and its card under `folder`, and return where they lie."""
    files = folder / FILES
    encoder = export.loaded(weights)
    export.write(encoder, likeness.fitted(encoder, likeness.texts(data)), files)
    export.write_card(files, "uncalibrated", _PLAIN, {})
    _float_beside(folder)
    write_settled_card(data, folder)
    return files


def write_settled_card(data: Path, folder: Path) -> None:
    """Calibrate what lies under `folder` and choose its bands; for new bands alone nothing is trained again."""
    files = folder / FILES
    answers = ask(Encoder(files), calibration_rows(data))
    chosen = calibrated(answers.logits, answers.true)
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    version = hashlib.sha256((files / "model.onnx").read_bytes() + json.dumps(chosen).encode()).hexdigest()[:12]
    export.write_card(files, version, chosen, summary)
    export.write_card(folder / FLOAT_FILES, version, chosen, {}, largest=200_000_000)


def _float_beside(folder: Path) -> None:
    """The graph in float, to say what int8 costs. It is not shipped."""
    beside = folder / FLOAT_FILES
    beside.mkdir(exist_ok=True)
    (folder / export.FLOAT).replace(beside / "model.onnx")
    (beside / "tokenizer.json").write_bytes((folder / FILES / "tokenizer.json").read_bytes())
