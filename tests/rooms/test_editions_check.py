"""`evenhand edition check`: with the signals of this installation, every shipped edition has no fault."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from evenhand.edition_cli import app, asking
from evenhand.editions import faults

EDITIONS = Path(__file__).parents[2] / "editions"
FILES = sorted(EDITIONS.glob("*/*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_shipped_edition_has_no_fault_and_its_examples_are_judged_as_declared(file: Path) -> None:
    assert [str(fault) for fault in faults(file, asking())] == []


def test_the_command_counts_what_it_checked() -> None:
    result = CliRunner().invoke(app, ["check", str(EDITIONS)])
    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"{len(FILES)} editions, {len(FILES) * 68} rules, ")
    assert result.output.endswith("examples: no fault\n")


def test_the_command_shows_faults_by_file_and_fails(tmp_path: Path) -> None:
    text = FILES[0].read_text(encoding="utf-8").replace("lexicon.threat > 0", "lexicon.thread > 0", 1)
    path = tmp_path / "faulty.toml"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(path)], env={"COLUMNS": "200"})
    assert result.exit_code == 1
    assert "faulty.toml" in result.output
    assert 'write "threat"' in result.output


def test_the_command_says_so_when_there_is_nothing_to_check(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "No edition was found" in result.output


def test_the_page_can_be_written_to_a_file(tmp_path: Path) -> None:
    page = tmp_path / "reference" / "rules.md"
    result = CliRunner().invoke(app, ["document", "--to", str(page)])
    assert result.exit_code == 0, result.output
    assert page.read_text(encoding="utf-8").startswith("# The rules\n")
