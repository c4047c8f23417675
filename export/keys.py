"""Primary and foreign keys of the tables, from the one place that states them all: the tests of the models.

The file itself knows only those that dbt hands to DuckDB; `keyed_by` and `refers_to` hold whenever one is published.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import yaml  # type: ignore[import-untyped]

from ingest.dbt import PROJECT


class Reference(NamedTuple):
    """A column whose values are those of a field elsewhere, or missing."""

    column: str
    table: str
    field: str


class Keys(NamedTuple):
    """What the models state: the key of each table, and its references."""

    primary: dict[str, tuple[str, ...]]
    references: dict[str, list[Reference]]


@cache
def declared() -> Keys:
    """Keys by name of the model."""
    keys = Keys({}, {})
    for path in sorted((PROJECT / "models").rglob("*.yml")):
        for model in (yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}).get("models", ()):
            for test in model.get("data_tests", ()):
                if "keyed_by" in test:
                    keys.primary[model["name"]] = tuple(map(_name, test["keyed_by"]["arguments"]["columns"]))
                if "refers_to" in test:
                    keys.references[model["name"]] = [
                        Reference(_name(key["column"]), key["to"], _name(key.get("field", key["column"])))
                        for key in test["refers_to"]["arguments"]["keys"]
                    ]
    return keys


def _name(identifier: str) -> str:
    """A name as the catalog has it; Chinese ones stand quoted in the models."""
    return identifier[1:-1].replace('""', '"') if identifier.startswith('"') else identifier
