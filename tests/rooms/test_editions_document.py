"""The reference page of the rules is what the reference edition says, rule by rule."""

from datetime import date
from pathlib import Path

from evenhand.core.values import RULE_IDS
from evenhand.editions import in_force
from evenhand.editions.document import document, said

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rules.md"


def test_the_committed_page_is_the_generated_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(in_force("stockport", date.max))


def test_every_rule_has_one_heading() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert tuple(line.split()[1] for line in lines if line.startswith("### ")) == RULE_IDS


def test_values_are_said_as_a_person_would_say_them() -> None:
    edition = in_force("stockport", date.max)
    assert "friday opens 09:00, closes 17:00" in said(edition.rules["HRS-01"].values)
    assert said(edition.rules["STF-02"].values).startswith("blur yes")
    assert said(edition.rules["HRS-03"].values) == "nation england, also closed none"
