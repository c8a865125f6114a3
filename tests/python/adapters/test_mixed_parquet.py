"""Deliveries of one table whose Parquet types differ: the same rows as if all of them had been text.

A notebook writes ids as whole numbers one night, and as floats the next, because one of them was missing; an export of
the same table writes text. An id, an amount and an instant must not depend on who wrote the file.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from dbt_here import DbtHere
from staged_home import StagedHome

from orchestration.contract import load_contract
from orchestration.home import Home
from orchestration.intake import take_deliveries

pytestmark = pytest.mark.slow

ENTITIES = (
    "+stg_ticketing__tickets +int_teams_labelled +stg_billing__subscription_periods +stg_billing__products "
    "+stg_record_defects"
)

# One night each: the types of the columns, and records with their values as text.
TICKET_COLUMNS = (
    "ticket_id,team_id,brand,source_reopen_count,is_spam,created_at,solved_at,updated_at,channel,status"
)
TICKETS = {
    "1_whole_numbers": (
        "bigint bigint varchar integer boolean timestamp_ns timestamp_ns timestamp_ns varchar varchar",
        [
            "1,7,north,0,false,2025-03-01 10:00:00.123456789,,2025-03-01 10:00:00,email,open",
            "9007199254740993,70,2.5,2,true,2025-03-01 11:00:00.999999999,,2025-03-01 11:00:00,email,open",
        ],
    ),
    "2_floats": (
        "double double double double varchar timestamp timestamp timestamp varchar varchar",
        [
            "1,7,,1,,2025-03-01 10:00:00.123456,2025-03-02 10:00:00,2025-03-02 10:00:00,email,solved",
            "2,,2.5,,,2025-03-01 12:00:00,,2025-03-01 12:00:00,email,open",
            "5,,12345678.5,,,2025-03-01 12:00:00,,2025-03-01 12:00:00,email,open",
            "6,,0.0005,,,2025-03-01 12:00:00,,2025-03-01 12:00:00,email,open",
            "7,,822147246.017,,,2025-03-01 12:00:00,,2025-03-01 12:00:00,email,open",
        ],
    ),
    "3_text": (
        "varchar varchar varchar varchar varchar varchar varchar varchar varchar varchar",
        [
            "2,7,3,3,no,2025-03-01T12:00:00Z,2025-03-03T12:00:00.999999999Z,2025-03-03T12:00:00Z,email,solved",
            "A-7,B,0.25,0,yes,2025-03-01T14:00:00+01:00,,2025-03-01,email,open",
        ],
    ),
    "4_zoned": (
        "integer decimal(18,0) float decimal(9,2) tinyint timestamptz timestamptz date varchar varchar",
        [
            "3,7,3,4,0,2025-03-01 15:00:00+01:00,2025-03-01 14:30:00.5+00:00,2025-03-01,email,solved",
            "4,70,0.25,0,1,2025-03-01 16:00:00+00:00,,2025-03-01,email,open",
        ],
    ),
}

# Ticket 1 has its second version, of the floats; ticket 2 its second one, of the text. An hour is that of UTC, cut to
# microseconds; the text's and the notebook's last nanosecond of a second are both its last microsecond.
EXPECTED_TICKETS = [
    ("1", "7", None, 1, None, "2025-03-01 10:00:00.123456", "2025-03-02 10:00:00", "solved"),
    ("2", "7", "3", 3, False, "2025-03-01 12:00:00", "2025-03-03 12:00:00.999999", "solved"),
    ("3", "7", "3", 4, False, "2025-03-01 14:00:00", "2025-03-01 14:30:00.500000", "solved"),
    ("4", "70", "0.25", 0, True, "2025-03-01 16:00:00", None, "open"),
    ("5", None, "12345678.5", None, None, "2025-03-01 12:00:00", None, "open"),
    ("6", None, "0.0005", None, None, "2025-03-01 12:00:00", None, "open"),
    ("7", None, "822147246.017", None, None, "2025-03-01 12:00:00", None, "open"),
    ("9007199254740993", "70", "2.5", 2, True, "2025-03-01 11:00:00.999999", None, "open"),
    ("A-7", "B", "0.25", 0, True, "2025-03-01 13:00:00", None, "open"),
]

PERIOD_COLUMNS = "period_id,subscription_id,customer_id,quantity,interval_count,period_start,period_end,amount,discount,currency"
PERIODS = {
    "1_floats": (
        "bigint bigint bigint double double timestamp timestamp_ns double double varchar",
        [
            "1,5,6,2,1,2025-03-01,2025-04-01,10.1,0.3,EUR",
            "2,5,6,1.5,1,2025-04-01,2025-05-01,1234567.8901,0,EUR",
            "6,5,6,inf,1,2025-08-01,2025-09-01,16781544.72,1e+19,EUR",
        ],
    ),
    "2_decimals": (
        "double varchar decimal(9,0) bigint bigint date date decimal(38,9) decimal(9,2) varchar",
        ["3,5,6,2,1,2025-05-01,2025-06-01,10.10,0.30,EUR", "4,5,6,2,1,2025-06-01,2025-07-01,-7,0,EUR"],
    ),
    "3_text": (
        "varchar double varchar varchar varchar varchar varchar varchar varchar varchar",
        ["5,5,6,2.00,1,2025-07-01,2025-08-01,10.1000,0.3,EUR"],
    ),
    "4_small_floats": (
        "float float float float float date date float float varchar",
        [
            "7,5,6,1.5,1,2025-09-01,2025-10-01,10.1,nan,EUR",
            "16777216,5,6,1,1,2025-10-01,2025-11-01,123456.78,0.0005,EUR",
        ],
    ),
}
EXPECTED_PERIODS = [
    ("1", "5", "6", "2.0000", 1, "2025-03-01", "2025-04-01", "10.1000", "0.3000"),
    ("16777216", "5", "6", "1.0000", 1, "2025-10-01", "2025-11-01", "123456.7800", "0.0005"),
    ("2", "5", "6", "1.5000", 1, "2025-04-01", "2025-05-01", "1234567.8901", "0.0000"),
    ("3", "5", "6", "2.0000", 1, "2025-05-01", "2025-06-01", "10.1000", "0.3000"),
    ("4", "5", "6", "2.0000", 1, "2025-06-01", "2025-07-01", "-7.0000", "0.0000"),
    ("5", "5", "6", "2.0000", 1, "2025-07-01", "2025-08-01", "10.1000", "0.3000"),
    ("6", "5", "6", None, 1, "2025-08-01", "2025-09-01", "16781544.7200", None),
    ("7", "5", "6", "1.5000", 1, "2025-09-01", "2025-10-01", "10.1000", None),
]
# A value that is no amount is told, whoever wrote it.
EXPECTED_DEFECTS = [
    ("billing.subscription_periods", "discount", "1e+19", "bad_decimal"),
    ("billing.subscription_periods", "discount", "nan", "bad_decimal"),
    ("billing.subscription_periods", "quantity", "inf", "bad_decimal"),
]
# Sixteen digits are as many as a float has.
PRODUCTS = {
    "1_floats": ("varchar varchar double boolean", ["A,Plan A,77422063.71,true"]),
    "2_floats": ("varchar varchar float double", ["B,Plan B,0.7,1"]),
    "3_text": ("varchar varchar varchar varchar", ["C,Plan C,0.8,1"]),
}
EXPECTED_PRODUCTS = [("A", "77422063.71000000", True), ("B", "0.70000000", True), ("C", "0.80000000", True)]
TEAMS = {"1_text": ("varchar varchar double", ["7,First line,0", "8,Gone,1"])}
TABLES = {
    "ticketing.tickets": (TICKET_COLUMNS, TICKETS),
    "ticketing.teams": ("team_id,name,is_deleted", TEAMS),
    "billing.subscription_periods": (PERIOD_COLUMNS, PERIODS),
    "billing.products": ("product_id,name,gross_margin,is_recurring", PRODUCTS),
}


def _write(file: Path, columns: str, types: str, records: list[str]) -> None:
    """One Parquet file; an empty value is NULL."""
    names = columns.split(",")
    casts = [f"cast({name} as {kind}) as {name}" for name, kind in zip(names, types.split(), strict=True)]
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"create table given ({', '.join(f'{name} varchar' for name in names)})")
        for record in records:
            values = [value or None for value in record.split(",")]
            connection.execute(f"insert into given values ({', '.join('?' * len(names))})", values)
        connection.execute(f"copy (select {', '.join(casts)} from given) to '{file}' (format parquet)")


@pytest.fixture(scope="module", params=["as they were written", "all of it text"])
def mixed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, dbt_here: DbtHere
) -> StagedHome:
    """The deliveries, taken and staged: in their own types, and again as nothing but text."""
    home = Home(tmp_path_factory.mktemp("mixed"))
    for table, (columns, deliveries) in TABLES.items():
        folder = home.inbox / "files" / table
        folder.mkdir(parents=True)
        for name, (types, records) in deliveries.items():
            is_text = request.param == "all of it text"
            written = " ".join("varchar" for _ in types.split()) if is_text else types
            _write(folder / f"{name}.parquet", columns, written, records)
    report = take_deliveries(home, load_contract(), arrived_at=datetime(2025, 12, 1, tzinfo=UTC))
    assert [delivery.status for delivery in report.deliveries] == ["taken"] * 12
    home.build.mkdir()
    dbt_here.build(home, *ENTITIES.split())
    return StagedHome(home)


def test_tickets(mixed: StagedHome) -> None:
    assert (
        mixed.rows(
            "select ticket_id, team_id, brand, source_reopen_count, is_spam, created_at, solved_at, status "
            "from staging.stg_ticketing__tickets order by ticket_id"
        )
        == EXPECTED_TICKETS
    )


def test_team_7_is_one_team(mixed: StagedHome) -> None:
    """Delivered as 7, 7.0, '7' and decimal 7, and listed under its name."""
    assert mixed.rows(
        "select team_id, team, is_listed from intermediate.int_teams_labelled order by team_id"
    ) == [
        ("7", "First line", True),
        ("70", "70", False),
        ("B", "B", False),
    ]


def test_amounts_and_days(mixed: StagedHome) -> None:
    assert (
        mixed.rows(
            "select period_id, subscription_id, customer_id, quantity, interval_count, period_start, period_end, amount, "
            "discount from staging.stg_billing__subscription_periods order by period_id"
        )
        == EXPECTED_PERIODS
    )


def test_shares_and_flags(mixed: StagedHome) -> None:
    assert (
        mixed.rows(
            "select product_id, gross_margin, is_recurring from staging.stg_billing__products order by product_id"
        )
        == EXPECTED_PRODUCTS
    )


def test_nothing_is_refused_for_its_type(mixed: StagedHome) -> None:
    assert (
        mixed.rows(
            "select table_name, column_name, value, reason from staging.stg_record_defects order by all"
        )
        == EXPECTED_DEFECTS
    )
