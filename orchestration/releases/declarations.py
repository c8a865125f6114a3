"""What dbt says of the tables of a release: descriptions for readers, and what is personal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.contract import Contract
from orchestration.releases.operations import OPERATIONS_SCHEMA


@dataclass(frozen=True)
class ColumnDeclaration:
    """A column in dbt's YAML; `is_personal` is None where the YAML does not say."""

    description: str
    is_personal: bool | None


@dataclass(frozen=True)
class TableDeclaration:
    """A model in dbt's YAML, with its columns by name."""

    description: str
    columns: Mapping[str, ColumnDeclaration]


Declarations = Mapping[tuple[str, str], TableDeclaration]


def read_declarations(dbt_manifest: Path) -> Declarations:
    """Every model of dbt's `manifest.json`, and the tables that the release room writes, by (schema, table)."""
    manifest = json.loads(dbt_manifest.read_text(encoding="utf-8"))
    written = [n for n in manifest.get("sources", {}).values() if n["schema"] == OPERATIONS_SCHEMA]
    nodes = [*manifest["nodes"].values(), *written]
    return {
        (_room(node), node.get("alias") or node["name"]): TableDeclaration(
            description=node.get("description", ""),
            columns={name.lower(): _column(column) for name, column in node.get("columns", {}).items()},
        )
        for node in nodes
        if node["resource_type"] == "model" or node in written
    }


def _room(node: Mapping[str, Any]) -> str:
    """The schema that the project gives a model; where it is on Spark, the release's number stands before it."""
    return str(node.get("config", {}).get("schema") or node["schema"])


def personal_names(contract: Contract) -> frozenset[str]:
    """Names of columns that hold personal data in at least one table of the input contract."""
    return frozenset(c.name.lower() for table in contract.values() for c in table.columns if c.is_personal)


def unfit_columns(
    columns: Mapping[tuple[str, str], list[str]], declarations: Declarations, personal: frozenset[str]
) -> list[str]:
    """Why some columns may not be published, one sentence for each table and reason; `columns` by (schema, table).

    A column must be declared in its model's YAML. One that is marked `personal: true` there is refused,
    and so is one that has the name of a personal column of the contract, unless the YAML says
    `personal: false` (a product's `name` is no person's).
    """
    problems: list[str] = []
    for (schema, table), names in columns.items():
        declared = declarations.get((schema, table), TableDeclaration("", {})).columns
        found = {name: declared.get(name.lower()) for name in names}
        reasons = {
            "not declared in the model's YAML": [name for name, column in found.items() if column is None],
            "marked personal": [name for name, column in found.items() if column and column.is_personal],
            "named like a personal column of the contract; drop or rename it, or write config.meta.personal: "
            "false where it is about no person": [
                name
                for name, column in found.items()
                if column and column.is_personal is None and name.lower() in personal
            ],
        }
        problems += [
            f"{schema}.{table}, {', '.join(names)}: {why}" for why, names in reasons.items() if names
        ]
    return problems


def _column(column: dict[str, Any]) -> ColumnDeclaration:
    meta = {**column.get("meta", {}), **column.get("config", {}).get("meta", {})}
    is_personal = meta.get("personal")
    return ColumnDeclaration(
        column.get("description", ""), None if is_personal is None else bool(is_personal)
    )
