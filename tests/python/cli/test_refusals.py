"""Thresholds: how much may be refused before a release is not made."""

from __future__ import annotations

import pytest

from orchestration.errors import CxwError, ExitCode
from orchestration.refusals import Delivered, refuse_above_threshold, source_shares

DELIVERIES = [
    Delivered(1, "zendesk", "inbox/zendesk/ticket/a.csv", 900, 10),
    Delivered(2, "zendesk", "inbox/zendesk/ticket/b.csv", 100, 40),
    Delivered(3, "stripe", "inbox/stripe/invoice/a.csv", 10, 0),
]


def test_shares_are_of_sums_by_source() -> None:
    shares = source_shares(DELIVERIES, lambda source: 0.05)
    assert [(s.source, s.refused, s.records) for s in shares] == [("stripe", 0, 10), ("zendesk", 50, 1000)]
    assert [s.is_too_much for s in shares] == [False, False]
    refuse_above_threshold(shares)


def test_one_record_more_is_too_much_and_the_worst_file_comes_first() -> None:
    shares = source_shares(DELIVERIES, lambda source: 0.05, {2: 41})
    with pytest.raises(CxwError) as refusal:
        refuse_above_threshold(shares)
    assert refusal.value.exit_code == ExitCode.DELIVERIES_REFUSED
    message = str(refusal.value)
    assert "zendesk: 51 of 1000 new records were refused (5.1%; the threshold is 5.0%)" in message
    assert message.index("b.csv: 41 of 100") < message.index("a.csv: 10 of 900")
    assert "stripe" not in message and "cxw quarantine" in message


def test_the_threshold_is_that_of_the_source() -> None:
    shares = source_shares(DELIVERIES, lambda source: 0.01 if source == "zendesk" else 0.05)
    assert [s.source for s in shares if s.is_too_much] == ["zendesk"]


def test_records_counted_at_reading_are_not_counted_again_in_staging() -> None:
    (share,) = source_shares(DELIVERIES[:1], lambda source: 0.05, {1: 10})
    assert share.refused == 10


def test_what_was_delivered_again_corrected_is_no_longer_missing() -> None:
    shares = source_shares(DELIVERIES, lambda source: 0.02)
    refuse_above_threshold(shares, lambda: {1: 10, 2: 20})
    with pytest.raises(CxwError, match=r"zendesk: 21 of 1000 new records were refused \(2\.1%") as refusal:
        refuse_above_threshold(shares, lambda: {1: 9, 2: 20})
    assert "b.csv: 20 of 100" in str(refusal.value) and "a.csv: 1 of 900" in str(refusal.value)


def test_nothing_delivered_is_nothing_refused() -> None:
    assert source_shares([], lambda source: 0.05) == []
    (empty,) = source_shares([Delivered(1, "stripe", "a.csv", 0, 0)], lambda source: 0.0)
    assert not empty.is_too_much
