"""A clause's `when`, in CEL: compiled once, with every fact it reads."""

import re
from dataclasses import dataclass, field
from typing import cast

import cel

from evenhand.core.edition import Facts, Handed

_STRINGS = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\"""")
_COMMENTS = re.compile(r"//.*")
_PAIRS = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\s*\.\s*([A-Za-z_]\w*)")
_CALL = re.compile(r"\b([A-Za-z_]\w*)\s*\(")
# No calls: has() would read a missing fact as false, and nothing else is needed.
_ALLOWED = {
    "!_": "!", "-_": "-", "_&&_": "&&", "_||_": "||", "_==_": "==", "_!=_": "!=",
    "_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">=", "_+_": "+", "_-_": "-", "_*_": "*",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CelCondition:
    """A compiled expression. Build it with `compiled`."""

    source: str
    refers: frozenset[tuple[str, str]]
    _program: cel.Program = field(repr=False, compare=False)

    def __call__(self, facts: Facts | Handed) -> bool:
        """Raises: KeyError without a fact that the answer needs, TypeError when one is of an odd type."""
        handed = facts if isinstance(facts, cel.Context) else hand_over(cast("Facts", facts))
        try:
            answer = self._program.execute(cast("cel.Context", handed))
        except RuntimeError as unknown:  # a signal of which nothing at all was handed over
            raise KeyError(str(unknown)) from unknown
        if not isinstance(answer, bool):
            raise TypeError(f"{self.source!r} gives {answer!r}, which is neither true nor false")
        return answer


def hand_over(facts: Facts) -> Handed:
    """Facts in the form that every condition takes: made once a comment, since making it costs more than asking."""
    return Handed(cel.Context(variables={signal: dict(stated) for signal, stated in facts.items()}))


def compiled(source: str) -> CelCondition:
    """The condition that an edition wrote.

    Raises: ValueError, with a sentence, when it does not parse, asks what no edition may, or nothing.
    """
    try:
        program = cel.compile(source)
    except ValueError as error:
        raise ValueError(f"does not parse: {_first_line(error)}") from error
    said, bare_source = program.references(), _COMMENTS.sub("", _STRINGS.sub("''", source))
    if odd := sorted((set(said["functions"]) | set(_CALL.findall(bare_source))) - set(_ALLOWED)):
        raise ValueError(f"uses {', '.join(odd)}, where only {' '.join(_ALLOWED.values())} are known")
    refers = frozenset(_PAIRS.findall(bare_source))
    if bare := sorted(set(said["variables"]) - {signal for signal, _ in refers}):
        raise ValueError(f"names {bare[0]} without a fact, as in {bare[0]}.fact")
    if not refers:
        raise ValueError("names no signal and no fact, so it says the same of every comment")
    return CelCondition(source, refers, program)


def _first_line(error: ValueError) -> str:
    found = re.search(r"ERROR: <input>:(\d+):(\d+): (?:Syntax error: )?(.*)", str(error))
    return f"line {found[1]}, column {found[2]}: {found[3]}" if found else str(error).splitlines()[0]
