"""The input contract as Python sees it: read from the same dbt YAML that the models enforce.

`files` tables are declared by the YAML of `stg_<domain>__<entity>`; a vendor's tables by the
`_<vendor>__sources.yml` of its folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from jinja2 import Template

from orchestration.home import PROJECT_ROOT

Mode = Literal["upsert", "append", "snapshot"]
FILES_SOURCE = "files"
BOOKKEEPING_COLUMNS = ("updated_at", "is_deleted")


@dataclass(frozen=True)
class RawColumn:
    """One declared column of a raw table.

    `persons`: kinds of people whose id the column may hold; `thing`: what else of theirs it names, such as a ticket;
    `named_by`: the column that says which field the value is of. Where all are empty, the column's name tells.
    """

    name: str
    data_type: str
    is_key: bool = False
    is_required: bool = False
    is_event: bool = False
    is_personal: bool = False
    is_json: bool = False
    format: str = "iso"
    persons: tuple[str, ...] = ()
    thing: str | None = None
    named_by: str | None = None


@dataclass(frozen=True)
class RawTable:
    """One declared table of the inbox: `inbox/<source>/<table>/`."""

    source: str
    table: str
    mode: Mode
    columns: tuple[RawColumn, ...]
    null_words: tuple[str, ...] = ()
    domain: str = ""

    @property
    def column_names(self) -> frozenset[str]:
        """Every column that the table may have."""
        return frozenset(column.name for column in self.columns)

    @property
    def json_names(self) -> frozenset[str]:
        """Columns that hold JSON: an object or a list is one value there."""
        return frozenset(column.name for column in self.columns if column.is_json)

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
        name=meta.get("delivered_as", declaration["name"]),
        data_type=declaration["data_type"],
        is_key=bool(meta.get("key")),
        is_required=bool(meta.get("required")),
        is_event=bool(meta.get("event")),
        is_personal=bool(meta.get("personal")),
        is_json=bool(meta.get("json")),
        format=meta.get("format", "iso"),
        persons=tuple(meta.get("persons", ())),
        thing=meta.get("thing"),
        named_by=meta.get("named_by") or meta.get("values_of", {}).get("column"),
    )


def _entity_table(model: dict[str, Any]) -> RawTable:
    meta = _meta(model)
    columns = [_column(column) for column in model["columns"] if not _meta(column).get("added")]
    columns += [RawColumn("updated_at", "timestamp"), RawColumn("is_deleted", "boolean")]
    name, domain = f"{meta['domain']}.{meta['entity']}", meta["domain"]
    return RawTable(FILES_SOURCE, name, meta["mode"], tuple(columns), domain=domain)


def _vendor_tables(source: dict[str, Any], domain: str) -> list[RawTable]:
    tables = []
    for table in source["tables"]:
        meta = _meta(table)
        columns = tuple(_column(column) for column in table["columns"])
        null_words = tuple(meta.get("null_words", ()))
        tables.append(
            RawTable(source["name"], table["name"], meta.get("mode", "upsert"), columns, null_words, domain)
        )
    return tables


def load_contract(variables: Mapping[str, Any] | None = None, project_root: Path = PROJECT_ROOT) -> Contract:
    """Every table that a delivery may belong to, by (source, table).

    `variables` are dbt's (the company's settings): a declaration may name a column through one of them.
    """
    given = dict(variables or {})
    contract: Contract = {}
    for path, declared in _declarations(project_root):
        tables = [_entity_table(m) for m in declared.get("models", []) if "entity" in _meta(m)]
        for source in declared.get("sources", []):
            if source["schema"].startswith("raw_") and source["name"] != FILES_SOURCE:
                tables += _vendor_tables(source, domain=path.parent.parent.name)
        for table in tables:
            columns = tuple(replace(column, name=_rendered(column.name, given)) for column in table.columns)
            if (table.source, table.table) in contract:
                raise ValueError(f"{path}: {table.source}/{table.table} is declared twice")
            contract[table.source, table.table] = replace(table, columns=columns)
    return contract


def declared_sources(project_root: Path = PROJECT_ROOT) -> frozenset[str]:
    """The sources that an adapter knows, `files` among them."""
    declared = [source for _, each in _declarations(project_root) for source in each.get("sources", [])]
    return frozenset(source["name"] for source in declared if source["schema"].startswith("raw_"))


@cache
def _declarations(project_root: Path) -> tuple[tuple[Path, dict[str, Any]], ...]:
    """The YAML of every staging folder, read once."""
    paths = sorted((project_root / "models" / "staging").rglob("*.yml"))
    return tuple(
        (path, yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}) for path in paths
    )


def _rendered(name: str, variables: dict[str, Any]) -> str:
    """A column name in which `var('name', 'default')` is replaced as dbt does."""
    if "{{" not in name:
        return name
    return str(Template(name).render(var=lambda variable, default: variables.get(variable) or default))
