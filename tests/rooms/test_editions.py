"""Editions: a file becomes an edition, or faults that each name the file, the table, the key and the mend."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date, time
from pathlib import Path

import pytest

from evenhand.core.values import GROUND_IDS, ROUTE_IDS, RULE_IDS, VALUES, ActiveHours, Weekday
from evenhand.editions import (
    Fault,
    FaultyEditionError,
    all_of,
    faults,
    faults_of_folder,
    in_force,
    read,
    root,
)

HERE = Path(__file__).parents[2] / "editions"
STOCKPORT = HERE / "stockport" / "2024-01-01.toml"
Changed = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The reference edition with one passage replaced, in a folder of its own."""

    def write(old: str, new: str, name: str = "2024-01-01.toml") -> Path:
        text = STOCKPORT.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return write


def only(found: list[Fault]) -> Fault:
    assert len(found) == 1, [str(fault) for fault in found]
    return found[0]


def test_the_reference_edition_has_every_rule_ground_route_and_value() -> None:
    edition = read(STOCKPORT)
    assert tuple(edition.rules) == RULE_IDS
    assert tuple(edition.grounds) == GROUND_IDS
    assert tuple(id_ for id_, rule in edition.rules.items() if rule.route) == ROUTE_IDS
    assert {id_ for id_, rule in edition.rules.items() if rule.values is not None} == set(VALUES)


def test_an_edition_is_pinned_by_the_hash_of_its_bytes() -> None:
    assert read(STOCKPORT).sha256 == hashlib.sha256(STOCKPORT.read_bytes()).hexdigest()


def test_a_value_keeps_its_type_and_cannot_be_changed() -> None:
    hours = read(STOCKPORT).value("HRS-01", ActiveHours)
    assert hours.hours[Weekday.FRIDAY].closes == time(17)
    assert Weekday.SATURDAY not in hours.hours
    with pytest.raises(FrozenInstanceError):
        hours.timezone = "Mars/Olympus"  # type: ignore[misc]


def test_a_value_asked_for_as_another_kind_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="HRS-02 was asked for ActiveHours; it holds NoneType"):
        read(STOCKPORT).value("HRS-02", ActiveHours)


def test_every_ground_has_four_examples_and_five_counter_examples_at_least() -> None:
    for id_, ground in read(STOCKPORT).grounds.items():
        assert len(ground.examples) >= 4, id_
        assert len(ground.counter_examples) >= 5, id_


def test_two_bodies_give_other_values_under_the_same_rules() -> None:
    stockport, wealdham = in_force(HERE / "stockport", date.max), in_force(HERE / "wealdham", date.max)
    assert tuple(stockport.rules) == tuple(wealdham.rules)
    differing = {id_ for id_ in RULE_IDS if stockport.rules[id_].values != wealdham.rules[id_].values}
    assert {"HRS-01", "HRS-03", "HRS-06", "STR-02", "STR-04", "BLK-03", "APL-02", "MOD-01"} <= differing


@pytest.mark.parametrize(
    ("old", "new", "table", "key", "wrong", "mend"),
    [
        ("[HRS-02]", "[HRS-2]", "HRS-2", "", "is not a rule of the policy", 'write "HRS-02"'),
        ("monday = {", "mondya = {", "HRS-01.values.hours", "mondya", "is not known here", 'write "monday"'),
        (
            "opens = 09:00:00",
            "opens = 19:00:00",
            "HRS-01.values.hours.monday",
            "closes",
            "closing must be",
            "value",
        ),
        ("opens = 09:00:00, ", "", "HRS-01.values.hours.monday", "opens", "is missing", 'add "opens = ..."'),
        (
            "closes = 17:00:00",
            "closes = 25",
            "HRS-01.values.hours.monday",
            "closes",
            "25 does not fit",
            "time",
        ),
        ('"Europe/London"', '"Europe/Lundun"', "HRS-01.values", "timezone", "no", 'write "Europe/London"'),
        (
            "{ longest_hours = 72 }",
            "{ longest_hours = 0 }",
            "HRS-04.values",
            "longest_hours",
            "at least 1",
            "value",
        ),
        (
            "{ longest_hours = 72 }",
            '{ longest_hours = "72" }',
            "HRS-04.values",
            "longest_hours",
            "'72'",
            "integer",
        ),
        (
            "{ longest_hours = 72 }",
            "{ longest_hour = 72 }",
            "HRS-04.values",
            "longest_hours",
            "is missing",
            "add",
        ),
        (
            'severity = "medium"',
            'severity = "meduim"',
            "CON-01.ground",
            "severity",
            '"meduim"',
            'write "medium"',
        ),
        ('suggest = "hide"', 'suggest = "hyde"', "CON-02.clauses #1", "suggest", '"hyde"', 'write "hide"'),
        (
            'severities = ["grave"]',
            'severities = ["gravy"]',
            "HRS-05.values",
            "severities #1",
            "gravy",
            "grave",
        ),
        (
            'rules = ["REF-02"',
            'rules = ["RFE-02"',
            "HRS-05.values",
            "rules",
            '"RFE-02" is not a rule',
            "REF-02",
        ),
        (
            "judged = true",
            "jugded = true",
            "CON-01.ground.examples #1",
            "jugded",
            "not a key",
            'write "judged"',
        ),
        ('nation = "england"', 'nation = "englnd"', "HRS-03.values", "nation", '"englnd"', 'write "england"'),
        ("percent = 5.0", "percent = 150.0", "REC-05.values", "percent", "at most 100", "value"),
        ("audit = 84\n", "", "REC-02.values", "months", "no time is given for audit", "value"),
        ("in_force_from = 2024-01-01", 'in_force_from = "soon"', "", "in_force_from", "'soon'", "date"),
        ('kind = "danger now"', 'kind = "danger"', "REF-02.values", "contacts", "name 999", "value"),
        ('hide = "where possible"', 'hide = "allways"', "MOD-05.values", "hide", '"allways"', 'write "always"'),
        ("never_says = [", "never_said = [", "EVD-02.values", "never_says", "is missing", "add"),
        (", show_nought = false }", " }", "EQU-02.values", "show_nought", "is missing", "add"),
        ('["gay"]', '["gay", "gays"]', "EQU-01.values.likenesses #5", "rows", "of different length", "value"),
        ('["gay"]', '["blind", "deaf"]', "EQU-01.values.likenesses #5", "rows", "of different length", "value"),
        ('["gay"], ["heterosexual"]', '["gay"], ["Gay"]', "EQU-01.values.likenesses #5", "rows", "twice", "value"),
        ('kind = "dialect"', 'kind = "name"', "EQU-01.values", "likenesses", "swapped by dialect", "value"),
    ],
)
def test_a_fault_names_its_table_its_key_and_its_mend(
    changed: Changed, old: str, new: str, table: str, key: str, wrong: str, mend: str
) -> None:
    path = changed(old, new)
    found = [fault for fault in faults(path) if (fault.table, fault.key) == (table, key)]
    fault = only(found)
    assert fault.file == path
    assert wrong in fault.wrong
    assert mend in fault.mend


def test_a_missing_rule_and_missing_values_are_named(changed: Changed) -> None:
    text = STOCKPORT.read_text(encoding="utf-8")
    whole = text[text.index("[STR-02]") : text.index("[STR-03]")]
    fault = only(faults(changed(whole, "")))
    assert (fault.table, fault.mend) == ("STR-02", "add a table [STR-02]")
    values = "values = { strikes = 3, within_months = 12 }\n"
    fault = only(faults(changed(values, "")))
    assert (fault.table, fault.key) == ("STR-02", "values")
    assert fault.mend == "add [STR-02.values] with strikes, within_months"


def test_a_misspelt_key_is_named_with_the_one_that_was_meant(changed: Changed) -> None:
    found = faults(changed("{ longest_hours = 72 }", "{ longest_hour = 72 }"))
    assert 'write "longest_hours"' in {fault.mend for fault in found}


def test_a_ground_where_there_is_none_and_none_where_there_is_one_are_named(changed: Changed) -> None:
    found = faults(changed("[MOD-07.route]", "[MOD-07.ground]"))
    assert {(fault.table, fault.key) for fault in found} >= {("MOD-07", "route"), ("MOD-07", "ground")}


def test_a_file_that_is_not_toml_says_where(changed: Changed) -> None:
    fault = only(faults(changed("[HRS-02]", "[HRS-02")))
    assert "is not TOML" in fault.wrong
    assert re.search(r"line \d+", fault.wrong)


def test_a_file_that_is_not_there_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    assert "cannot be read" in only(faults(tmp_path / "none.toml")).wrong


@pytest.mark.parametrize(
    ("old", "new", "table", "key", "wrong"),
    [
        (
            "strike_weight = 2",
            "strike_weight = 0",
            "CON-03.ground",
            "strike_weight",
            "STR-05 does not say so",
        ),
        (
            '"CON-10", "MOD-07"',
            '"CON-10", "CON-02", "MOD-07"',
            "CON-02.ground",
            "strike_weight",
            "gives no strike",
        ),
        ("{ strikes = 3,", "{ strikes = 4,", "STR-04.values", "rungs", "STR-02 says 4"),
        ('[{ at_strikes = 1, step = "warning" }, ', "[", "STR-04.values", "rungs", "MOD-06 promises one"),
        ('"REF-01", "REF-02", "REF-04"', '"REF-01", "REF-04"', "STR-05.values", "rules", "leaves out REF-02"),
        ('"REF-01", "REF-02", "REF-04"', '"REF-02", "REF-04"', "STR-05.values", "rules", "leaves out REF-01"),
        ("evidence = 24", "evidence = 12", "REC-02.values.months", "evidence", "EVD-03 says 24"),
        (
            "was {action} because it attacks or",
            "was {acton} because it attacks or",
            "CON-02.ground",
            "statement",
            "{acton}",
        ),
        (
            "please send us {contact}",
            "please send us {form}",
            "MOD-07.route",
            "reply",
            "MOD-07 has no value for",
        ),
        (
            "please send us {contact}",
            "please send us {contact",
            "MOD-07.route",
            "reply",
            "without its partner",
        ),
        ('outranks = "grave"', 'outranks = "high"', "REF-02.route", "outranks", "comes before every ground"),
        (
            'suggest = "refer"\nbecause = "somebody may',
            'suggest = "hide"\nbecause = "somebody may',
            "REF-02.clauses #1",
            "suggest",
            "never proposes",
        ),
        (
            'severity = "low"\nstrongest_action = "delete"',
            'severity = "low"\nstrongest_action = "leave"',
            "CON-05.clauses #1",
            "suggest",
            "stronger",
        ),
        (
            "second_person = true\nevidence",
            "second_person = false\nevidence",
            "CON-09.ground",
            "second_person",
            "one officer alone",
        ),
        (
            "hide_until_seen = {}",
            'hide_until_seen = { CON-08 = "low" }',
            "MOD-01.values",
            "hide_until_seen",
            "never automatic",
        ),
        (
            "hide_until_seen = {}",
            'hide_until_seen = { REF-02 = "low" }',
            "MOD-01.values",
            "hide_until_seen",
            "not a ground",
        ),
        (
            'because = "it threatens somebody by name"',
            'because = ""',
            "CON-02.clauses #1",
            "because",
            "is empty",
        ),
    ],
)
def test_rules_that_contradict_each_other_are_named(
    changed: Changed, old: str, new: str, table: str, key: str, wrong: str
) -> None:
    assert any((f.table, f.key) == (table, key) and wrong in f.wrong for f in faults(changed(old, new)))


@pytest.mark.parametrize(
    ("when", "wrong"),
    [
        ("lexicon.threat > ", "does not parse: line 1"),
        ("true", "names no signal and no fact"),
        ("lexicon > 0", "names lexicon without a fact"),
        ("has(lexicon.threat)", "uses has"),
        ("lexicon.threat in [1, 2]", "uses @in"),
        ("lexicon['threat'] > 0", "uses _[_]"),
        ("'lexicon.threat' == 'x'", "names no signal and no fact"),
    ],
)
def test_a_condition_that_cannot_be_asked_says_why(changed: Changed, when: str, wrong: str) -> None:
    condition = 'when = "lexicon.threat > 0 && !lexicon.quoted && !lexicon.negated"'
    fault = only(faults(changed(condition, f'when = "{when}"')))
    assert (fault.table, fault.key) == ("CON-02.clauses #5", "when")
    assert wrong in fault.wrong


def test_a_faulty_edition_is_never_read(changed: Changed) -> None:
    with pytest.raises(FaultyEditionError, match=r"HRS-04\.values\] longest_hours: 0 is too small: at least 1"):
        read(changed("{ longest_hours = 72 }", "{ longest_hours = 0 }"))


def test_the_latest_edition_that_has_begun_is_in_force_and_before_the_first_the_first(
    changed: Changed, tmp_path: Path
) -> None:
    changed("in_force_from = 2024-01-01", "in_force_from = 2024-01-01")
    changed("in_force_from = 2024-01-01", "in_force_from = 2025-06-01", "2025-06-01.toml")
    assert [edition.in_force_from for edition in all_of(tmp_path)] == [date(2024, 1, 1), date(2025, 6, 1)]
    assert in_force(tmp_path, date(2025, 5, 31)).in_force_from == date(2024, 1, 1)
    assert in_force(tmp_path, date(2025, 6, 1)).in_force_from == date(2025, 6, 1)
    assert in_force(tmp_path, date(2023, 12, 31)).in_force_from == date(2024, 1, 1)


def test_two_editions_from_one_day_and_a_misnamed_file_are_named(changed: Changed, tmp_path: Path) -> None:
    changed("[HRS-01]", "[HRS-01]")
    changed("[HRS-01]", "[HRS-01]", "2024-02-01.toml")
    found = [(fault.file.name, fault.key, fault.wrong) for fault in faults_of_folder(tmp_path)]
    assert found == [
        ("2024-02-01.toml", "in_force_from", "is 2024-01-01, unlike the file's name"),
        ("2024-02-01.toml", "in_force_from", "is 2024-01-01, from which 2024-01-01.toml is in force too"),
    ]


def test_one_folder_holds_one_body(changed: Changed, tmp_path: Path) -> None:
    changed("[HRS-01]", "[HRS-01]")
    path = changed('body = "Stockport Council"', 'body = "Marlbury Town Council"', "2025-01-01.toml")
    path.write_text(path.read_text().replace("in_force_from = 2024-01-01", "in_force_from = 2025-01-01"))
    fault = only(faults_of_folder(tmp_path))
    assert "Marlbury Town Council and Stockport Council" in fault.wrong


def test_the_folder_of_editions_is_the_checkouts_own_unless_one_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("EVENHAND_EDITIONS", raising=False)
    assert in_force("stockport", date.max).body == "Stockport Council"
    monkeypatch.setenv("EVENHAND_EDITIONS", str(tmp_path))
    assert root() == tmp_path
    with pytest.raises(FileNotFoundError, match="set EVENHAND_EDITIONS"):
        all_of("stockport")
