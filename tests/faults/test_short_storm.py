"""Two minutes of storm in every run of the tests; the long one is `make faults`, see docs/reference/faults.md."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults.plan import KILLS
from tests.faults.programs import TOP

ENDS_WITHIN_SECONDS = 900  # a machine that is busy with other things; what bounds a storm is its own progress


@pytest.mark.storm
def test_nothing_is_lost_nothing_is_done_unseen_and_nothing_happens_twice(tmp_path: Path) -> None:
    found = tmp_path / "found.json"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    size = ["--seed", "1", "--actions", "150", "--kills", "15", "--json", str(found)]
    storm = subprocess.run(
        [sys.executable, "-m", "tests.faults", *size], cwd=TOP, env=environment, capture_output=True, text=True,
        timeout=ENDS_WITHIN_SECONDS,
    )  # fmt: skip
    assert found.exists(), storm.stderr[-4_000:]
    counted = json.loads(found.read_text())
    assert counted["faults"] == {what: [] for what in counted["faults"]}, storm.stdout
    assert storm.returncode == 0
    assert counted["figures"]["actions"] >= 150
    assert counted["figures"]["visible effects"] > 30
    assert sum(counted["platform"].values()) > 5, "the platform's own faults were played"
    met = {event.removeprefix("kill ") for event in counted["played"] if event.startswith("kill")}
    assert len(met) >= len(KILLS) - 1, "all but one kind of kill, since an import may be over before its turn"
