"""The page of the rules as tested: a name becomes a sentence, cases are summed up, and what has no test is said."""

from pathlib import Path

import pytest

from evenhand.conf.generated import REFERENCE_EDITION, ROOT
from evenhand.conf.rules_report import report, sentence, sentences
from evenhand.core.values import RULE_IDS
from evenhand.editions import read

TESTS = """
ROWS = [1, 2]

@pytest.mark.parametrize("role", ["officers", "named_people.private_people", Role.LEAD_OFFICER])
def test_they_are_guarded_alike(role): ...

@pytest.mark.parametrize(("at", "within"), [("2024-03-22", True), ("2024-03-21", False)])
@pytest.mark.skipif(False, reason="")
def test_the_first_day_is_within(at, within): ...

@pytest.mark.parametrize("first_state", State)
@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.DELETE])
def test_it_is_undone(first_state, outcome): ...

def told(): ...
"""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("test_a_message_on_friday_in_march", "A message on Friday in March"),
        ("test_found_false_it_goes_under_con_01", "Found false it goes under CON-01"),
        ("test_somebody_elses_day_by_the_bodys_clock", "Somebody else's day by the body's clock"),
        ("test_the_logs_are_ones_that_go", "The logs are ones that go"),
    ],
)
def test_the_name_of_a_test_is_a_sentence(name: str, words: str) -> None:
    assert sentence(name) == words


def test_cases_are_named_where_they_are_few_and_plain_and_counted_or_called_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "test_blk_03_review.py"
    file.write_text(TESTS)
    assert sentences(file) == [
        "They are guarded alike (officers, private people, lead officer).",
        "The first day is within (2 cases).",
        "It is undone (for each first state) (for each other outcome).",
    ]


def test_every_rule_stands_on_the_page_with_its_wording_and_a_test() -> None:
    edition = read(REFERENCE_EDITION)
    page = report(edition, ROOT / "tests")
    for rule in edition.rules.values():
        _, _, after = page.partition(
            f"\n### {rule.id} {rule.title}\n\n{rule.wording}\n\nSource: {rule.source.value}.\n"
        )
        assert "\nTested:\n\n- " in after.partition("\n#")[0], rule.id
    assert page.splitlines()[-1].startswith(f"None: {len(RULE_IDS)} rules have ")


def test_a_rule_without_a_test_is_named_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "rules" / "blk").mkdir(parents=True)
    (tmp_path / "rules" / "blk" / "test_blk_03_review.py").write_text(TESTS)
    last = report(read(REFERENCE_EDITION), tmp_path).splitlines()[-1]
    assert last.startswith("HRS-01, ")
    assert "BLK-02, BLK-04" in last
