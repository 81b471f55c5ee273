"""Platforms are found by looking: every folder here with a MANIFEST, and entry points of other packages."""

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from evenhand import platforms
from evenhand.platforms.contract import Manifest, Performer


@cache
def _modules() -> dict[str, ModuleType]:
    ours = [
        importlib.import_module(f"{platforms.__name__}.{found.name}")
        for found in pkgutil.iter_modules(platforms.__path__)
        if found.ispkg
    ]
    theirs = [entry.load() for entry in entry_points(group="evenhand.platforms")]
    return {module.MANIFEST.name: module for module in [*ours, *theirs] if hasattr(module, "MANIFEST")}


def manifest(name: str) -> Manifest:
    """Raises: KeyError for a platform nobody brought."""
    found = _modules()[name].MANIFEST
    assert isinstance(found, Manifest)
    return found


def performer(name: str, data: Path) -> Performer:
    """What carries acts out on a platform; `data` is the folder it may keep state in."""
    built: Performer = _modules()[name].PERFORMER(data / f"{name}.sqlite3")
    return built


def names() -> list[str]:
    """Every platform there is."""
    return sorted(_modules())
