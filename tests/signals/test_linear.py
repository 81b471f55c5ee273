"""The time to read a comment grows with its length alone, by the way the searches are built."""

import re
from importlib import import_module
from pkgutil import iter_modules
from re import _constants, _parser
from typing import Any

import pytest

import evenhand.signals
from evenhand.signals.lexicon import _NAMES, _STATEMENTS
from evenhand.signals.phrases import compiled

MODULES = [f"evenhand.signals.{module.name}" for module in iter_modules(evenhand.signals.__path__)]
PATTERNS = sorted(
    (f"{name}.{key}", value)
    for name in MODULES
    for key, value in vars(import_module(name)).items()
    if isinstance(value, re.Pattern)
)
REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)


@pytest.mark.parametrize("files", [_NAMES, _STATEMENTS, ("allow.tsv",), ("lures.tsv",)])
def test_no_phrase_is_endless(files: tuple[str, ...]) -> None:
    assert 0 < compiled(*files).longest() < 500


def test_patterns_were_found() -> None:
    assert len(PATTERNS) > 40


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_no_pattern_repeats_without_bound_inside_a_repeat(name: str, pattern: re.Pattern[str]) -> None:
    assert not endless_within(_parser.parse(pattern.pattern, pattern.flags), inside=False)


def endless_within(items: Any, inside: bool) -> bool:
    """Whether an unbounded repeat stands inside another repeat: the shape that backtracks without end."""
    for operation, value in items:
        if operation in REPEATS:
            _, most, body = value
            if inside and most == _constants.MAXREPEAT:
                return True
            if endless_within(body, inside or most > 1):
                return True
        elif any(endless_within(part, inside) for part in parts(value)):
            return True
    return False


def parts(value: Any) -> list[Any]:
    """The sub-patterns of an operation, whatever it is."""
    if isinstance(value, _parser.SubPattern):
        return [value]
    if isinstance(value, tuple | list):
        return [part for item in value for part in parts(item)]
    return []
