"""What changes from one edition to another is said by rule, in plain English, and nothing else is."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from typer.testing import CliRunner

from evenhand.core.edition import Edition
from evenhand.core.values import VALUES
from evenhand.edition_cli import app
from evenhand.editions import in_force
from evenhand.editions.difference import Change, Kind, RuleDifference, differences, told
from evenhand.editions.difference_words import FIELDS
from evenhand.editions.reading import parse

ROOT = Path(__file__).parents[2] / "editions"
BASE = (ROOT / "stockport" / "2024-01-01.toml").read_text(encoding="utf-8")
BODIES = ("stockport", "thornmere", "brackenholt", "kestrelby", "dunmorrow", "ellenford", "wealdham")
Written = Callable[..., Edition]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """The reference edition with some words of its file changed."""

    def write(*changes: tuple[str, str]) -> Edition:
        content = BASE
        for old, new in changes:
            assert content.count(old) == 1, f"{old!r} stands in the file {content.count(old)} times"
            content = content.replace(old, new)
        path = tmp_path / "2024-01-01.toml"
        path.write_text(content, encoding="utf-8")
        edition = parse(path).edition
        assert edition is not None
        return edition

    return write


def changes(a: Edition, b: Edition, rule: str) -> list[Change]:
    """What changes, all of it under one rule."""
    found = differences(a, b)
    assert [each.rule for each in found] == [rule]
    return list(found[0].changes)


REFERENCE = in_force("stockport", date.max)


def test_an_edition_does_not_differ_from_itself() -> None:
    for body in BODIES:
        edition = in_force(body, date.max)
        assert differences(edition, edition) == ()
    assert told(REFERENCE, REFERENCE).endswith("\n\nNothing differs.\n")


def test_layout_and_comments_are_no_difference(written: Written) -> None:
    other = written(("\n\n[HRS-03]", "\n# a comment\n\n\n[HRS-03]"))
    assert other.sha256 != REFERENCE.sha256
    assert differences(REFERENCE, other) == ()


def test_a_figure_is_said_with_its_unit_before_and_after(written: Written) -> None:
    other = written(("values = { strikes = 3, within_months = 12 }", "values = { strikes = 1, within_months = 6 }"))
    assert differences(REFERENCE, other) == (
        RuleDifference(
            "STR-02",
            "Repeatedly",
            (
                Change(Kind.VALUE, "how often is repeatedly", "3 strikes", "1 strike"),
                Change(Kind.VALUE, "within", "12 months", "6 months"),
            ),
        ),
    )


def test_a_wording_is_given_in_both_forms(written: Written) -> None:
    old = "We answer politely and in plain English."
    other = written((old, "We answer politely."))
    assert changes(REFERENCE, other, "STF-03") == [Change(Kind.WORDING, "wording", old, "We answer politely.")]
    assert "  wording, before: We answer politely and in plain English.\n  wording, after: We answer politely.\n" in (
        told(REFERENCE, other)
    )


def test_hours_are_said_by_day_with_those_that_are_new_or_gone(written: Written) -> None:
    other = written(
        ("monday = { opens = 09:00:00, closes", "monday = { opens = 08:30:00, closes"),
        ("friday = { opens", "saturday = { opens"),
    )
    assert changes(REFERENCE, other, "HRS-01") == [
        Change(Kind.VALUE, "hours on monday", "09:00 to 17:00", "08:30 to 17:00"),
        Change(Kind.VALUE, "hours on friday", "09:00 to 17:00", ""),
        Change(Kind.VALUE, "hours on saturday", "", "09:00 to 17:00"),
    ]
    assert "  hours on friday: no longer: 09:00 to 17:00\n  hours on saturday: new: 09:00 to 17:00\n" in (
        told(REFERENCE, other)
    )


@pytest.mark.parametrize(
    ("old", "new", "rule", "said"),
    [
        ("in_all_months = 0", "in_all_months = 24", "BLK-05",
         ("a block with all extensions lasts at most", "without limit", "24 months")),
        ("prior_working_days = 0", "prior_working_days = 1", "BLK-02",
         ("the notice comes before the block by", "no prior notice", "1 working day")),
        ("spent_by_block = true", "spent_by_block = false", "STR-03",
         ("a strike that has brought a block still counts", "no", "yes")),
        ('within = { count = 240, unit = "active minutes" }', 'within = { count = 2, unit = "working days" }', "HRS-06",
         ("a reply is due within", "240 active minutes", "2 working days")),
        ("percent = 5.0", "percent = 7.5", "REC-05", ("decisions judged twice", "5 per cent", "7.5 per cent")),
        ("at = 15:00:00", "at = 14:30:00", "CMT-02", ("time of the plan", "15:00", "14:30")),
        ("managed_contacts = 24", "managed_contacts = 1", "REC-02",
         ("kept for managed contacts", "24 months", "1 month")),
        ("blur = true", "blur = false", "STF-02", ("the worst is blurred", "yes", "no")),
        ('nation = "england"', 'nation = "wales"', "HRS-03", ("public holidays of", "england", "wales")),
    ],
)  # fmt: skip
def test_each_kind_of_value_is_said_as_people_say_it(
    written: Written, old: str, new: str, rule: str, said: tuple[str, str, str]
) -> None:
    assert changes(REFERENCE, written((old, new)), rule) == [Change(Kind.VALUE, *said)]


def test_entries_of_a_list_are_new_or_gone(written: Written) -> None:
    other = written(('{ at_strikes = 3, step = "block" }', '{ at_strikes = 2, step = "block" }'))
    assert changes(REFERENCE, other, "STR-04") == [
        Change(Kind.VALUE, "steps", "a block at 3 strikes", ""),
        Change(Kind.VALUE, "steps", "", "a block at 2 strikes"),
    ]


def test_a_list_in_another_order_is_a_difference(written: Written) -> None:
    other = written(('block_at_once = ["CON-03", "CON-04"]', 'block_at_once = ["CON-04", "CON-03"]'))
    (change,) = changes(REFERENCE, other, "STR-04")
    assert change.what == "grounds that may bring a block at once, in order"
    assert (change.before, change.after) == ("CON-03; CON-04", "CON-04; CON-03")


CLAUSE = """[[REF-02.clauses]]
when = '''
lexicon.safeguarding > 0 || encoder.safeguarding == "yes"
'''
severity = "high"
suggest = "refer"
because = "a child or an adult may be at risk of harm"
"""
CONDITION = 'lexicon.safeguarding > 0 || encoder.safeguarding == "yes"'
WORDS = "a child or an adult may be at risk of harm (high; suggests: refer), when " + CONDITION


def test_a_clause_is_added_or_taken_out(written: Written) -> None:
    without = written((CLAUSE, ""))
    assert changes(REFERENCE, without, "REF-02") == [Change(Kind.CLAUSE, "clause taken out", WORDS, "")]
    assert changes(without, REFERENCE, "REF-02") == [Change(Kind.CLAUSE, "clause added", "", WORDS)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('severity = "high"', 'severity = "medium"'),
        ("a child or an adult may be", "somebody may be"),
        ("safeguarding > 0", "safeguarding > 1"),
    ],
)
def test_a_clause_with_the_same_condition_or_reason_is_a_clause_changed(written: Written, old: str, new: str) -> None:
    (change,) = changes(REFERENCE, written((CLAUSE, CLAUSE.replace(old, new))), "REF-02")
    assert (change.what, change.before) == ("clause changed", WORDS)
    assert change.after != WORDS


def test_clauses_in_another_order_are_a_difference() -> None:
    rule = REFERENCE.rules["REF-02"]
    turned = replace(rule, clauses=rule.clauses[::-1])
    (change,) = changes(REFERENCE, replace(REFERENCE, rules={**REFERENCE.rules, "REF-02": turned}), "REF-02")
    assert change.what == "clauses, in order"


def test_examples_are_counted(written: Written) -> None:
    line = '  { text = "The councillors are out of touch.", because = "an opinion" },\n'
    fewer = written((line, ""))
    assert changes(REFERENCE, fewer, "REF-01") == [Change(Kind.EXAMPLES, "counter-examples", "5", "4 (0 new, 1 gone)")]
    other = written((line, line.replace("out of touch", "never seen")))
    assert changes(REFERENCE, other, "REF-01") == [Change(Kind.EXAMPLES, "counter-examples", "5", "5 (1 new, 1 gone)")]


def test_what_a_ground_asks_is_compared_too(written: Written) -> None:
    ground = "[CON-07.ground]"
    start = BASE.index(ground)
    table = BASE[start : BASE.index("examples = [", start)]
    other = written((table, table.replace("second_person = false", "second_person = true")))
    assert changes(REFERENCE, other, "CON-07") == [Change(Kind.VALUE, "a second person is needed", "no", "yes")]


def test_the_head_comes_first() -> None:
    head, *rules = differences(REFERENCE, in_force("dunmorrow", date.max))
    assert (head.rule, head.title) == ("", "")
    assert head.changes[0] == Change(Kind.HEAD, "body", "Stockport Council", "Dunmorrow Council")
    assert Change(Kind.HEAD, "in force from", "1 January 2024", "7 April 2025") in head.changes
    assert [each.rule for each in rules][:3] == ["HRS-01", "HRS-03", "HRS-06"]


@pytest.mark.parametrize(("first", "second"), tuple(pairwise(BODIES)))
def test_exactly_the_rules_that_are_not_equal_are_named(first: str, second: str) -> None:
    a, b = in_force(first, date.max), in_force(second, date.max)
    unequal = [id_ for id_ in a.rules if _bare(a, id_) != _bare(b, id_)]
    assert [each.rule for each in differences(a, b) if each.rule] == unequal
    assert unequal


def _bare(edition: Edition, id_: str) -> object:
    """A rule with the text of its conditions, which are compiled anew for every file."""
    rule = edition.rules[id_]
    told_of = [(" ".join(c.when.source.split()), c.severity, c.suggest, c.because) for c in rule.clauses]
    return replace(rule, clauses=()), told_of


def test_differences_are_the_same_seen_from_the_other_side() -> None:
    a, b = REFERENCE, in_force("wealdham", date.max)
    there = [(each.rule, c.what, c.before, c.after) for each in differences(a, b) for c in each.changes]
    back = [(each.rule, c.what, c.after, c.before) for each in differences(b, a) for c in each.changes]
    aside = {"clause added", "clause taken out", "examples", "counter-examples"}  # these are named by their direction
    assert {each for each in there if each[1] not in aside} == {each for each in back if each[1] not in aside}


def test_every_name_for_a_value_belongs_to_a_value_that_there_is() -> None:
    tables = {table for kind in VALUES.values() for table in _tables(kind)}
    known = {f"{table.__name__}.{field.name}" for table in tables for field in fields(table)}
    assert {key for key in FIELDS if not key.startswith(("Ground.", "Route."))} - known == set()


def _tables(kind: type) -> set[type]:
    inner = {arg for hint in get_type_hints(kind).values() for arg in (hint, *get_args(hint)) if is_dataclass(arg)}
    return {kind} | {table for each in inner for table in _tables(each)}


def test_the_command_takes_files_and_folders() -> None:
    run = CliRunner().invoke(app, ["diff", str(ROOT / "stockport/2024-01-01.toml"), "kestrelby"])
    assert run.exit_code == 0
    assert "\nSTR-02 Repeatedly\n" in run.stdout
    assert "  how often is repeatedly: 3 strikes -> 2 strikes\n" in run.stdout
    assert CliRunner().invoke(app, ["diff", str(ROOT / "stockport"), str(ROOT / "kestrelby")]).stdout == run.stdout


def test_a_body_that_there_is_not_is_named_and_nothing_is_said() -> None:
    run = CliRunner().invoke(app, ["diff", "stockport", "nowhere"])
    assert (run.exit_code, run.stdout) == (1, "")
    assert "No edition was found in" in run.stderr
