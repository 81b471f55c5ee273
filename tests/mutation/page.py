"""docs/reference/mutation.md: what was changed in core, what the tests noticed, and why the rest may stand."""

import os
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.mutation.ledger import FOLDER, Verdict, verdicts
from tests.mutation.mutants import CORE, Mutant, modules, mutants, path_of

EXPLAINED = Path(__file__).with_name("explained.toml")
COMMAND = "make mutation"


@dataclass(frozen=True, slots=True)
class _Module:
    name: str
    mutants: tuple[Mutant, ...]
    verdicts: Mapping[Mutant, Verdict]

    @property
    def survivors(self) -> list[Mutant]:
        return [mutant for mutant, verdict in self.verdicts.items() if not verdict.killed]


def written() -> tuple[str, int]:
    """The page, and how many survivors nobody has explained, or explanations have no line any more."""
    found = [_Module(name, changed := tuple(mutants(name)), verdicts(changed)) for name in modules()]
    why = _explained()
    survivors = [mutant for module in found for mutant in module.survivors]
    stale = why.keys() - {_key(mutant) for module in found for mutant in module.mutants}
    text = "\n".join((*_top(), *_table(found), *_unfinished(found), *_survivors(survivors, why), *_stale(stale)))
    return text.rstrip() + "\n", len(stale) + sum(_key(mutant) not in why for mutant in survivors)


def _top() -> Iterator[str]:
    yield "# Mutation checks"
    yield ""
    yield (
        "Each mutant is one change to one line of `core`: another comparison, `or` for `and`, a number one higher, a "
        "condition turned round. The tests of rules and the properties must notice it. One that they do not notice, "
        "a survivor, is a missing test, or a change that changes nothing."
    )
    yield ""
    yield "Left alone: annotations, decorators, words that are not returned, and numbers over a thousand."
    yield ""


def _table(found: list[_Module]) -> Iterator[str]:
    yield from ("| module | mutants | killed | survived | not tried |", "|---|---:|---:|---:|---:|")
    yield from (_row(f"`{module.name}`", [module]) for module in found)
    yield _row("all", found)
    tried = [verdict for module in found for verdict in module.verdicts.values()]
    killed = sum(verdict.killed for verdict in tried)
    seconds = sum(verdict.seconds for verdict in tried)
    last = max((file.stat().st_mtime for file in FOLDER.glob("*.ndjson")), default=0.0)
    yield ""
    yield f"Killed: {killed} of {len(tried)} tried, {100 * killed / max(1, len(tried)):.1f}%."
    yield ""
    yield (
        f"Measured on {datetime.fromtimestamp(last, UTC).date().isoformat()} by `{COMMAND}`: {seconds:.0f} seconds for "
        f"the trials that gave these verdicts, two at a time, on {os.cpu_count()} shared cores. "
        "A verdict is kept while the module is the same and the test that noticed the change is still there."
    )
    yield ""


def _row(name: str, some: list[_Module]) -> str:
    tried = [verdict for module in some for verdict in module.verdicts.values()]
    killed = sum(verdict.killed for verdict in tried)
    total = sum(len(module.mutants) for module in some)
    return f"| {name} | {total} | {killed} | {len(tried) - killed} | {total - len(tried)} |"


def _unfinished(found: list[_Module]) -> Iterator[str]:
    names = [f"`{module.name}`" for module in found if len(module.verdicts) < len(module.mutants)]
    if names:
        yield f"Not tried to the end: {', '.join(names)}."
        yield ""


def _survivors(survivors: list[Mutant], why: Mapping[tuple[str, str, str], str]) -> Iterator[str]:
    yield from ("## Survivors", "")
    if not survivors:
        yield "None."
    for mutant in survivors:
        place = f"{path_of(mutant.module).relative_to(CORE.parent)}:{mutant.line}"
        yield f"- `{place}` {mutant.change}: {why.get(_key(mutant), '**a test is missing.**')}"


def _stale(stale: Collection[tuple[str, str, str]]) -> Iterator[str]:
    if stale:
        yield from ("", "## Explanations to take out", "")
        yield from (f"- `{module}`: `{code}`" for module, code, _ in sorted(stale))


def _explained() -> Mapping[tuple[str, str, str], str]:
    rows = tomllib.loads(EXPLAINED.read_text()).get("survivor", []) if EXPLAINED.exists() else []
    return {(row["module"], row["code"], row["change"]): row["why"] for row in rows}


def _key(mutant: Mutant) -> tuple[str, str, str]:
    return mutant.module, mutant.code, mutant.change
