"""`python -m tests.faults --seed 7 --actions 2000 --kills 200`: a storm, and what it did not break.

Ends with 0 when nothing was lost, nothing was done without evidence and nothing visible happened twice; else with 1.
"""

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from tests.faults.plan import Plan
from tests.faults.report import table
from tests.faults.storm import Storm, as_json
from tests.faults.verdict import judge


def main() -> int:
    given = _arguments()
    plan = Plan(given.seed, given.actions, given.kills, workers=given.workers, rate=given.rate)
    folder = Path(tempfile.gettempdir()) / f"evenhand-storm-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o755)
    storm = Storm(plan, folder, lambda line: print(line, file=sys.stderr, flush=True))
    held = False
    try:
        storm.prepare()
        storm.run()
        verdict = judge(storm.ask_judge("tally"), storm.ids, storm.journals())
        held = verdict.holds
        found = {"plan": [plan.seed, plan.actions, plan.kills], "faults": verdict.faults, "figures": verdict.figures}
        found |= storm.describe() | {"platform": storm.ask_judge("tally")["faults"]}
        if given.json:
            given.json.write_text(as_json(found))
        print(table(found))
        return 0 if held else 1
    finally:
        storm.close()
        if held and not given.keep:
            storm.remove()
        else:
            print(f"What is left for looking at: {folder}", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--actions", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=0.2, help="How many of the platform's answers go wrong, 0 to 1.")
    parser.add_argument("--json", type=Path, help="Where to put everything that was counted.")
    parser.add_argument("--keep", action="store_true", help="Keep the folder with logs and captures.")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
