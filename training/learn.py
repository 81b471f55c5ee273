"""The training loop: workers of one thread each that share one set of weights without locks (Hogwild).

On a busy machine one process of two threads learns more slowly than a single thread, because its threads wait for one
another at every step. The price is that two runs from one seed differ; one worker learns in one fixed order.
"""

import json
import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.multiprocessing.spawn import spawn
from torch.nn import functional

from training.batches import Batch, drawn
from training.heads import HEADS
from training.network import Encoder, base_folder, started
from training.rows import Row
from training.stages import Stage

BATCH = 32
SAVED_EVERY = 150.0  # seconds
EASED = 2_000  # samples over which the rate rises after a start, for the optimiser has no memory yet
LONGEST_READ = 80  # tokens


def open_tokenizer() -> Tokenizer:
    """The published tokenizer, which neither pads nor cuts."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def learn(rows: list[Row], stage: Stage, folder: Path, *, workers: int, seed: int, start: Sequence[Path] = ()) -> Path:
    """Train from the mean of the weights in `start`, or the published ones, and return the file of the new weights.

    A stage broken off goes on from its last save when called again with the same folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights, progress = folder / f"{stage.name}.pt", folder / f"{stage.name}.json"
    encoder = started(len(HEADS))
    source = [weights] if weights.exists() else start
    if source:
        encoder.load_state_dict(averaged(source))
    before = json.loads(progress.read_text("utf-8")) if weights.exists() else {"samples": 0, "seconds": 0.0}
    encoder.dropout = stage.dropout
    encoder.share_memory()
    done = torch.tensor([before["samples"]], dtype=torch.long).share_memory_()
    run = Run(rows, stage, folder, workers, seed, before["seconds"])
    if workers == 1:
        _work(0, run, encoder, done)
    else:
        spawn(_work, (run, encoder, done), nprocs=workers)
    return weights


def averaged(files: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of several sets of weights: it forgets what one of them learnt by heart."""
    loaded = [torch.load(file, weights_only=True) for file in files]
    return {name: sum(weights[name] for weights in loaded) / len(loaded) for name in loaded[0]}


@dataclass(frozen=True, slots=True)
class Run:
    """What every worker of a stage is told."""

    rows: list[Row]
    stage: Stage
    folder: Path
    workers: int
    seed: int
    seconds_before: float


def _work(rank: int, run: Run, encoder: Encoder, done: Tensor) -> None:
    torch.set_num_threads(1)
    if run.workers > 1:
        os.setsid()  # Linux shares the processor between process sessions: each worker counts as one
    draw = random.Random(f"{run.seed} {run.stage.name} {rank} {int(done)}")
    tokenizer = open_tokenizer()
    tokenizer.enable_truncation(LONGEST_READ)
    dense, sparse = _optimisers(encoder, run.stage)
    began = saved = time.monotonic()
    losses: list[float] = []
    first = int(done)
    while int(done) < run.stage.samples:
        for batch in drawn(run.rows[rank :: run.workers], tokenizer, BATCH, run.stage.others, draw):
            eased = min(1.0, (int(done) - first + BATCH) / EASED)
            _set_rate(dense, sparse, eased * run.stage.rate(int(done)))
            losses.append(_step(encoder, batch, dense, sparse))
            done += len(batch.ids)
            if rank == 0 and time.monotonic() - saved > SAVED_EVERY:
                saved = time.monotonic()
                _save(run, encoder, int(done), run.seconds_before + saved - began, losses)
                losses = []
            if int(done) >= run.stage.samples:
                break
    if rank == 0:
        _save(run, encoder, int(done), run.seconds_before + time.monotonic() - began, losses)


def _optimisers(encoder: Encoder, stage: Stage) -> tuple[torch.optim.Optimizer, torch.optim.Optimizer]:
    """AdamW for all but the word embeddings, of which a batch touches a few hundred of 30,522."""
    body = [weight for name, weight in encoder.named_parameters() if not name.startswith(("heads", "words"))]
    groups = [
        {"params": body, "lr": stage.body, "full": stage.body},
        {"params": list(encoder.heads.parameters()), "lr": stage.heads, "full": stage.heads},
    ]
    dense = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    sparse = torch.optim.SparseAdam([{"params": [encoder.words.weight], "lr": stage.body, "full": stage.body}])
    return dense, sparse


def _set_rate(dense: torch.optim.Optimizer, sparse: torch.optim.Optimizer, share: float) -> None:
    for group in (*dense.param_groups, *sparse.param_groups):
        group["lr"] = max(share, 1e-4) * group["full"]


def _step(encoder: Encoder, batch: Batch, dense: torch.optim.Optimizer, sparse: torch.optim.Optimizer) -> float:
    ids = torch.tensor(batch.ids)
    labels, weights = torch.tensor(batch.labels), torch.tensor(batch.weights)
    with torch.autocast("cpu", torch.bfloat16):
        _, pooled, _ = encoder(ids, (ids != 0).float())
    raw = functional.binary_cross_entropy_with_logits(pooled.float(), labels, weights, reduction="sum")
    loss = raw / len(batch.ids)
    dense.zero_grad()
    sparse.zero_grad()
    loss.backward()
    dense.step()
    sparse.step()
    return float(loss.detach())


def _save(run: Run, encoder: Encoder, samples: int, seconds: float, losses: list[float]) -> None:
    weights, progress = run.folder / f"{run.stage.name}.pt", run.folder / f"{run.stage.name}.json"
    fresh = weights.with_suffix(".new")
    torch.save(encoder.state_dict(), fresh)
    fresh.replace(weights)
    state = {"samples": samples, "seconds": round(seconds, 1)}
    progress.write_text(json.dumps(state), "utf-8")
    mean = sum(losses) / max(len(losses), 1)
    print(f"{run.stage.name}: {samples} samples, {seconds / 60:.1f} minutes, loss {mean:.3f}", flush=True)
