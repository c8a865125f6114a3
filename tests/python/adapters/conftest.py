"""`stage`: a warehouse home of its own for a handful of hand-made deliveries, staged by dbt."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from dbt_here import DbtHere
from staged_home import Delivery, Stage, StagedHome, write_raw
from stripe_book import BOOK

from orchestration.home import Home


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory, dbt_here: DbtHere) -> Stage:
    """`stage(deliveries, select)`: a new home with these deliveries, in their order, and the models built."""

    def build(deliveries: Sequence[Delivery], select: str) -> StagedHome:
        home = Home(tmp_path_factory.mktemp("home"))
        entries = [write_raw(home, number, delivery) for number, delivery in enumerate(deliveries, start=1)]
        for folder in (home.ledger_dir, home.quarantine_dir, home.build):
            folder.mkdir(parents=True)
        lines = "".join(json.dumps(entry) + "\n" for entry in entries)
        (home.ledger_dir / "000001.jsonl").write_text(lines, encoding="utf-8")
        unreadable = [
            {name: entry[name] for name in ("delivery", "source", "table_name", "path")}
            | {"record": 9, "reason": "quotes"}
            for entry, delivery in zip(entries, deliveries, strict=True)
            for _ in range(delivery.unreadable)
        ]
        lines = "".join(json.dumps(record) + "\n" for record in unreadable)
        (home.quarantine_dir / "000001.jsonl").write_text(lines, encoding="utf-8")
        dbt_here.build(home, *select.split())
        return StagedHome(home)

    return build


@pytest.fixture(scope="session")
def stripe_account(stage: Stage) -> StagedHome:
    """The whole hand-made Stripe account, its facts delivered a second time."""
    deliveries = [Delivery(f"stripe/{table}", text) for table, text in BOOK.items()]
    deliveries += [
        Delivery(f"stripe/{table}", BOOK[table])
        for table in ("subscription_history", "invoice_line_item", "charge")
    ]
    return stage(deliveries, "+stg_billing__* +stg_record_defects")
