"""The demo company delivered a second time, by another source, under the same ids: nothing of either is the other's."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from orchestration.candidate import literal, open_candidate
from orchestration.contract import FILES_SOURCE, load_contract
from orchestration.home import Home

TWICE = ("ticketing", "billing", "crm")
"""Domains that vendors deliver."""


def deliver_again(demo_home: Path, home: Path) -> list[str]:
    """Copies the demo company's deliveries and adds what vendors gave as deliveries of `files`; says which entities."""
    shutil.copytree(demo_home / "inbox", home / "inbox")
    shutil.copyfile(demo_home / "settings.yml", home / "settings.yml")
    given = []
    with open_candidate(Home(demo_home).candidate) as staged:
        for (source, name), table in load_contract().items():
            domain, _, entity = name.partition(".")
            if source == FILES_SOURCE and domain in TWICE:
                relation = f"staging.stg_{domain}__{entity}"
                if staged.execute(f"select 1 from {relation} where source <> 'files' limit 1").fetchall():
                    _deliver(
                        staged,
                        relation,
                        [column.name for column in table.columns],
                        home / "inbox/files" / name,
                    )
                    given.append(name)
    return given


def _deliver(staged: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str], folder: Path) -> None:
    """What is staged of the vendor, in the columns of the contract."""
    names = ", ".join(f'"{name}"' for name in columns if name not in ("source", "is_deleted"))
    folder.mkdir(parents=True, exist_ok=True)
    path = literal(str(folder / "again.parquet"))
    staged.execute(f"copy (select {names} from {relation} where source <> 'files') to {path}")
