"""A model's relations look to its own room or a lower one. The import linter cannot see a string that names a model."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

CONTRACTS = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
LAYERS = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
HEIGHT = {room.strip(): height for height, layer in enumerate(reversed(LAYERS)) for room in layer.split("|")}
"""Room -> how high it stands, as the import linter has it; rooms beside one another are equally high."""


def looks_up(model: type[models.Model]) -> list[str]:
    """Relations of a model to a higher room, or to one beside its own."""
    own = _room(model)
    return [
        f"{own}.{model.__name__}.{field.name} looks to {_room(field.related_model)}"
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if _room(field.related_model) != own and HEIGHT[_room(field.related_model)] >= HEIGHT[own]
    ]


def _room(model: Any) -> str:
    return str(
        model._meta.app_config.name.removeprefix("evenhand.") if model._meta.app_config else model._meta.app_label
    )


OURS = [model for model in apps.get_models() if model.__module__.startswith("evenhand.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_relations_look_down(model: type[models.Model]) -> None:
    assert looks_up(model) == []


def test_every_room_with_tables_has_its_place() -> None:
    assert {_room(model) for model in OURS} <= set(HEIGHT)
    assert HEIGHT["core"] < HEIGHT["audit"] < HEIGHT["officers"] < HEIGHT["cases"] < HEIGHT["console"]


def test_relations_to_other_peoples_tables_are_none() -> None:
    foreign = [
        f"{model.__name__}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model not in OURS
    ]
    assert foreign == []


def test_audit_rows_have_no_relations_at_all() -> None:
    entries = apps.get_app_config("audit").get_models()
    assert [field.name for model in entries for field in model._meta.get_fields() if field.is_relation] == []


@isolate_apps("evenhand.audit", "evenhand.officers", "evenhand.cases")
def test_a_relation_that_looks_up_is_found_though_it_is_a_string() -> None:
    class Case(models.Model):
        class Meta:
            app_label = "cases"

    class Entry(models.Model):
        case = models.ForeignKey("cases.Case", on_delete=models.PROTECT)

        class Meta:
            app_label = "audit"

    assert looks_up(Entry) == ["audit.Entry.case looks to cases"]
    assert looks_up(Case) == []
