"""What the rules look at: the models of dbt's manifest, in the words of the design."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("staging", "intermediate", "conformed", "marts")


@dataclass(frozen=True)
class Column:
    """A column as the YAML declares it; `data_type` is empty where it gives none."""

    name: str
    data_type: str = ""
    description: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class KeyTest:
    """A data test of a model: its name and the columns that it is told to look at."""

    name: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """A model: `path` is relative to `models/`, `refs` and `sources` are what its SQL names."""

    name: str
    path: str
    description: str = ""
    sql: str = ""
    refs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    tests: tuple[KeyTest, ...] = ()
    is_contracted: bool = False
    access: str = "private"

    @property
    def room(self) -> str:
        """The first folder: staging, intermediate, conformed or marts."""
        return PurePosixPath(self.path).parts[0]

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders below the room."""
        return PurePosixPath(self.path).parts[1:-1]

    @property
    def vendor(self) -> str | None:
        """The vendor whose adapter it is: the folder below the domain, in staging alone."""
        return self.folders[1] if self.room == "staging" and len(self.folders) > 1 else None

    @property
    def is_entity(self) -> bool:
        """It is an entity of the input contract (its YAML says which)."""
        return self.room == "staging" and "entity" in self.meta


def read_models(manifest: Mapping[str, Any]) -> dict[str, Model]:
    """The project's models by name."""
    nodes: Mapping[str, Any] = manifest["nodes"]
    tests: dict[str, list[KeyTest]] = {}
    for node in nodes.values():
        if node["resource_type"] == "test" and node.get("attached_node"):
            called = node.get("test_metadata") or {}
            columns = tuple((called.get("kwargs") or {}).get("columns") or ())
            tests.setdefault(node["attached_node"], []).append(
                KeyTest(called.get("name", node["name"]), columns)
            )
    return {
        node["name"]: _model(node, tests.get(identifier, []))
        for identifier, node in nodes.items()
        if node["resource_type"] == "model"
    }


def read_seeds(manifest: Mapping[str, Any]) -> set[str]:
    """The names of the project's seeds."""
    return {node["name"] for node in manifest["nodes"].values() if node["resource_type"] == "seed"}


def names_of(models: Iterable[Model]) -> set[str]:
    """The words by which vendors are known: the names of their folders."""
    return {model.vendor for model in models if model.vendor}


def words(text: str) -> list[str]:
    """The words of a name or sentence, in lower case, letters and digits only."""
    return re.findall(r"[a-z0-9]+", text.lower())


def _model(node: Mapping[str, Any], tests: list[KeyTest]) -> Model:
    columns = tuple(
        Column(
            column["name"],
            column.get("data_type") or "",
            column.get("description") or "",
            (column.get("config") or {}).get("meta") or {},
        )
        for column in node["columns"].values()
    )
    return Model(
        name=node["name"],
        path=node["original_file_path"].removeprefix("models/"),
        description=node["description"],
        sql=node["raw_code"],
        refs=tuple(ref["name"] for ref in node["refs"]),
        sources=tuple(source[0] for source in node["sources"]),
        columns=columns,
        meta=node["config"].get("meta") or {},
        tests=tuple(tests),
        is_contracted=bool(node["contract"]["enforced"]),
        access=node["access"],
    )
