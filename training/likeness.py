"""An embedding for likeness that learning to judge did not spoil.

Fine-tuning pulls the last layer towards its heads: two comments about potholes end far apart when one is a question
and one a complaint. The earlier layers still hold what a comment is about. A linear map of all layers' means, fitted
by ridge regression, gives back the embedding that the published weights had.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from evenhand.signals.encoder_text import encoder_text
from training import public_sets, seed_rows
from training.heads import HEADS
from training.learn import open_tokenizer
from training.network import WIDTH, Encoder, started

MOST = 7_000  # texts, read twice: two minutes of a busy processor
RIDGE = 1e-3  # of the mean square of the inputs
BATCH = 64
LONGEST = 80  # tokens


def texts(data: Path) -> list[str]:
    """Texts to fit on: every training seed, and as many of the public sets' as there is room for."""
    ours = [row.text for row in seed_rows.read() if row.split == "train"]
    theirs = [row.text for row in public_sets.read(data) if row.split == "train"]
    return ours + random.Random(5).sample(theirs, max(0, min(len(theirs), MOST - len(ours))))


def fitted(encoder: Encoder, fit_on: Sequence[str]) -> nn.Linear:
    """The linear map from every state's mean to the embedding of the published weights."""
    inputs = states(encoder, fit_on)
    wanted = functional.normalize(states(started(len(HEADS)), fit_on)[:, -WIDTH:], dim=-1)
    middle, aim = inputs.mean(0), wanted.mean(0)
    inputs, wanted = inputs - middle, wanted - aim
    curve = inputs.T @ inputs
    curve += RIDGE * curve.diagonal().mean() * torch.eye(curve.shape[0], dtype=curve.dtype)
    weight = torch.linalg.solve(curve, inputs.T @ wanted).T
    linear = nn.Linear(weight.shape[1], WIDTH)
    linear.weight.data = weight.float()
    linear.bias.data = (aim - weight @ middle).float()
    return linear


def states(encoder: Encoder, of: Sequence[str]) -> Tensor:
    """The mean of every state, a row a text, in double precision."""
    tokenizer = open_tokenizer()
    tokenizer.enable_truncation(LONGEST)
    ids = [encoded.ids for encoded in tokenizer.encode_batch([encoder_text(text).plain for text in of])]
    order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
    found = torch.zeros(len(ids), (len(encoder.layers) + 1) * WIDTH, dtype=torch.float64)
    encoder.eval()
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            padded = nn.utils.rnn.pad_sequence([torch.tensor(ids[row]) for row in rows], batch_first=True)
            found[rows] = encoder(padded, (padded != 0).float())[2].double()
    return found
