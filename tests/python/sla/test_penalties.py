"""Service credits: bands, caps, terms, currencies and exposure, each derived by hand (sla_penalty)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from running import Run

AS_OF = "2025-03-20T12:00:00"
DELIVERIES = {
    "billing.customers": ["customer_id,currency", "B,EUR"],
    "billing.subscription_periods": [
        "period_id,subscription_id,customer_id,period_start,period_end,amount,currency,interval_unit",
        "B1,B,B,2025-01-01,2025-02-01,10,EUR,month",
    ],
    "billing.exchange_rates": ["currency,to_currency,valid_on,rate", "USD,EUR,2024-12-31,0.9"],
    "crm.accounts": [
        "account_id,name,created_at,merged_into_account_id",
        *(
            f"{name},{name},2024-01-01T00:00:00Z,{into}"
            for name, into in (("A", ""), ("A2", "A"), ("B", ""), ("C", ""))
        ),
    ],
    "crm.contracts": [
        "contract_id,account_id,starts_on,ends_on,terminated_on,value,monthly_fee,currency,penalty_band,sla_kind",
        # Of the merged account: 500 USD a month, 450 EUR; the company's own bands, with a cap.
        "fee,A2,2025-01-01,2025-12-31,,99999,500,USD, Strict ,formal",
        # 3 months for 900 EUR; ends by notice on February 15.
        "short,A,2025-01-01,2025-03-31,2025-02-15,900,,EUR,standard,",
        # 45 days are 1.4784 months of 30.4375 days.
        "days,B,2025-02-01,2025-03-17,,1000,,EUR,standard,formal",
        "informal,A,2025-01-01,2025-12-31,,12000,,EUR,standard,informal",
        "bandless,A,2025-01-01,2025-12-31,,12000,,EUR,,formal",
        "unknown band,C,2025-03-01,2026-02-28,,12000,,EUR,gold plated,formal",
        "nobody,Z,2025-03-01,2026-02-28,,12000,,EUR,standard,formal",
        # Named as another system would name an account of the files.
        "spelled,files:C,2025-03-01,2026-02-28,,12000,,EUR,standard,formal",
        # The first contract of A, and nobody can say what it owes.
        "a bandless one,A,2025-01-01,2025-12-31,,12000,,EUR,gold plated,formal",
    ],
    "ticketing.sla_policies": [
        "policy_id,metric,priority,target_minutes,clock,kind",
        "firm,resolution,*,60,calendar,formal",
        "firm,first_reply,*,43200,calendar,formal",
        "soft,resolution,*,60,calendar,informal",
    ],
}
"""The first replies of `firm` are due after 30 days, and cancelled where a ticket is solved without one."""


def tickets() -> dict[str, list[str]]:
    """Customer A: 199 of 201 resolutions in January in time, 1 of 2 until and 1 of 1 after February 14; in March two
    are in time, one runs, and one first reply of February 25 is due on March 27, one of March 10 on April 9."""
    found = ["ticket_id,channel,account_id,status,created_at,solved_at"]
    applied = ["ticket_id,policy_id,applied_at,metric"]

    def add(
        name: str, account: str, created: str, solved: str, policy: str = "firm", metric: str = "resolution"
    ) -> None:
        found.append(f"{name},web,{account},{'solved' if solved else 'open'},{created},{solved}")
        applied.append(f"{name},{policy},{created},{metric}")

    for number in range(201):
        minutes = "59" if number < 199 else "01"
        hour = "09" if number < 199 else "10"
        add(
            f"j{number}",
            "A" if number % 2 else "A2",
            "2025-01-15T09:00:00Z",
            f"2025-01-15T{hour}:{minutes}:00Z",
        )
    add("f1", "A", "2025-02-03T09:00:00Z", "2025-02-03T10:00:00Z")
    add("f2", "A", "2025-02-14T22:30:00Z", "2025-02-14T23:30:01Z")
    add("f3", "A", "2025-02-15T00:00:00Z", "2025-02-15T00:10:00Z")
    add("f4", "A", "2025-02-16T00:00:00Z", "2025-02-17T00:00:00Z", policy="soft")
    add("m1", "A", "2025-03-03T09:00:00Z", "2025-03-03T09:30:00Z")
    add("m2", "A", "2025-03-04T09:00:00Z", "2025-03-04T09:30:00Z")
    add("m3", "A", "2025-03-20T11:30:00Z", "")
    add("m4", "A", "2025-02-25T09:00:00Z", "", metric="first_reply")
    add("m5", "A", "2025-03-10T09:00:00Z", "", metric="first_reply")
    return {"ticketing.tickets": found, "ticketing.ticket_slas": applied}


@pytest.fixture(scope="module")
def penalties(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> dict[tuple[str, str], tuple[Any, ...]]:
    """By contract and month: met, breached, running, fee, credit, penalty, exposure."""
    home: Path = tmp_path_factory.mktemp("penalties")
    for table, lines in {**DELIVERIES, **tickets()}.items():
        folder = home / "inbox" / "files" / table
        folder.mkdir(parents=True)
        (folder / "x.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (home / "settings.yml").write_text("reporting_currency: EUR\n", encoding="utf-8")
    (home / "reference").mkdir()
    (home / "reference" / "penalty_bands.csv").write_text(
        "penalty_band,from_compliance,to_compliance,credit_percent,cap_percent\n"
        "strict,98.5,99.005,10,\nstrict,90,98.5,20,\nstrict,0,90,60,30\n",
        encoding="utf-8",
    )
    cxw(home, "refresh", "--as-of", AS_OF)
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as release:
        rows = release.execute(
            "select contract_id, strftime(month, '%m'), met, breached, running, monthly_fee, credit_percent, "
            "penalty_amount, exposure_amount from marts.sla_penalties"
        ).fetchall()
        kpi = release.execute(
            "select strftime(period_start, '%m'), value, n from marts.kpi_values "
            "where kpi_id = 'sla_penalty' and dimension = 'total' and period_kind = 'month'"
        ).fetchall()
    found = {row[:2]: row[2:] for row in rows}
    assert {month: value for month, value, _ in kpi} == {
        month: pytest.approx(
            float(sum(row[5] for key, row in found.items() if key[1] == month and row[5] is not None))
        )
        for month in ("01", "02", "03")
    }
    # Two contracts of one customer look at the same promises, which are no more for that.
    assert {month: n for month, _, n in kpi} == {"01": 201, "02": 3, "03": 2}
    return found


@pytest.mark.parametrize(
    ("contract", "month", "counts", "fee", "credit", "penalty", "exposure"),
    [
        # 199 of 201 are 99.00498 %, which is 99.005 % only when it is rounded; the company's bands know the difference.
        ("fee", "01", (199, 2, 0), "450", "10", "45", "45"),
        ("short", "01", (199, 2, 0), "300", "0", "0", "0"),
        # 2 of 3 are 66.7 %: 60 %, capped at 30 %.
        ("fee", "02", (2, 1, 0), "450", "30", "135", "135"),
        # Until February 14, 1 of 2; the one of the 15th is not its own any more.
        ("short", "02", (1, 1, 0), "300", "25", "75", "75"),
        ("days", "02", (0, 0, 0), "676.3889", "0", "0", "0"),
        ("days", "03", (0, 0, 0), "676.3889", "0", "0", "0"),
        # 2 of 2 so far; the running resolution and the reply due in March may be late, which makes 2 of 4.
        ("fee", "03", (2, 0, 2), "450", "0", "0", "135"),
        ("unknown band", "03", (0, 0, 0), "1000", None, None, None),
        ("spelled", "03", (0, 0, 0), "1000", "0", "0", "0"),
        # The account is not in the CRM, so nobody can say whose promises count.
        ("nobody", "03", (0, 0, 0), "1000", None, None, None),
        ("a bandless one", "02", (2, 1, 0), "1000", None, None, None),
    ],
)
def test_a_month_of_a_contract(
    penalties: dict[tuple[str, str], tuple[Any, ...]],
    contract: str,
    month: str,
    counts: tuple[int, int, int],
    fee: str,
    credit: str | None,
    penalty: str | None,
    exposure: str | None,
) -> None:
    *found, fee_found, credit_found, penalty_found, exposure_found = penalties[contract, month]
    assert tuple(found) == counts
    expected = [None if value is None else Decimal(value) for value in (fee, credit, penalty, exposure)]
    assert [fee_found, credit_found, penalty_found, exposure_found] == expected


def test_other_contracts_and_months_owe_nothing(penalties: dict[tuple[str, str], tuple[Any, ...]]) -> None:
    months = {"a bandless one": "01 02 03", "spelled": "03"}
    months |= {"fee": "01 02 03", "short": "01 02", "days": "02 03", "unknown band": "03", "nobody": "03"}
    assert set(penalties) == {(name, month) for name, listed in months.items() for month in listed.split()}
