"""A home that was built, read-only, over which a changed model and what follows from it are built again in memory."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from orchestration.candidate import attach
from orchestration.home import Home

OVERLAY = "overlay"
PUBLISHED = ("conformed", "marts")
SECONDS_AT_MOST = 20.0
"""A changed join may run for hours, where the home as it is takes seconds."""

NAMED = re.compile(r"\b[a-z_]+\.[a-z_0-9]+\b")
UNREADABLE = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)


@dataclass(frozen=True)
class BuiltModel:
    """A node of dbt's manifest that was built in this home."""

    name: str
    relation: str
    schema: str
    path: str
    sql: str
    is_view: bool
    has_contract: bool
    parents: tuple[str, ...]

    @property
    def overlaid(self) -> str:
        """Name of the relation that takes its place."""
        return f'{OVERLAY}."{self.schema}"."{self.name}"'

    @property
    def family(self) -> str:
        """`marts/tickets`, `intermediate/sla`, `conformed`: its folder below models/."""
        return self.path.removeprefix("models/").rpartition("/")[0]


@dataclass(frozen=True)
class DataTest:
    """A data test of dbt, with its compiled SQL: rows are failures."""

    name: str
    sql: str
    models: tuple[str, ...]


@dataclass
class Rebuilt:
    """What a changed model led to: the models whose rows or columns differ, in the order in which they were built."""

    changed: list[BuiltModel] = field(default_factory=list)
    broken: str | None = None
    """Why the build stopped: SQL that cannot be run, or a contract that does not hold."""

    is_stillborn: bool = False
    """The changed statement cannot be read: it is no SQL, or its types do not fit. Nobody could overlook that."""
    is_slow: bool = False
    """It was given up."""

    @property
    def published(self) -> list[BuiltModel]:
        """Those that readers see."""
        return [model for model in self.changed if model.schema in PUBLISHED]


class BuiltHome:
    """One home after its refresh. `rebuild` builds in memory; nothing in the home is written."""

    def __init__(self, home: Home) -> None:
        self.home = home
        nodes = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
        self.models = {model.name: model for model in _models(nodes)}
        self.tests = list(_tests(nodes, self.models))
        self.children: dict[str, list[str]] = {name: [] for name in self.models}
        for model in self.models.values():
            for parent in model.parents:
                self.children[parent].append(model.name)
        self._order = _in_order(self.models)
        self._fingerprints: dict[str, tuple[Any, ...]] = {}
        self.connection = duckdb.connect(config={"threads": 1, "memory_limit": "1500MB"})
        attach(self.connection, "candidate", home.candidate, read_only=True)
        attach(self.connection, "workings", home.workings, read_only=True)
        self.connection.execute("set timezone = 'UTC'")
        self.connection.execute("set preserve_insertion_order = false")
        self.connection.execute("use workings")

    def close(self) -> None:
        """Closes the databases."""
        self.connection.close()

    def rebuild(self, name: str, sql: str) -> Rebuilt:
        """Builds a model from other SQL, then whatever reads a table that became another one by it."""
        self.connection.execute(f"detach database if exists {OVERLAY}")
        self.connection.execute(f"attach ':memory:' as {OVERLAY}")
        for schema in sorted({model.schema for model in self.models.values()}):
            self.connection.execute(f'create schema if not exists {OVERLAY}."{schema}"')
        clock = threading.Timer(SECONDS_AT_MOST, self.connection.interrupt)
        clock.start()
        try:
            return self._rebuilt(name, sql)
        finally:
            clock.cancel()

    def _rebuilt(self, name: str, sql: str) -> Rebuilt:
        rebuilt = Rebuilt()
        changed: dict[str, BuiltModel] = {}
        for each in self._order:
            model = self.models[each]
            if each != name and not changed.keys() & set(model.parents):
                continue
            text = sql if each == name else model.sql
            try:
                if self._differs(model, self.overlay(text, changed)):
                    changed[each] = model
                    rebuilt.changed.append(model)
            except (duckdb.Error, ContractBroken) as error:
                rebuilt.broken = f"{each}: {' '.join(str(error).split())[:200]}"
                rebuilt.is_slow = isinstance(error, duckdb.InterruptException)
                rebuilt.is_stillborn = each == name and isinstance(error, UNREADABLE)
                break
        return rebuilt

    def overlay(self, sql: str, changed: Mapping[str, BuiltModel]) -> str:
        """SQL that reads the changed relations in place of the home's."""
        for model in changed.values():
            sql = sql.replace(model.relation, model.overlaid)
        return sql

    def failed_tests(self, rebuilt: Rebuilt) -> Iterator[str]:
        """Names of the data tests that a rebuilt table does not pass."""
        changed = {model.name: model for model in rebuilt.changed}
        for test in self.tests:
            if changed.keys() & set(test.models):
                sql = self.overlay(test.sql, changed)
                if self.connection.execute(f"select 1 from ({sql}\n) limit 1").fetchone():
                    yield test.name

    def qualified(self, sql: str, rebuilt: Rebuilt | None = None) -> str:
        """A query that names `schema.table`, over the rebuilt tables where there are any, else over the home's."""
        relations = {f"{model.schema}.{model.name}": model.relation for model in self.models.values()}
        for model in rebuilt.changed if rebuilt else ():
            relations[f"{model.schema}.{model.name}"] = model.overlaid
        return NAMED.sub(lambda found: relations.get(found[0], found[0]), sql)

    def is_read(self, sql: str, rebuilt: Rebuilt) -> bool:
        """Such a query reads a rebuilt table."""
        return not {f"{model.schema}.{model.name}" for model in rebuilt.changed}.isdisjoint(
            NAMED.findall(sql)
        )

    def write(self, rebuilt: Rebuilt, folder: Path) -> None:
        """Puts the changed tables into copies of the home's databases in a folder, which hold the old ones."""
        for database in ("candidate", "workings"):
            models = [m for m in rebuilt.changed if m.relation.startswith(f'"{database}"') and not m.is_view]
            if not models:
                continue
            attach(self.connection, "written", folder / f"{database}.duckdb", read_only=False)
            try:
                for model in models:
                    place = f'written."{model.schema}"."{model.name}"'
                    self.connection.execute(
                        f"begin; drop table {place}; create table {place} as from {model.overlaid}; commit"
                    )
            finally:
                self.connection.execute("detach written")

    def _differs(self, model: BuiltModel, sql: str) -> bool:
        self.connection.execute(f"create table {model.overlaid} as {sql}")
        if model.name not in self._fingerprints:
            self._fingerprints[model.name] = self._fingerprint(model.relation)
        found, known = self._fingerprint(model.overlaid), self._fingerprints[model.name]
        if model.has_contract and found[0] != known[0]:
            raise ContractBroken("columns or types are not those of its contract")
        return found != known

    def _fingerprint(self, relation: str) -> tuple[Any, ...]:
        """Columns and rows of a relation, whatever their order."""
        columns = self.connection.execute(f"describe {relation}").fetchall()
        names = ", ".join(f'"{column[0]}"' for column in columns)
        rows = self.connection.execute(
            f"select count(*), sum(hash({names})::hugeint), bit_xor(hash({names})) from {relation}"
        ).fetchone()
        return tuple((column[0], column[1]) for column in columns), rows


class ContractBroken(Exception):
    """dbt would have refused to build the model."""


def _models(nodes: Mapping[str, Any]) -> Iterator[BuiltModel]:
    built = {key for key, node in nodes.items() if node["resource_type"] == "model" and node.get("compiled")}
    for key in built:
        node = nodes[key]
        yield BuiltModel(
            name=node["name"],
            relation=node["relation_name"],
            schema=node["schema"],
            path=node["original_file_path"],
            sql=node["compiled_code"],
            is_view=node["config"]["materialized"] == "view",
            has_contract=node["config"]["contract"]["enforced"],
            parents=tuple(nodes[p]["name"] for p in node["depends_on"]["nodes"] if p in built),
        )


def _tests(nodes: Mapping[str, Any], models: Mapping[str, BuiltModel]) -> Iterator[DataTest]:
    for node in nodes.values():
        if node["resource_type"] == "test" and node.get("compiled_code"):
            named = tuple(nodes[p]["name"] for p in node["depends_on"]["nodes"] if p in nodes)
            if all(name in models for name in named):
                yield DataTest(node["name"], node["compiled_code"], named)


def _in_order(models: Mapping[str, BuiltModel]) -> list[str]:
    """Parents before children."""
    order: dict[str, None] = {}

    def add(name: str) -> None:
        if name not in order:
            for parent in sorted(models[name].parents):
                add(parent)
            order[name] = None

    for name in sorted(models):
        add(name)
    return list(order)
