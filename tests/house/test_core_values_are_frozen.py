"""A result of the core is a frozen value: nobody changes it after it was given."""

import importlib
import inspect
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import evenhand.core

MODULES = sorted(path.stem for path in Path(evenhand.core.__path__[0]).glob("*.py") if path.stem != "__init__")


def values_of(module: str) -> list[type]:
    defined = importlib.import_module(f"evenhand.core.{module}")
    classes = [found for _, found in inspect.getmembers(defined, inspect.isclass)]
    return [found for found in classes if is_dataclass(found) and found.__module__ == defined.__name__]


@pytest.mark.parametrize("module", MODULES)
def test_every_value_is_frozen_and_has_no_room_for_more(module: str) -> None:
    for value in values_of(module):
        assert value.__dataclass_params__.frozen, f"{module}.{value.__name__} can be changed"  # type: ignore[attr-defined]
        assert "__slots__" in vars(value), f"{module}.{value.__name__} takes attributes that nobody declared"


def test_there_are_values_to_look_at() -> None:
    assert sum(len(values_of(module)) for module in MODULES) > 50
