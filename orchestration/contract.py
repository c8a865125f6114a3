"""The input contract as Python sees it: read from the same dbt YAML that the models enforce.

`files` tables are declared by the YAML of `stg_<domain>__<entity>`; a vendor's tables by the
`_<vendor>__sources.yml` of its folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from orchestration.home import PROJECT_ROOT

Mode = Literal["upsert", "append", "snapshot"]
FILES_SOURCE = "files"
BOOKKEEPING_COLUMNS = ("updated_at", "is_deleted")


@dataclass(frozen=True)
class RawColumn:
    """One declared column of a raw table."""

    name: str
    data_type: str
    is_key: bool = False
    is_required: bool = False
    is_event: bool = False
    is_personal: bool = False
    format: str = "iso"


@dataclass(frozen=True)
class RawTable:
    """One declared table of the inbox: `inbox/<source>/<table>/`."""

    source: str
    table: str
    mode: Mode
    columns: tuple[RawColumn, ...]
    null_words: tuple[str, ...] = ()

    @property
    def column_names(self) -> frozenset[str]:
        """Every column that the table may have."""
        return frozenset(column.name for column in self.columns)

    @property
    def required_names(self) -> frozenset[str]:
        """Columns without which a delivery is rejected whole."""
        return frozenset(column.name for column in self.columns if column.is_required)


Contract = dict[tuple[str, str], RawTable]


def _meta(declaration: dict[str, Any]) -> dict[str, Any]:
    return dict(declaration.get("config", {}).get("meta", {}))


def _column(declaration: dict[str, Any]) -> RawColumn:
    meta = _meta(declaration)
    return RawColumn(
        name=declaration["name"],
        data_type=declaration["data_type"],
        is_key=bool(meta.get("key")),
        is_required=bool(meta.get("required")),
        is_event=bool(meta.get("event")),
        is_personal=bool(meta.get("personal")),
        format=meta.get("format", "iso"),
    )


def _entity_table(model: dict[str, Any]) -> RawTable:
    meta = _meta(model)
    columns = [_column(column) for column in model["columns"] if not _meta(column).get("added")]
    columns += [RawColumn("updated_at", "timestamp"), RawColumn("is_deleted", "boolean")]
    return RawTable(FILES_SOURCE, f"{meta['domain']}.{meta['entity']}", meta["mode"], tuple(columns))


def _vendor_tables(source: dict[str, Any]) -> list[RawTable]:
    tables = []
    for table in source["tables"]:
        meta = _meta(table)
        columns = tuple(_column(column) for column in table["columns"])
        null_words = tuple(meta.get("null_words", ()))
        tables.append(RawTable(source["name"], table["name"], meta.get("mode", "upsert"), columns, null_words))
    return tables


@cache
def load_contract(project_root: Path = PROJECT_ROOT) -> Contract:
    """Every table that a delivery may belong to, by (source, table)."""
    contract: Contract = {}
    for path in sorted((project_root / "models" / "staging").rglob("*.yml")):
        declared = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        tables = [_entity_table(m) for m in declared.get("models", []) if "entity" in _meta(m)]
        for source in declared.get("sources", []):
            if source["schema"].startswith("raw_") and source["name"] != FILES_SOURCE:
                tables += _vendor_tables(source)
        contract.update({(table.source, table.table): table for table in tables})
    return contract
