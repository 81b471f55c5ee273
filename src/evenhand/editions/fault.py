"""A fault in an edition: where it stands, what is wrong, what to write instead."""

import dataclasses
import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

from evenhand.core.stated import ImpossibleError

Loc = tuple[str | int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `table`: as in the file, without brackets; entries of an array count from 1."""

    file: Path
    table: str
    key: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        where = f"[{self.table}] {self.key}".strip() if self.table else self.key
        return f"{self.file}: {where}: {self.wrong}; {self.mend}"


class FaultyEditionError(Exception):
    """An edition was asked for that has faults; nothing is judged by it until they are mended."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"The edition cannot be used until this is mended:\n{lines}")


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was most likely meant, or "" when none is near."""
    as_written = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(word.casefold(), as_written, n=1, cutoff=0.6)
    return as_written[near[0]] if near else ""


def meant(word: str, known: Iterable[str]) -> str:
    """The mend for an unknown word: the nearest one, or the list of those that there are."""
    known = sorted(known)
    if near := nearest(word, known):
        return f'write "{near}"'
    return f"use one of: {', '.join(known)}"


def from_error(file: Path, error: Mapping[str, Any], shape: Any, above: Loc) -> Fault:
    """One error of pydantic in our words. `shape`: the dataclass checked; `above`: where its table stands."""
    path: Loc = error["loc"]
    cause = (error.get("ctx") or {}).get("error")
    if isinstance(cause, ImpossibleError):
        return Fault(file, table_name(above + path), cause.key, str(cause), "write a value that can be meant")
    if path and path[-1] == "[key]":
        path = path[:-1]
    *before, last = above + path
    key = str(last)
    if isinstance(last, int):
        key = f"{before.pop()} #{last + 1}"
    wrong, mend = _in_words(error, key, _keys(shape, path[:-1]))
    return Fault(file, table_name(tuple(before)), key, wrong, mend)


def table_name(loc: Loc) -> str:
    """("CON-03", "clauses", 0) is "CON-03.clauses #1"."""
    name = ""
    for part in loc:
        name += f" #{part + 1}" if isinstance(part, int) else f".{part}" if name else part
    return name


def _in_words(error: Mapping[str, Any], key: str, known: list[str]) -> tuple[str, str]:
    given = error.get("input")
    match error["type"]:
        case "missing":
            return "is missing", f'add "{key} = ..."'
        case "unexpected_keyword_argument":
            near = nearest(key, known)
            return "is not a key of this table", f'write "{near}"' if near else "take the line out"
        case "enum":
            return f'"{given}" is not known here', meant(str(given), _choices(error))
        case _:
            return f"{given!r} does not fit", _plain(error["msg"])


def _choices(error: Mapping[str, Any]) -> list[str]:
    return re.findall(r"'([^']*)'", error["ctx"]["expected"])


def _plain(message: str) -> str:
    return message.replace("Input should be a valid", "write a").replace("Input should be", "write")


def _keys(shape: Any, path: Loc) -> list[str]:
    """The keys of the table at `path` below a dataclass, through mappings, tuples and options."""
    for part in path:
        shape = _below(shape, part)
    return [field.name for field in dataclasses.fields(shape)] if dataclasses.is_dataclass(shape) else []


def _below(shape: Any, part: str | int) -> Any:
    kinds = get_args(shape)
    if dataclasses.is_dataclass(shape):
        kinds = (get_type_hints(shape)[str(part)],)
        if type(None) in get_args(kinds[0]):
            kinds = get_args(kinds[0])
    return next(kind for kind in reversed(kinds) if kind not in (..., type(None)))
