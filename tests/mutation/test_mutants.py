"""The tool itself: what it changes, what it leaves alone, which tests it asks, and how a trial may end."""

import ast
import os
import signal

import pytest
from tests.mutation import mutants
from tests.mutation.mutants import Mutant, mutated
from tests.mutation.reach import files_for, near_files
from tests.mutation.trial import in_a_child


def changed(source: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the lines of a module are changed to, one a mutant; every one must compile."""
    monkeypatch.setattr(mutants, "_tree", lambda module: ast.parse(source))
    every = [
        Mutant("made_up", number, 1, "", "", True) for number in range(len(list(mutants._changes(ast.parse(source)))))
    ]
    trees = [mutated(mutant) for mutant in every]
    assert all(compile(tree, "made_up", "exec") for tree in trees)
    return [ast.unparse(tree) for tree in trees]


@pytest.mark.parametrize(
    ("source", "others"),
    [
        ("a < b", ["a <= b", "a >= b"]),
        ("a >= b", ["a > b", "a < b"]),
        ("a == b", ["a != b"]),
        ("a not in b", ["a in b"]),
        ("a is b", ["a is not b"]),
        ("a < b < c", ["a <= b < c", "a >= b < c", "a < b <= c", "a < b >= c"]),
        ("a or b", ["a and b"]),
        ("not a", ["a"]),
        ("a + b", ["a - b"]),
        ("True", ["False"]),
        ("5", ["6", "4"]),
        ("any(a)", ["all(a)"]),
        ("[a for a in b if c]", ["[a for a in b if not c]"]),
        ("d if a else b", ["d if not a else b"]),
    ],
)
def test_one_thing_is_changed_at_a_time(source: str, others: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert changed(source, monkeypatch) == others


@pytest.mark.parametrize("source", ["2024", "'words'", "a: Literal[1] = b", "@frozen(True)\ndef f(a: Literal[1]): ..."])
def test_years_words_annotations_and_decorators_are_left_alone(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert changed(source, monkeypatch) == []


def test_words_that_are_returned_are_taken_away_or_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert changed("def f():\n    return 'words'", monkeypatch) == ["def f():\n    return ''"]
    assert changed("def f():\n    return ''", monkeypatch) == ["def f():\n    return 'changed'"]


def test_a_change_is_told_apart_by_where_it_is_made() -> None:
    inside = [mutant for mutant in mutants.mutants("conduct") if mutant.in_function]
    outside = [mutant for mutant in mutants.mutants("conduct") if not mutant.in_function]
    assert all(mutant.code.startswith(("Suggestion.", "doubt")) for mutant in outside)
    assert "`r.severity`" not in {mutant.change for mutant in inside}
    assert len(inside) > len(outside) > 0


def test_the_files_that_are_named_for_a_rule_are_tried_before_those_that_only_come_to_it() -> None:
    near, every = near_files("dates"), files_for("dates")
    assert {file.name for file in near} >= {"test_str_02_counting_months.py", "test_months.py"}
    assert every[0].name == "test_str_02_counting_months.py"
    assert every[-1].parent.name == "properties"
    assert set(near) < set(every)


def test_a_trial_answers_from_a_process_of_its_own() -> None:
    assert in_a_child(lambda: str(os.getppid())) == str(os.getpid())


def test_a_mutant_that_ends_its_process_is_killed() -> None:
    def leave() -> str:
        raise SystemExit("it left")

    assert in_a_child(leave) == "SystemExit: it left"
    stopped = in_a_child(lambda: os.kill(os.getpid(), signal.SIGKILL) or "")
    assert stopped == "ended by signal 9 (time or memory)"


def test_a_trial_that_breaks_is_no_verdict(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="mend tests/mutation"):
        in_a_child(lambda: str(1 / 0))
    assert "ZeroDivisionError" in capfd.readouterr().err
