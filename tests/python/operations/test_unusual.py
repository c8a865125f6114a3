"""Nights that are unlike others: seen where planted, not seen where weekdays, growth and catch-ups explain them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from faults.unusual_nights import RESULT, Delivery, measure
from orchestration.errors import CxwError, ExitCode
from orchestration.home import PROJECT_ROOT
from orchestration.operations.anomalies import Anomalies, _looked
from orchestration.operations.measures import ROWS, missing_values, restated, unusual_shares
from orchestration.operations.unusual import judge_count, judge_share
from orchestration.operations.volumes import nightly_counts, unusual_volumes

MONDAY = date(2025, 3, 3)


def deliveries(of_day: dict[int, int], table: str = "ticket") -> list[Delivery]:
    return [Delivery("zendesk", table, str(MONDAY + timedelta(days=day)), n) for day, n in of_day.items()]


def weeks(count: int) -> dict[int, int]:
    """1,000 records on working days and 100 at weekends, with a little noise."""
    return {day: (1000 if day % 7 < 5 else 100) + day % 3 * 10 for day in range(7 * count)}


def test_a_night_that_brings_a_third_is_seen_and_named() -> None:
    nights = weeks(8)
    assert list(unusual_volumes(nightly_counts(deliveries(nights)))) == []
    (told,) = unusual_volumes(nightly_counts(deliveries({**nights, 55: 30})))
    assert told.startswith("zendesk/ticket: 30 records a night as of 2025-04-27, usually 110 (median of 7")


def test_a_table_that_brings_nothing_while_others_do_is_seen() -> None:
    quiet = deliveries({day: n for day, n in weeks(8).items() if day < 55}) + deliveries(weeks(8), "user")
    (told,) = unusual_volumes(nightly_counts(quiet))
    assert "zendesk/ticket: 0 records a night" in told


def test_a_catch_up_after_days_without_any_delivery_is_no_outbreak() -> None:
    nights = {day: n for day, n in weeks(8).items() if day not in (51, 52)}
    nights[53] = 3000
    assert list(unusual_volumes(nightly_counts(deliveries(nights)), MONDAY + timedelta(days=53))) == []


@pytest.mark.parametrize(
    ("value", "past", "is_unusual"),
    [
        (500, [1000] * 8, False),  # half is not below half
        (450, [1000] * 8, True),
        (2100, [1000] * 8, True),
        (450, [1000, 300, 2500, 600, 1400, 900, 200, 3000], False),  # it varies
        (450, [1000] * 7 + [90_000], True),  # one odd night widens nothing
        (0, [1000] * 3, False),  # too few to compare with
        (0, [9] * 8, False),  # a handful
    ],
)
def test_what_is_unusual_of_a_count(value: float, past: list[float], is_unusual: bool) -> None:
    assert (judge_count(value, past) is not None) is is_unusual


def test_a_share_that_jumps_in_one_night_is_seen_although_years_lie_in_the_table() -> None:
    def release(night: int, missing: int) -> dict[str, dict[str, int]]:
        return {"fct_tickets": {ROWS: 1_000_000 + 200 * night, "channel": 10_000 + missing}}

    assert list(unusual_shares(release(0, 0), [])) == list(unusual_shares({}, [release(0, 0)])) == []
    past = [release(night, night * 4) for night in range(8)]
    assert list(unusual_shares(release(8, 32), past)) == []
    (told,) = unusual_shares(release(8, 28 + 120), past)
    assert told == (
        "fct_tickets.channel: 60% of 200 new rows are NULL or unknown, usually 2% (median of 7 releases)"
    )
    assert judge_share(5, 9, [(0, 100)] * 8) is None


def test_a_month_that_was_over_and_changes_is_seen() -> None:
    before = {"mrr closing 2025-01-01": (1000.0, 50), "mrr closing 2025-02-01": (1000.0, 5)}
    now = {
        "mrr closing 2025-01-01": (1200.0, 50),
        "mrr closing 2025-02-01": (9.0, 5),
        "new x 2025-03-01": (1.0, 99),
    }
    assert list(restated(now, before)) == [
        "mrr closing 2025-01: 1,200.00 where the release before had 1,000.00, of a month that was over"
    ]
    assert list(restated(before, before)) == []


def test_an_anomaly_warns_and_stops_only_where_the_settings_say_so() -> None:
    found = Anomalies({"volume": [f"a/t{i}: 0 records" for i in range(7)], "stale_source": []}, {})
    assert found.warnings == [f"volume: {'; '.join(f'a/t{i}: 0 records' for i in range(5))}; and 2 more"]
    found.refuse(["stale_source"])
    with pytest.raises(CxwError, match="blocking_anomalies") as stopped:
        found.refuse(["volume"])
    assert stopped.value.exit_code is ExitCode.AUDIT_FAILED


def test_the_campaign_counts_planted_faults() -> None:
    found = measure(nightly_counts(deliveries(weeks(20))), faults=40, seed=3)
    assert found["false_alarms"] == 0 and found["table_nights"] > 80
    assert found["seen"]["nothing"] == found["seen"]["ten times"] == 40


def test_a_look_that_raises_is_a_finding_and_costs_no_night() -> None:
    def broken() -> list[str]:
        raise KeyError("Ann Lee")

    assert _looked(broken) == ["could not be looked for (KeyError)"]


def test_missing_values_are_counted_of_empty_tables_too(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "candidate.duckdb")) as connection:
        connection.execute("create schema conformed")
        connection.execute("create table conformed.fct_empty (channel varchar, minutes integer)")
        connection.execute(
            "create table conformed.fct_tickets as select * from (values ('unknown', 1), (null, null), ('web', 2)) "
            "as t(channel, minutes)"
        )
    assert missing_values(tmp_path / "candidate.duckdb") == {
        "fct_empty": {ROWS: 0, "channel": 0, "minutes": 0},
        "fct_tickets": {ROWS: 3, "channel": 2, "minutes": 1},
    }


def test_the_runbook_tells_the_figures_of_the_last_campaign() -> None:
    found = json.loads(RESULT.read_text(encoding="utf-8"))
    page = (PROJECT_ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    share = found["false_alarms"] / found["table_nights"]
    seen = {name: f"{name} {n / found['planted_of_each']:.0%}" for name, n in found["seen"].items()}
    told = [
        f"{found['table_nights']:,} table-nights",
        f"called {found['false_alarms']} unusual ({share:.1%}), in {found['nights_with_a_false_alarm']} of",
        f"of {found['nights']} nights",
        *(text for name, text in seen.items() if name.startswith(("a ", "ten"))),
    ]
    assert [text for text in told if text not in page.replace(" %", "%")] == []
