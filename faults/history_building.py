"""Staging of a home by the project's own models, in this process: dbt parses once, and builds what is asked again and
again."""

from __future__ import annotations

import gc
import json
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from orchestration import dbt_process
from orchestration.build import dbt_environment
from orchestration.dbt_shortcuts import share_parses, take_shortcuts
from orchestration.home import PROJECT_ROOT, Home
from orchestration.settings import Settings

PROJECT_PARTS = ("models", "macros", "seeds", "tests/dbt", "dbt_project.yml", "profiles.yml")
ORDER = "_updated_at desc nulls last, "
"""The part of `latest_records` without which the last to arrive wins: what the control is made without."""

DEFECTS = "stg_record_defects"
FACTS = """
select source, table_name, sum(physical_records), sum(accepted_records), sum(quarantined_records), sum(blank_records)
from raw.deliveries where status = 'taken' group by all
"""

Rows = dict[str, Counter[tuple[Any, ...]]]
"""What a staging came to: rows by relation, each as often as it is there."""


class Staging:
    """dbt with one parse of the project in `project`; `folder` is for its own files."""

    def __init__(self, folder: Path, project: Path = PROJECT_ROOT) -> None:
        gc.set_threshold(*dbt_process.FEWER_COLLECTIONS)
        share_parses()
        take_shortcuts()
        self._project = project
        self._seeded = Home(folder / "seeded")
        self._seeded.build.mkdir(parents=True)
        self._manifest: Any = None
        self._manifest = self._dbt(self._seeded, "parse")
        self._dbt(self._seeded, "seed")

    @property
    def manifest(self) -> Any:
        """dbt's manifest, as parsed."""
        return self._manifest

    def entities(self) -> list[str]:
        """The staging models that later rooms read, one for each entity of the contract, without its versions."""
        models = [node for node in self._manifest.nodes.values() if node.resource_type == "model"]
        return sorted(model.name for model in models if model.config.meta.get("entity"))

    def tables_of(self, models: Sequence[str]) -> list[tuple[str, str]]:
        """The tables of the inbox, as (source, table), that these models are made from."""
        found, left = set(), [f"model.cxw.{name}" for name in models]
        while left:
            node = self._manifest.nodes.get(left.pop())
            for parent in node.depends_on.nodes if node and node.resource_type == "model" else ():
                left.append(parent)
                source = self._manifest.sources.get(parent)
                if source and source.schema.startswith("raw_"):
                    found.add((source.source_name, source.name.replace("__", ".")))
        return sorted(found)

    def build(self, home: Home, models: Sequence[str]) -> Rows:
        """The rows of these models, of the record defects and of the clock; and what the ledger says of each table."""
        home.build.mkdir(exist_ok=True)
        for database in self._seeded.build.glob("*.duckdb"):
            shutil.copyfile(database, home.build / database.name)
        asked = [*models, DEFECTS, "stg_clock"]
        self._dbt(home, "run", "--select", *(f"+{name}" for name in asked))
        with duckdb.connect(str(home.workings), read_only=True, config={"threads": 1}) as connection:
            connection.execute("set timezone = 'UTC'")
            built = connection.execute(
                "select table_name from information_schema.tables where table_schema = 'staging'"
            ).fetchall()
            names = [name for (name,) in built if self._is_read_later(name)]
            rows = {name: _rows(connection, f"select * from staging.{name}") for name in sorted(names)}
            rows[DEFECTS] = _rows(
                connection,
                "select source, table_name, column_name, reason, is_quarantined, is_quarantined or column_name is null"
                f" from staging.{DEFECTS}",
            )
            rows["ledger"] = _rows(connection, FACTS)
        return rows

    def _is_read_later(self, name: str) -> bool:
        """A relation that later rooms may read: no adapter of a vendor."""
        path = self._manifest.nodes[f"model.cxw.{name}"].original_file_path
        return len(Path(path).parts) <= 4 and name != DEFECTS

    def _dbt(self, home: Home, *words: str) -> Any:
        from dbt.cli.main import dbtRunner  # here: the import takes seconds

        os.environ.update(dbt_environment(home, Settings()))
        options = [
            *("--project-dir", str(self._project), "--profiles-dir", str(self._project)),
            *("--target-path", str(home.dbt_target), "--log-path", str(home.build / "logs")),
            *("--threads", "1", "--vars", json.dumps(Settings().dbt_vars(), sort_keys=True)),
        ]
        quiet = ["--log-level", "none", "--log-level-file", "none", "--no-write-json"]
        result = dbtRunner(self._manifest, []).invoke([*quiet, words[0], *options, *words[1:]])
        dbt_process._let_go_of_databases()
        if not result.success:
            failed = [
                f"{one.node.name}: {one.message}"
                for one in getattr(result.result, "results", [])
                if one.message and str(one.status) == "error"
            ]
            raise RuntimeError(f"dbt {words[0]} of {home.root} failed: {result.exception or failed}")
        return result.result


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Counter[tuple[Any, ...]]:
    return Counter(connection.execute(query).fetchall())


def without_order(folder: Path) -> Path:
    """A copy of the project in which the last record to arrive wins, whatever its `updated_at`."""
    for part in PROJECT_PARTS:
        target = folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        source = PROJECT_ROOT / part
        shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)
    macro = folder / "macros" / "staging" / "latest_records.sql"
    text = macro.read_text(encoding="utf-8")
    if text.count(ORDER) != 2:
        raise RuntimeError(f"{macro}: the order of records is not where the control expects it")
    macro.write_text(text.replace(ORDER, ""), encoding="utf-8")
    return folder


def differences(one: Rows, other: Rows) -> list[str]:
    """Relations that are not equal, each with the first rows that only one of the two has."""
    found = []
    for name in sorted({*one, *other}):
        only_one, only_other = one[name] - other[name], other[name] - one[name]
        if only_one or only_other:
            found.append(f"{name}: only here {_first(only_one)}, only there {_first(only_other)}")
    return found


def _first(rows: Counter[tuple[Any, ...]]) -> str:
    shown = sorted(map(repr, rows))[:2]
    return f"{rows.total()} rows" + (f" such as {' and '.join(shown)}" if shown else "")
