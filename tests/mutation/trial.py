"""One mutant against the tests, in a process of its own that nothing outlives.

Two ways. The quick one gathers all tests once, and then forks: the child takes the changed code into the functions that
are there already. It cannot see what is made on import, so such mutants, and all that live through it, are tried again
the slow way: a child that imports the changed module before anything else.
"""

import ast
import gc
import importlib.util
import os
import resource
import sys
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest
from hypothesis import HealthCheck, settings
from tests.mutation.mutants import ROOT, Mutant, mutated, path_of
from tests.mutation.reach import files_for, near_files

CPU_SECONDS = 60  # a mutant that needs longer runs in circles
MEMORY_BYTES = 4 * 2**30
LIVED = ""  # what a trial answers when no test fails

settings.register_profile(
    "mutation", max_examples=25, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def quick(mutants: Iterable[Mutant], answer: Callable[[Mutant, str], None]) -> None:
    """Tries each mutant; `answer` gets the name of the test that failed, or LIVED. Ends this process's pytest."""
    chosen = list(mutants)
    files = {file for mutant in chosen for file in files_for(mutant.module)}
    _pytest(sorted(files), _Quick(chosen, answer))


def slow(mutant: Mutant) -> str:
    """The test that failed when the changed module was imported first, or LIVED."""

    files = near_files(mutant.module) if mutant.in_function else files_for(mutant.module)

    def run() -> str:
        sys.meta_path.insert(0, _Changed(mutant))
        first = _First()
        status = _pytest(files, first)
        return first.failed or ("" if status == 0 else "it cannot be imported")

    return in_a_child(run) if files else LIVED


def in_a_child(run: Callable[[], str], limited: bool = True) -> str:
    """What `run` answers in a fork, or how the fork died; with limits, one that runs in circles dies."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        if limited:
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        try:
            answer = run()
        except (SystemExit, KeyboardInterrupt, MemoryError) as died:  # what ends pytest itself kills the mutant
            answer = f"{type(died).__name__}: {died}"
        except BaseException:
            traceback.print_exc()
            os._exit(os.EX_SOFTWARE)
        os.write(writer, answer.encode()[:4000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("A trial broke, not a test: its traceback is above. Next: mend tests/mutation.")
    return answer if status == 0 else f"ended by signal {os.WTERMSIG(status)} (time or memory)"


def _pytest(files: Iterable[Path], plugin: object) -> int:
    settings.load_profile("mutation")
    options = ["-c", str(ROOT / "tests" / "mutation" / "pytest.ini"), f"--rootdir={ROOT}", "-x"]
    return int(pytest.main([*options, *map(str, files)], plugins=[plugin]))


class _First:
    """Keeps the name of the first test, or of the file, that failed."""

    failed = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
        """A failure is reported without its traceback, which costs more than the test and which nobody reads."""
        if call.excinfo is None or call.excinfo.errisinstance(pytest.skip.Exception):
            return None
        self.failed = self.failed or item.nodeid
        return pytest.TestReport(item.nodeid, item.location, {}, "failed", "failed", call.when)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid


class _Quick(_First):
    """Runs the tests once for each mutant, after once without any change."""

    def __init__(self, mutants: list[Mutant], answer: Callable[[Mutant, str], None]) -> None:
        self.mutants, self.answer = mutants, answer

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if failed := self.failed or in_a_child(lambda: self._run(session.items)):
            raise SystemExit(f"Without any change {failed} fails. Next: make test.")
        functions = _functions()
        gc.disable()  # else each child would copy what it only looks through
        for mutant in self.mutants:
            items = list(_nearest(session.items, mutant.module))
            self.answer(mutant, in_a_child(partial(self._tried, mutant, functions, items)))
        return True

    def _tried(self, mutant: Mutant, functions: Mapping[str, list[FunctionType]], items: list[pytest.Item]) -> str:
        changed = dict(_codes(compile(mutated(mutant), str(path_of(mutant.module)), "exec")))
        for function in functions[mutant.module]:
            function.__code__ = changed.get(_key(function.__code__), function.__code__)
        return self._run(items)

    def _run(self, items: list[pytest.Item]) -> str:
        for item, following in zip_longest(items, items[1:]):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return self.failed
        return LIVED


def _nearest(items: list[pytest.Item], module: str) -> Iterator[pytest.Item]:
    by_file: dict[Path, list[pytest.Item]] = {}
    for item in items:
        by_file.setdefault(item.path, []).append(item)
    for file in files_for(module):
        yield from by_file.get(file, [])


def _functions() -> Mapping[str, list[FunctionType]]:
    """Every function of core by its module, wherever it has gone to."""
    found: dict[str, list[FunctionType]] = defaultdict(list)
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and str(function.__module__).startswith("evenhand.core."):
            found[function.__module__.removeprefix("evenhand.core.")].append(function)
    return found


def _codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield _key(inner), inner
            yield from _codes(inner)


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


class _Changed(SourceFileLoader):
    """Finds and loads one module, changed."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(f"evenhand.core.{mutant.module}", str(path_of(mutant.module)))
        self.tree: ast.Module = mutated(mutant)

    def find_spec(self, name: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.tree, self.path, "exec")
