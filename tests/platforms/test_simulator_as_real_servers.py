"""The simulator does what real servers did when the same calls were made there; where not, it is said, and why.

What they did is in traces/, written by `make peers`; the differences, each with its reason, in
docs/reference/simulator.md.
"""

import re
from pathlib import Path

import pytest
from tests.platforms.script import TRACES, Play, Trace, differences, kept
from tests.platforms.simulator_stage import SimulatorStage

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "simulator.md"
REAL = sorted(file.stem for file in TRACES.glob("*.json"))
CANNOT = {"nobody can change the words of a post there"}
_ROW = re.compile(
    r"^\| (?P<server>\w+) \| (?P<step>[^|]+) \| (?P<ours>[^|]+) \| (?P<theirs>[^|]+) \| (?P<why>[^|]+) \|$"
)


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    return Play(SimulatorStage(tmp_path_factory.mktemp("simulator"))).played()


def written_down(server: str) -> list[tuple[str, str, str]]:
    rows = [found for line in PAGE.read_text().splitlines() if (found := _ROW.match(line))]
    assert all(len(row["why"]) > 15 for row in rows if row["server"] == server)
    return [(row["step"], row["ours"], row["theirs"]) for row in rows if row["server"] == server]


def test_it_is_held_to_two_real_servers() -> None:
    assert REAL == ["bluesky", "wordpress"]


@pytest.mark.parametrize("server", REAL)
def test_every_step_was_played_there(server: str, simulator: Trace) -> None:
    assert list(kept(server)) == list(simulator)


@pytest.mark.parametrize("server", REAL)
def test_it_differs_only_where_that_is_written_down(server: str, simulator: Trace) -> None:
    assert list(differences(simulator, server, CANNOT)) == written_down(server)


def test_an_act_that_comes_again_after_it_was_undone_is_done_again(simulator: Trace) -> None:
    """As a real server does it: a key means once for what adds something, and a state for what sets one."""
    step = "the act that hid it comes once more after all"
    assert simulator[step] == "an answer; in effect; fetched as hidden"
