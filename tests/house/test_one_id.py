"""Rule id = entry in the edition = function or judgement = test file = heading in the docs."""

import ast
import re
from pathlib import Path

import pytest

from evenhand import editions
from evenhand.core.values import RULE_IDS

ROOT = Path(__file__).parents[2]
_ID = re.compile(r"\b[A-Z]{3}-\d\d\b")
INVENTED = ("CON-77", "CON-99")  # what tests take for a rule that there is not
FILES = sorted((ROOT / "editions").glob("*/*.toml"))


def tested() -> set[str]:
    """The ids that a test file of tests/rules is named for."""
    names = [path.stem for path in (ROOT / "tests" / "rules").glob("*/test_*.py")]
    found = [re.match(r"test_([a-z]{3})_(\d\d)_", name) for name in names]
    return {f"{match[1].upper()}-{match[2]}" for match in found if match}


def carried_out() -> set[str]:
    """The ids that core names in a docstring, or the console on a page."""
    ids: set[str] = set()
    for path in (ROOT / "src" / "evenhand" / "core").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
                ids |= _ids_with_ranges(ast.get_docstring(node) or "")
    for path in (ROOT / "src" / "evenhand" / "console" / "templates").rglob("*.html"):
        ids |= set(_ID.findall(path.read_text()))
    return ids


def _ids_with_ranges(text: str) -> set[str]:
    ids = set(_ID.findall(text))
    for chapter, first, last in re.findall(r"\b([A-Z]{3})-(\d\d) to \1-(\d\d)\b", text):
        ids |= {f"{chapter}-{number:02d}" for number in range(int(first), int(last) + 1)}
    return ids


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_an_edition_has_every_rule_and_no_other(file: Path) -> None:
    assert tuple(editions.read(file).rules) == RULE_IDS


def test_there_is_an_edition_to_check() -> None:
    assert FILES


def test_every_rule_has_a_test_file() -> None:
    assert set(RULE_IDS) - tested() == set()


def test_every_rule_is_carried_out() -> None:
    assert set(RULE_IDS) - carried_out() == set()


def test_every_test_file_is_named_for_a_rule_that_exists() -> None:
    assert tested() - set(RULE_IDS) == set()


def test_every_rule_has_a_heading_in_the_docs() -> None:
    headings = re.findall(r"^#+ ([A-Z]{3}-\d\d)\b", (ROOT / "docs" / "reference" / "rules.md").read_text(), re.M)
    assert headings == list(RULE_IDS)


def test_code_names_no_rule_that_does_not_exist() -> None:
    named = {
        (path.relative_to(ROOT).as_posix(), id_)
        for folder in ("src", "docs", "tests/rules")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html", ".md")
        for id_ in re.findall(r"\b(?:HRS|CON|MOD|EVD|STR|BLK|MCL|CMT|REF|APL|STF|ELE|EQU|REC)-\d\d\b", path.read_text())
        if id_ not in (*RULE_IDS, *INVENTED)
    }
    assert named == set()
