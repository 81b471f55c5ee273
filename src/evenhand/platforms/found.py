"""Platforms are found by looking: every folder here with a MANIFEST, and entry points of other packages."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType
from typing import Protocol, TypeVar, cast

from evenhand import platforms
from evenhand.platforms.contract import (
    Access,
    Incoming,
    Manifest,
    Opened,
    Performer,
    Probes,
    Push,
    Pushes,
    Reads,
    Tokens,
)

_Wanted = TypeVar("_Wanted")


class Native(Protocol):
    """A platform's folder whose own exports can be imported, read by what also reads its live answers."""

    def comments_in(self, document: object) -> Iterator[Mapping[str, object]]:
        """Every comment in a JSON document of the platform's, as it stands there. Raises: NotReadable."""
        ...

    def translate(self, native: Mapping[str, object]) -> Incoming:
        """One of them. Raises: NotReadable."""
        ...


class Grants(Protocol):
    """A platform's folder, where people sign in there to give us access."""

    def accounts(self, access: Access, tokens: Tokens) -> tuple[Opened, ...]:
        """Which accounts a sign-in opens: asked of the platform, never believed of a person. `access.secrets` has the
        new tokens. Raises: TryAgain, AccessRefused, NotDone, Unknown, NotReadable."""
        ...


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


def connect(name: str, access: Access) -> object:
    """A connection to one account. What it can do is asked with the protocols of the contract."""
    return _modules()[name].connect(access)


def performer(name: str, access: Access) -> Performer:
    """What carries acts out on a platform; for `actions.carry_out` alone. Raises: TypeError where nothing can."""
    return _as(connect(name, access), Performer, name)  # type: ignore[type-abstract]


def reader(name: str, access: Access) -> Reads:
    """What polls a platform. Raises: TypeError where the manifest says that it cannot be polled."""
    return _as(connect(name, access), Reads, name)  # type: ignore[type-abstract]


def prober(name: str, access: Access) -> Probes | None:
    """What says whether a connection works, where the platform can be asked."""
    found = connect(name, access)
    return found if isinstance(found, Probes) else None


def pushes(name: str) -> Pushes | None:
    """What understands the messages that a platform pushes, where it pushes any. Raises: KeyError."""
    return cast(Pushes, _modules()[name]) if manifest(name).push is not Push.NONE else None


def grants(name: str) -> Grants | None:
    """What says which accounts a sign-in opens, where people sign in. Raises: KeyError."""
    found = _modules()[name]
    return cast(Grants, found) if hasattr(found, "accounts") else None


def native(name: str) -> Native | None:
    """What reads a platform's own exports, where somebody wrote it. Raises: KeyError."""
    found = _modules()[name]
    return cast(Native, found) if hasattr(found, "comments_in") else None


def names() -> list[str]:
    """Every platform there is."""
    return sorted(_modules())


def _as(found: object, wanted: type[_Wanted], name: str) -> _Wanted:
    if not isinstance(found, wanted):
        raise TypeError(f"platform {name} has nothing that is a {wanted.__name__}")
    return found
