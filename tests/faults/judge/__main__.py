"""`python -m tests.faults.judge --seed 7 --captures FOLDER` prints its address and serves until it is ended."""

import argparse
from pathlib import Path

from tests.faults.judge.captures import Captures
from tests.faults.judge.ledger import Ledger
from tests.faults.judge.server import Server

parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, required=True)
parser.add_argument("--captures", type=Path, required=True)
parser.add_argument("--rate", type=float, default=0.2)
given = parser.parse_args()
server = Server(Ledger(Captures(given.captures)), seed=given.seed, rate=given.rate)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
