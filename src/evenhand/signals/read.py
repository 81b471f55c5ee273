"""Every signal, read over one comment. One that fails is missing, and the others go on."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

import evenhand.signals
from evenhand.core.vocabulary import Comment, Missing, Reading
from evenhand.signals.contract import Roster, Signal
from evenhand.signals.normalise import Normalised, normalise


def read(
    comment: Comment, roster: Roster, programs: tuple[Signal, ...] | None = None
) -> tuple[tuple[Reading, ...], tuple[Missing, ...]]:
    """What each signal found, in the order of their names, and which could not be read and why."""
    chosen = _chosen(programs)
    try:
        text = normalise(comment.text)
    except Exception as fault:
        why = f"the text could not be normalised: {_why(fault)}"
        return (), tuple(Missing(signal.name, why) for signal in chosen)
    results = [_read_one(signal, comment, text, roster) for signal in chosen]
    return (
        tuple(result for result in results if isinstance(result, Reading)),
        tuple(result for result in results if isinstance(result, Missing)),
    )


def _chosen(given: tuple[Signal, ...] | None) -> tuple[Signal, ...]:
    return programs() if given is None else given


def _read_one(signal: Signal, comment: Comment, text: Normalised, roster: Roster) -> Reading | Missing:
    try:
        return signal.read(comment, text, roster)
    except Exception as fault:
        return Missing(signal.name, _why(fault))


def _why(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"


@cache
def programs() -> tuple[Signal, ...]:
    """The signals of this folder and of other packages' entry points `evenhand.signals`, by name.

    Raises: ValueError when two signals have one name.
    """
    here = [import_module(f"evenhand.signals.{module.name}") for module in iter_modules(evenhand.signals.__path__)]
    ours = [module.SIGNAL for module in here if hasattr(module, "SIGNAL")]
    theirs = [entry.load() for entry in entry_points(group="evenhand.signals")]
    signals = sorted((*ours, *theirs), key=lambda signal: signal.name)
    names = [signal.name for signal in signals]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"looked for signals, and two are named {', '.join(twice)}: rename or remove one")
    return tuple(signals)


def known_facts() -> Mapping[str, Mapping[str, str]]:
    """Signal name -> fact name -> what it means, for editions and for the people who write them."""
    return {signal.name: signal.facts for signal in programs()}
