"""What every table of an edition has in common: it holds what was stated, and nothing impossible."""

from typing import ClassVar


class Stated:
    """A table of an edition. A key that the table does not know is a fault, never ignored."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


class ImpossibleError(ValueError):
    """A value of the right type that cannot be meant. `key`: where in its table it stands."""

    def __init__(self, key: str, wrong: str) -> None:
        super().__init__(wrong)
        self.key = key


def at_least(least: float, **figures: float) -> None:
    """Raises: ImpossibleError, for the first figure under `least`."""
    for key, figure in figures.items():
        if figure < least:
            raise ImpossibleError(key, f"{figure} is too small: at least {least}")
