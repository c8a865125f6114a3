"""A tiny home with a planted person: deliveries, a raw store, a release and logs, and no dbt."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.contract import Contract, load_contract
from orchestration.erasure.nightly import take_without_erased
from orchestration.home import Home
from orchestration.intake import ScanReport, take_deliveries
from orchestration.intake.scan import WORK_FOLDER
from orchestration.ledger_facts import ledger_facts
from orchestration.releases import Release, ReleaseFacts, publish
from orchestration.releases.declarations import ColumnDeclaration, TableDeclaration

from . import planted

ARRIVED = datetime(2025, 4, 1, tzinfo=UTC)
TOLERANCE = timedelta(minutes=10)


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load_contract()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "it's [a] home")


def take_everything(home: Home, contract: Contract) -> None:
    """Everything is delivered and taken."""
    planted.deliver_everything(home)
    take_deliveries(home, contract, arrived_at=ARRIVED)


@pytest.fixture
def company(home: Home, contract: Contract) -> Home:
    """Everything was delivered and taken; nothing was built."""
    take_everything(home, contract)
    return home


def ages(home: Home) -> None:
    """The files of the inbox are no longer fresh."""
    for file in (p for p in home.inbox.rglob("*") if p.is_file()):
        os.utime(file, (1_700_000_000, 1_700_000_000))


def raw_rows(home: Home) -> dict[str, list[dict[str, object]]]:
    """Every record of the raw store, by source/table, in the order of the files."""
    found: dict[str, list[dict[str, object]]] = {}
    with duckdb.connect() as connection:
        for file in sorted(home.raw.glob("*/*/*.parquet")):
            name = str(file).replace("'", "''").replace("[", "[[]")
            read = connection.execute(f"select * from read_parquet('{name}')")
            columns = [column[0] for column in read.description]
            table = f"{file.parent.parent.name}/{file.parent.name}"
            found.setdefault(table, []).extend(
                dict(zip(columns, row, strict=True)) for row in read.fetchall()
            )
    return found


def night(home: Home, contract: Contract) -> tuple[ScanReport, list[str]]:
    """The intake of a night."""
    return take_without_erased(
        home,
        contract,
        arrived_at=ARRIVED,
        tolerance=TOLERANCE,
        memory_limit="500MB",
        progress=lambda _line: None,
    )


def leave_traces(home: Home) -> None:
    """What a refresh leaves behind, with the planted person in it."""
    publish_release(home)
    (home.build / "logs").mkdir()
    (home.build / "logs" / "dbt.log").write_text(f"test failed for {planted.EMAIL}\n", encoding="utf-8")
    (home.build / "refresh.json").write_text(
        json.dumps({"warnings": [f"inbox/{planted.EMAIL}.csv: rejected"]}), encoding="utf-8"
    )
    (home.state / "sentiments").mkdir(parents=True)
    (home.state / "sentiments" / "1.npy").write_bytes(planted.SECRETS[0].encode())
    (home.root / "refresh.log").write_text(f"warning: {planted.NAME}\nfine\n", encoding="utf-8")
    (home.root / "dagster" / "storage").mkdir(parents=True)
    with closing(sqlite3.connect(home.root / "dagster" / "storage" / "runs.db")) as history:
        history.execute("create table events (id integer, event text)")
        events = [(i, json.dumps({"message": f"intake: {planted.EMAIL} {'x' * 100}"})) for i in range(200)]
        history.executemany("insert into events values (?, ?)", events)
        history.commit()
    killed = home.releases / "000009.partial"
    killed.mkdir()
    (killed / "people.csv").write_text(planted.NAME, encoding="utf-8")
    (home.raw / WORK_FOLDER).mkdir()
    (home.raw / WORK_FOLDER / "1.csv").write_text(planted.EMAIL, encoding="utf-8")
    (home.root / "dagster" / "run.out").write_text(f"{planted.PHONE}\n", encoding="utf-8")


def publish_release(home: Home, also: str = "") -> Release:
    """A release whose people are the planted person and others; `also`: statements that change its tables."""
    home.build.mkdir(parents=True, exist_ok=True)
    for database in (home.workings, home.candidate):
        database.unlink(missing_ok=True)
    with duckdb.connect(str(home.workings)) as workings:
        workings.execute(
            f"""create schema staging;
            create table staging.stg_ticketing__agents as select * from (values
                ('zendesk', '5', 'Ann Lee'), ('zendesk', '{planted.USER}', '{planted.NAME}')) t(source, agent_id, name);
            create table staging.stg_crm__accounts as select 'files' as source, 'ACC-1' as account_id, 'Acme' as name"""
        )
    with duckdb.connect(str(home.candidate)) as candidate:
        candidate.execute(
            f"""create schema conformed; create schema marts;
            create table conformed.dim_customer as select md5(kind || '|' || source || '|' || customer_id) as customer_key, *
            from (values ('requester', 'files', '{planted.REQUESTER}'), ('account', 'files', 'ACC-1'),
                ('requester', 'zendesk', '5')) t(kind, source, customer_id);
            create table conformed.dim_agent as select md5('agent|zendesk|{planted.USER}') as agent_key,
                'zendesk' as source, '{planted.USER}' as agent_id, 'zendesk:{planted.USER}' as agent;
            create table conformed.fct_tickets as select i::varchar as ticket_id, d.customer_key, i * 10 as minutes
            from conformed.dim_customer d, range(400) t(i);
            create table marts.kpi_values as select 'reply' as kpi_id, 'agent' as dimension,
                '{planted.USER}' as dimension_value, 3.5::double as value; {also}"""
        )
    facts = ReleaseFacts(
        as_of="2025-04-01T00:00:00.000000", settings={}, deliveries=ledger_facts(home), quarantine=[],
        audit={"passed": True}, seconds={}, warnings=[f"unknown column of {planted.NAME}"],
    )  # fmt: skip
    return publish(home, facts, declarations=_AllDeclared(), personal=frozenset())


class _Columns(dict[str, ColumnDeclaration]):
    """Every column is declared."""

    def get(self, name: str, default: Any = None) -> ColumnDeclaration:  # type: ignore[override]
        return ColumnDeclaration("What it is.", False)


class _AllDeclared(dict[tuple[str, str], TableDeclaration]):
    """Every table is declared."""

    def get(self, key: tuple[str, str], default: Any = None) -> TableDeclaration:  # type: ignore[override]
        return TableDeclaration("The table.", _Columns())
