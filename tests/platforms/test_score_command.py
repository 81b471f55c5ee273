"""`evenhand score`: one answer a line, in order, in the documented form, without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "score-format.md").read_text()
FIELDS = ["id", "signals", "grounds", "route", "severity", "suggest", "reasons", "missing", "edition"]


def score(*lines: bytes, options: tuple[str, ...] = ()) -> list[dict[str, object]]:
    """In a process of its own whose database cannot be reached: nothing may ask for one."""
    nowhere = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing", "LC_ALL": "C"}
    command = [sys.executable, "-m", "evenhand.cli", "score", *options]
    done = subprocess.run(command, input=b"\n".join(lines), capture_output=True, env=nowhere, check=True)
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_line_is_answered_in_order_and_odd_ones_do_not_stop_the_rest() -> None:
    found = score(
        b'{"id": 9007199254740993, "text": "Thank you"}', b"nonsense", b"", b'{"id": "b"}', b'{"id": "c", "text": ""}'
    )
    assert [answer.get("id") for answer in found] == [9007199254740993, None, None, "c"]
    assert [answer.get("line") for answer in found] == [None, 2, 4, None]
    assert "not JSON" in str(found[1]["error"])
    assert "text" in str(found[2]["error"])


def test_an_answer_has_the_fields_that_are_documented() -> None:
    [answer] = score(b'{"id": "a", "text": "you absolute muppet, my number is 07700 900123"}')
    assert list(answer) == FIELDS
    assert [field for field in FIELDS if f"| `{field}` |" not in PAGE] == []
    assert set(answer["grounds"]) == {"CON-02", "CON-10"}  # type: ignore[call-overload]
    assert answer["suggest"] == "hide"


def test_words_are_the_authors_own_at_the_offsets_given() -> None:
    text = "Ünder 😡 you abs0lute mupp3t, ring 07700 900123"
    [answer] = score(json.dumps({"text": text}).encode())
    words = [word for reason in answer["reasons"] for word in reason["words"]]  # type: ignore[attr-defined]
    assert len(words) >= 2
    assert [text[word["start"] : word["end"]] for word in words] == [word["words"] for word in words]


def test_half_a_character_is_answered_as_it_came() -> None:
    [answer] = score(b'{"id": "half \\ud83d", "text": "half \\ud83d you muppet"}')
    assert answer["id"] == "half \ud83d"


def test_the_pre_election_period_makes_a_difference_and_the_day_is_read() -> None:
    plain, before, odd = score(
        b'{"text": "Vote Labour in May"}',
        b'{"text": "Vote Labour in May", "pre_election": true, "on": "2026-04-01"}',
        b'{"text": "x", "on": "soon"}',
    )
    assert (plain["grounds"], before["grounds"]) == (["CON-08"], ["CON-08"])
    assert before["severity"] != plain["severity"]
    assert "is not a day" in str(odd["error"])


def test_a_roster_makes_public_contacts_public(tmp_path: Path) -> None:
    roster = tmp_path / "roster.json"
    roster.write_text(json.dumps({"people": [{"name": "Ann Marsh"}], "public_contacts": ["07700 900123"]}))
    line = b'{"text": "Ring Ann Marsh on 07700 900123"}'
    without, with_roster = *score(line), *score(line, options=("--roster", str(roster)))
    assert without["grounds"] == ["CON-10"]
    assert with_roster["grounds"] == []


@pytest.mark.parametrize(
    "text", ["I want to end it all, nobody would miss me", "my neighbour is hitting her little boy"]
)
def test_need_is_passed_on_and_never_hidden(text: str) -> None:
    [answer] = score(json.dumps({"text": text}).encode())
    assert answer["route"] in ("REF-02", "REF-05")
    assert answer["suggest"] in ("refer", "reply")
