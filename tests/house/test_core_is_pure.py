"""Core takes values and gives values: no clock, no files, no network, no framework. A list says what it may use."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = Path(__file__).parents[2] / "src" / "evenhand" / "core"
FILES = sorted(CORE.rglob("*.py"))
MAY_IMPORT = {
    "calendar", "collections", "collections.abc", "dataclasses", "datetime", "enum", "fractions", "functools",
    "hashlib", "ipaddress", "itertools", "json", "math", "re", "types", "typing", "zoneinfo",
}  # fmt: skip
"""Modules of the standard library that touch nothing outside."""
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter", "localtime", "gmtime", "fromtimestamp"}
"""Methods that ask what time it is, or where the machine is; `datetime.time` as a type is not called on anything."""
OUTSIDE = {"open", "input", "print", "exec", "eval", "compile", "__import__", "globals", "breakpoint"}


def impurities(source: str) -> list[str]:
    """What a file of core does that it may not, line by line."""
    tree = ast.parse(source)
    return [f"line {line}: {what}" for node in ast.walk(tree) for line, what in (*_imports(node), *_calls(node))]


def _imports(node: ast.AST) -> Iterator[tuple[int, str]]:
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [node.module or "."] if not node.level else ["."]
    for name in names:
        if name not in MAY_IMPORT and not f"{name}.".startswith("evenhand.core."):
            yield node.lineno, f"imports {name}"  # type: ignore[attr-defined]


def _calls(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Attribute) and node.attr in CLOCKS and not isinstance(node.ctx, ast.Store):
        yield node.lineno, f"asks for .{node.attr}"
    if isinstance(node, ast.Name) and node.id in OUTSIDE and isinstance(node.ctx, ast.Load):
        yield node.lineno, f"uses {node.id}"
    if isinstance(node, ast.Global | ast.AsyncFunctionDef | ast.Await):
        yield node.lineno, "keeps or awaits something outside"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(CORE)))
def test_a_file_of_core_touches_nothing_outside(file: Path) -> None:
    assert impurities(file.read_text()) == []


def test_there_are_files_to_look_at() -> None:
    assert {"conduct.py", "chain.py", "lifecycle.py", "moderation.py"} <= {file.name for file in FILES}


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("import time", "imports time"),
        ("from django.db import models", "imports django.db"),
        ("from evenhand.intake import models", "imports evenhand.intake"),
        ("from evenhand import editions", "imports evenhand"),
        ("from . import chain", "imports ."),
        ("from datetime import datetime\nat = datetime.now()", "asks for .now"),
        ("from datetime import date\non = date.today()", "asks for .today"),
        ("from datetime import datetime as d\nf = d.utcnow", "asks for .utcnow"),
        ("text = open('file').read()", "uses open"),
        ("print('hello')", "uses print"),
        ("eval('1')", "uses eval"),
        ("def f():\n    import os", "imports os"),
        ("async def f(): ...", "awaits"),
    ],
)
def test_what_touches_something_outside_is_found(source: str, says: str) -> None:
    assert any(says in found for found in impurities(source))
