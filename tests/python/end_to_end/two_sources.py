"""The demo company delivered a second time, by another source under the same ids, which mean other things there."""

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

TURNED = {
    "ticketing__tickets": ("ticket_id", "merged_into_ticket_id"),
    "billing__subscriptions": ("subscription_id",),
    "billing__invoices": ("invoice_id",),
}
"""Entity -> columns that hold its ids, whose values go round: each id stands for what the one before it stands for."""


def deliver_again(demo_home: Path, home: Path) -> list[str]:
    """Copies the demo company's deliveries and adds what vendors gave as deliveries of `files`; says which entities."""
    shutil.copytree(demo_home / "inbox", home / "inbox")
    shutil.copyfile(demo_home / "settings.yml", home / "settings.yml")
    given = []
    with open_candidate(Home(demo_home).candidate) as staged:
        for entity, (key, *_) in TURNED.items():
            staged.execute(
                f"create temp table turned_{key} as select {key} as id,"
                f" coalesce(lead({key}) over (order by {key}), min({key}) over ()) as other from staging.stg_{entity}"
            )
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
    turned = {column: key for key, *others in TURNED.values() for column in (key, *others)}
    values = [
        f"(select other from turned_{turned[name]} where id = {name}) as {name}"
        if name in turned
        else f'"{name}"'
        for name in columns
        if name not in ("source", "is_deleted")
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = literal(str(folder / "again.parquet"))
    staged.execute(f"copy (select {', '.join(values)} from {relation} where source <> 'files') to {path}")
