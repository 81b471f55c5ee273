"""Which test files reach which module of core, by what they import: the nearest first."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.mutation.mutants import CORE, ROOT

TESTS = ROOT / "tests"


def test_files() -> list[Path]:
    """Rules before properties: they are a hundred times faster."""
    return [*sorted(TESTS.glob("rules/*/test_*.py")), *sorted(TESTS.glob("properties/test_*.py"))]


def files_for(module: str) -> list[Path]:
    """Every file that reaches the module: the likeliest to notice a change to it first."""
    target = f"evenhand.core.{module}"
    return sorted(
        (file for file in test_files() if target in _reached(file)),
        key=lambda file: (file.parent.name == "properties", target not in _imports(file), not _is_near(file, target)),
    )


def near_files(module: str) -> list[Path]:
    """Those alone that import it, themselves or through what they share; all that reach it where none does."""
    files = files_for(module)
    return [file for file in files if _is_near(file, f"evenhand.core.{module}")] or files


def _is_near(file: Path, target: str) -> bool:
    return target in _named_in_tests(file)


@cache
def _named_in_tests(file: Path) -> frozenset[str]:
    shared = [path for name in _imports(file) if name.startswith("tests.") and (path := _file(name))]
    return frozenset(_imports(file)).union(*map(_named_in_tests, shared))


@cache
def _reached(file: Path) -> frozenset[str]:
    """Every module that is imported when the file is; `editions` reads editions with all their values."""
    reached: set[str] = set()
    waiting = [file]
    while waiting:
        for name in _imports(waiting.pop()):
            if name not in reached and (path := _file(name)):
                reached.add(name)
                waiting.append(path)
    return frozenset(reached)


@cache
def _imports(file: Path) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_imported(ast.parse(file.read_text()))))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def _file(name: str) -> Path | None:
    """The file of a module of ours; None for other people's, and for names that are no modules."""
    base = (ROOT if name.startswith("tests.") else CORE.parents[1]) / name.replace(".", "/")
    return next((file for file in (base.with_suffix(".py"), base / "__init__.py") if file.exists()), None)
