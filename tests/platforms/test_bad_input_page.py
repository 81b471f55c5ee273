"""The page of bad input says what the contract suite runs, no more and no less."""

import re
from pathlib import Path

from tests.platforms.bad_input import CASES, PAGE_OF_DOCS, page
from tests.platforms.contract_suite import NAMES

from evenhand.platforms import found

HERE = Path(__file__).parent


def test_it_is_what_the_suite_runs_today() -> None:
    assert PAGE_OF_DOCS.read_text() == page(), "write it again: python -m tests.platforms.bad_input"


def test_every_test_that_it_names_is_there() -> None:
    for case in CASES:
        assert f"def {case.test}(" in (HERE / f"test_contract_{case.file}.py").read_text(), case.test


def test_what_it_says_cannot_happen_is_what_the_suite_skips_by() -> None:
    asked = set(re.findall(r'possible\(fake, "([^"]+)"\)', (HERE / "test_contract_odd_things.py").read_text()))
    assert {case.key for case in CASES if case.file == "odd_things"} == asked


def test_every_platform_with_a_program_is_on_it() -> None:
    for name in NAMES:
        assert found.manifest(name).title in page()
