"""Words for notices in an edition: every fault is named with its place and its mend."""

from datetime import date
from pathlib import Path

import pytest

from evenhand.core.notice_words import KINDS
from evenhand.editions import faults, in_force, read
from evenhand.editions.difference import differences

EDITIONS = Path(__file__).parents[2] / "editions"
STOCKPORT = EDITIONS / "stockport" / "2024-01-01.toml"
DUNMORROW = EDITIONS / "dunmorrow" / "2025-04-07.toml"
HIDE = '[notices.hide]\nen = """\n{statement}\n'


def said(tmp_path: Path, old: str, new: str) -> list[str]:
    """The faults of the reference edition with one passage replaced."""
    text = STOCKPORT.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / STOCKPORT.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(fault).removeprefix(f"{path}: ") for fault in faults(path)]


def test_the_reference_edition_words_every_kind_in_english() -> None:
    edition = read(STOCKPORT)
    assert set(edition.notices) == set(KINDS)
    assert not any(text.cy for text in edition.notices.values())


def test_wealdham_words_what_people_get_most_in_welsh_too() -> None:
    notices = in_force("wealdham", date(2025, 6, 1)).notices
    assert {kind for kind, text in notices.items() if text.cy} == {
        "hide",
        "block",
        "appeal_received",
        "appeal_stands",
        "appeal_reversed",
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (HIDE, '[notices.hide]\nen = """\n{statment}\n', '{statment} that nothing fills; write "statement"'),
        (HIDE, '[notices.hide]\nen = """\nIt is hidden.\n', "says nothing of {statement}; write {statement}"),
        (HIDE, '[notices.hide]\nen = """\n{statement} }\n', "has a brace without its partner"),
        (HIDE, '[notices.hide]\nfr = "Bonjour"\nen = """\n{statement}\n', "fr: is not a key of this table"),
        (HIDE, '[notices.hide]\ncy = "{statment}"\nen = """\n{statement}\n', "[notices.hide] cy: leaves a blank"),
        (HIDE, '[notices.hide]\nen = """\n{statement} Calm down.\n', "“Calm down”: it is not courteous; take it out"),
        (HIDE, '[notices.hide]\nen = """\n{statement}' + " Sorry." * 200, "and a message takes 2000; shorten it"),
        ("[notices.hide]", "[notices.hidden]", "[notices] hidden: is no kind of notice; write \"hide\""),
        ("[notices.hide]", "[notices.hidden]", "[notices] hide: is missing, though other notices have words"),
        ("[notices.block]\nen =", "[notices.block]\ncy =", "[notices.block] en: is missing"),
    ],
)  # fmt: skip
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert any(fault in line for line in said(tmp_path, old, new)), said(tmp_path, old, new)


def test_what_is_no_table_is_named(tmp_path: Path) -> None:
    path = tmp_path / DUNMORROW.name
    path.write_text('notices = "none"\n' + DUNMORROW.read_text(encoding="utf-8"), encoding="utf-8")
    assert "is not a table; write [notices.hide]" in str(faults(path)[0])


def test_an_edition_without_words_of_its_own_has_no_fault() -> None:
    assert faults(DUNMORROW) == []


def test_a_changed_wording_is_a_difference(tmp_path: Path) -> None:
    later = tmp_path / STOCKPORT.name
    later.write_text(STOCKPORT.read_text(encoding="utf-8").replace("Please quote", "Do quote", 1), encoding="utf-8")
    [head] = differences(read(STOCKPORT), read(later))
    assert [change.what for change in head.changes] == ["notice “hide” in English"]
