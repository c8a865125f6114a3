"""The generated company is the same for the same seed, and a small one gets through a refresh with its audit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from running import Run

from benchmarks import page
from benchmarks.floor import scan
from benchmarks.generate import generate
from orchestration.home import Home

TICKETS = 2000
PUBLISHED_TICKETS = 200


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("company"))
    generate(home, TICKETS, seed=1)
    return home


def files(home: Home) -> dict[str, bytes]:
    return {
        str(file.relative_to(home.inbox)): file.read_bytes() for file in sorted(home.inbox.rglob("*.parquet"))
    }


def ask(home: Home, query: str) -> Any:
    with duckdb.connect() as connection:
        return connection.execute(query.replace("INBOX", str(home.inbox / "zendesk"))).fetchall()


def test_a_seed_gives_one_company(company: Home, tmp_path: Path) -> None:
    again, other = Home(tmp_path / "again"), Home(tmp_path / "other")
    generate(again, TICKETS, seed=1)
    generate(other, TICKETS, seed=2)
    assert files(again) == files(company)
    assert files(other).keys() == files(company).keys()
    assert files(other) != files(company)


def test_it_has_the_shape_of_a_helpdesk(company: Home) -> None:
    history = "'INBOX/ticket_field_history/*.parquet'"
    [(tickets, changes, messages)] = ask(
        company,
        "select (select count(distinct id) from 'INBOX/ticket/*.parquet'), "
        f"(select count(distinct (ticket_id, field_name, updated, value)) from {history}), "
        "(select count(distinct id) from 'INBOX/ticket_comment/*.parquet')",
    )
    assert tickets == TICKETS
    assert 13 < changes / tickets < 17
    assert 4 < messages / tickets < 6


def test_statuses_follow_each_other(company: Home) -> None:
    followed = ask(
        company,
        "select distinct value, lead(value) over (partition by ticket_id order by updated) from ("
        "select distinct ticket_id, updated, value from 'INBOX/ticket_field_history/*.parquet' "
        "where field_name = 'status')",
    )
    ends = {"closed", "deleted"}
    assert {before for before, after in followed if after is None} >= {"closed"}
    assert not [pair for pair in followed if pair[0] in ends and pair[1] is not None]
    assert {("new", "open"), ("open", "pending"), ("solved", "open"), ("solved", "closed")} <= set(followed)


def test_the_last_delivery_says_some_of_it_again(company: Home) -> None:
    [(repeated,)] = ask(
        company,
        "select count(*) from 'INBOX/ticket_field_history/1.parquet' "
        "inner join 'INBOX/ticket_field_history/2.parquet' using (ticket_id, field_name, updated, value)",
    )
    assert repeated > 0


def test_the_page_is_made_from_what_was_measured() -> None:
    told = json.loads((Path(page.__file__).with_name("latest.json")).read_text(encoding="utf-8"))
    assert page.summary(told) in page.PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_small_company_is_published(tmp_path: Path, cxw: Run) -> None:
    company = Home(tmp_path)
    generate(company, PUBLISHED_TICKETS)
    cxw(company.root, "refresh")
    manifest = json.loads((company.current / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["audit"]["passed"]
    assert manifest["tables"]["conformed.fct_tickets"]["rows"] == PUBLISHED_TICKETS
    assert scan(company) == sum(delivery["physical_records"] for delivery in manifest["deliveries"])
