"""An officer at the console: `python -m tests.faults.visitor NAME --seed 7 --address URL --journal FILE`.

Signs in, opens a case from the queue and records a decision through the form, over HTTP, for as long as it is let.
What the console has answered as recorded is written to the journal.
"""

import argparse
import random
import re
import time
from pathlib import Path

import httpx
from tests.faults import council

PAUSE_SECONDS = 1.5


def main() -> None:
    """Never returns: the storm ends it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument("--journal", type=Path, required=True)
    given = parser.parse_args()
    chance = random.Random(f"{given.seed} {given.name} at the console")
    with given.journal.open("a") as journal:
        while True:
            try:
                with httpx.Client(base_url=given.address, timeout=20) as web:
                    _work(web, given.name, chance, journal)
            except (httpx.HTTPError, _NotAsExpected):
                time.sleep(PAUSE_SECONDS)


class _NotAsExpected(Exception):
    """A page that was not what was asked for: the web or its database was away. Sign in again."""


def _work(web: httpx.Client, name: str, chance: random.Random, journal) -> None:  # type: ignore[no-untyped-def]
    _sign_in(web, name)
    while True:
        case = _some_case(web, chance)
        if case and _decide(web, case):
            journal.write(f"decided {case}\n")
            journal.flush()
        time.sleep(PAUSE_SECONDS)


def _sign_in(web: httpx.Client, name: str) -> None:
    fields = {**_hidden(web.get("/sign-in")), "username": council.email(name), "password": council.PASSWORD}
    if web.post("/sign-in", data=fields).status_code != httpx.codes.FOUND:
        raise _NotAsExpected


def _some_case(web: httpx.Client, chance: random.Random) -> str:
    queue = web.get(f"/{council.SLUG}/cases")
    _must_be_ok(queue)
    found = re.findall(rf'href="(/{council.SLUG}/cases/\d+)"', queue.text)
    return str(chance.choice(found)) if found else ""


def _decide(web: httpx.Client, case: str) -> bool:
    page = web.get(case)
    _must_be_ok(page)
    fields = _hidden(page) | {
        "outcome": "hide", "ground": "CON-02", "drafted_for": "hide:CON-02",
        "statement": "Hidden under CON-02, from the console.", "route": "", "reason": "", "reply": "",
    }  # fmt: skip
    if "version" not in fields:
        return False  # decided meanwhile
    answer = web.post(case, data=fields)
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise _NotAsExpected
    return answer.status_code == httpx.codes.FOUND


def _hidden(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the page's last form: the first one of each page signs out or searches."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page.text):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") == "hidden" and "name" in given:
            found[given["name"]] = given.get("value", "")
    return found


def _must_be_ok(page: httpx.Response) -> None:
    if page.status_code != httpx.codes.OK:
        raise _NotAsExpected


if __name__ == "__main__":
    main()
