"""Service periods of Stripe subscriptions: what was billed, and what runs without an invoice yet."""

from __future__ import annotations

from typing import Any

import pytest
from staged_home import Delivery, Stage, StagedHome
from stripe_book import BOOK

PERIODS = (
    "select period_id, customer_id, plan, period_start, period_end, amount, currency,"
    " interval_unit, interval_count from staging.stg_billing__subscription_periods"
    " where subscription_id = '{}' order by period_id"
)


@pytest.fixture(scope="module")
def later(stage: Stage) -> StagedHome:
    """The open subscription alone, after its invoice of June came in; many tables were never delivered."""
    invoice = """
        id,customer_id,subscription_id,status,created,currency,subtotal,total
        in_open2,cus_1,s_open,open,2025-06-01T11:00:00Z,eur,3000,3000
    """
    line = """
        id,invoice_id,amount,currency,period_start,period_end,plan_id,proration,subscription_id,type
        il_open2,in_open2,3000,eur,2025-06-01T10:00:00Z,2025-07-01T10:00:00Z,small,false,s_open,subscription
        il_strange,in_gone,100,eur,2025-06-01T10:00:00Z,2025-07-01T10:00:00Z,small,false,s_gone,subscription
    """
    tables = {table: BOOK[table] for table in ("subscription_history", "subscription_item", "price")}
    tables |= {"invoice": invoice, "invoice_line_item": line}
    deliveries = [Delivery(f"stripe/{table}", text) for table, text in tables.items()]
    entities = ("subscription_periods", "invoice_lines", "refunds", "customers")
    return stage(deliveries, " ".join(f"+stg_billing__{entity}" for entity in entities))


def periods(home: StagedHome, subscription_id: str) -> list[tuple[Any, ...]]:
    """The service periods of one subscription."""
    return home.rows(PERIODS.format(subscription_id))


def full_intervals(home: StagedHome, subscription_id: str) -> list[tuple[Any, ...]]:
    """The full billing intervals of the prorated parts of one subscription."""
    return home.rows(
        "select period_id, interval_start, interval_end from staging.stg_billing__subscription_periods"
        f" where subscription_id = '{subscription_id}' and is_proration order by period_id"
    )


def test_proration_up_and_down_in_the_middle_of_a_month(stripe_account: StagedHome) -> None:
    assert periods(stripe_account, "s_up") == [
        ("il_up1", "cus_1", "small", "2024-02-01", "2024-03-01", "10.0000", "EUR", "month", 1),
        ("il_up2", "cus_1", "small", "2024-02-15", "2024-03-01", "-5.1700", "EUR", "month", 1),
        ("il_up3", "cus_1", "big", "2024-02-15", "2024-03-01", "10.3400", "EUR", "month", 1),
        ("il_up4", "cus_1", "big", "2024-03-01", "2024-04-01", "20.0000", "EUR", "month", 1),
        ("il_up5", "cus_1", "big", "2024-03-17", "2024-04-01", "-9.6800", "EUR", "month", 1),
        ("il_up6", "cus_1", "small", "2024-03-17", "2024-04-01", "4.8400", "EUR", "month", 1),
    ]
    assert full_intervals(stripe_account, "s_up") == [
        ("il_up2", "2024-02-01", "2024-03-01"),
        ("il_up3", "2024-02-01", "2024-03-01"),
        ("il_up5", "2024-03-01", "2024-04-01"),
        ("il_up6", "2024-03-01", "2024-04-01"),
    ]


def test_a_credit_belongs_to_the_month_it_gives_back_not_to_the_new_year(stripe_account: StagedHome) -> None:
    assert periods(stripe_account, "s_year") == [
        ("il_month", "cus_1", "small", "2024-05-01", "2024-06-01", "10.0000", "EUR", "month", 1),
        ("il_year1", "cus_1", "small", "2024-05-16", "2024-06-01", "-5.1600", "EUR", "month", 1),
        ("il_year2", "cus_1", "yearly", "2024-05-16", "2025-05-16", "120.0000", "EUR", "year", 1),
    ]
    assert full_intervals(stripe_account, "s_year") == [("il_year1", "2024-05-01", "2024-06-01")]


def test_a_part_without_a_whole_line_takes_the_period_of_its_subscription_else_ends_its_interval(
    stripe_account: StagedHome,
) -> None:
    assert full_intervals(stripe_account, "s_lone") == [("il_lone", "2024-07-01", "2024-08-01")]
    assert full_intervals(stripe_account, "s_bare") == [
        ("il_bare", "2024-07-15", "2024-08-15"),
        ("il_what", None, None),
    ]


def test_a_part_whose_price_was_never_delivered_is_in_no_interval(stripe_account: StagedHome) -> None:
    """Not even in that of a whole line whose price was not delivered either."""
    assert full_intervals(stripe_account, "s_blind") == [("il_blind2", None, None)]


def test_a_trial_is_marked_and_one_off_lines_are_no_service(stripe_account: StagedHome) -> None:
    assert stripe_account.rows(
        "select period_id, amount, is_trial from staging.stg_billing__subscription_periods"
        " where subscription_id = 's_trial' order by 1"
    ) == [("il_trial1", "0.0000", True), ("il_trial2", "10.0000", False)]


def test_a_period_stays_whole_when_the_subscription_ends_in_it(stripe_account: StagedHome) -> None:
    assert periods(stripe_account, "s_quit") == [
        ("il_quit", "cus_1", "small", "2024-04-01", "2024-05-01", "10.0000", "EUR", "month", 1)
    ]


def test_minor_units_follow_the_currency(stripe_account: StagedHome) -> None:
    assert [row[5:7] for row in periods(stripe_account, "s_yen") + periods(stripe_account, "s_dinar")] == [
        ("1500.0000", "JPY"),
        ("12.3450", "KWD"),
    ]


def test_a_discount_is_spread_exactly_and_days_are_utc(stripe_account: StagedHome) -> None:
    """30.00 less 1.00, tax apart, over three equal lines; then 1.00 over 20.00 and 10.00 beside a credit."""
    query = (
        "select period_id, period_start, amount, discount from staging.stg_billing__subscription_periods"
        " where subscription_id = '{}' order by period_id"
    )
    assert stripe_account.rows(query.format("s_sale")) == [
        ("il_sale1", "2024-06-01", "9.6667", "0.3333"),
        ("il_sale2", "2024-06-01", "9.6666", "0.3334"),
        ("il_sale3", "2024-06-01", "9.6667", "0.3333"),
    ]
    assert stripe_account.rows(query.format("s_sale2")) == [
        ("il_mix1", "2024-06-01", "-5.0000", "0.0000"),
        ("il_mix2", "2024-06-11", "19.3333", "0.6667"),
        ("il_mix3", "2024-06-11", "9.6667", "0.3333"),
    ]


def test_old_lines_whose_id_is_the_subscription_are_told_apart(stripe_account: StagedHome) -> None:
    assert periods(stripe_account, "sub_old") == [
        ("in_old1:sub_old", "cus_1", "quarterly", "2024-01-01", "2024-04-01", "27.0000", "EUR", "month", 3),
        ("in_old2:sub_old", "cus_1", "quarterly", "2024-04-01", "2024-07-01", "27.0000", "EUR", "month", 3),
    ]


def test_a_running_period_that_is_not_invoiced_is_extended_at_list_price(stripe_account: StagedHome) -> None:
    """June is a draft: 3 x 10.00 and 2 x 1500 yen stand in for it; what has no recurring price does not."""
    assert periods(stripe_account, "s_open") == [
        ("il_open1", "cus_1", "small", "2025-05-01", "2025-06-01", "30.0000", "EUR", "month", 1),
        (
            "not_invoiced:si_open2:2025-06-01",
            "cus_1",
            "yen",
            "2025-06-01",
            "2025-07-01",
            "3000.0000",
            "JPY",
            "month",
            1,
        ),
        (
            "not_invoiced:si_open:2025-06-01",
            "cus_1",
            "small",
            "2025-06-01",
            "2025-07-01",
            "30.0000",
            "EUR",
            "month",
            1,
        ),
    ]


def test_a_running_trial_is_extended_for_nothing(stripe_account: StagedHome) -> None:
    assert stripe_account.rows(
        "select period_id, period_end, amount, currency, is_trial"
        " from staging.stg_billing__subscription_periods where subscription_id = 's_try'"
    ) == [("not_invoiced:si_try:2025-06-01", "2025-06-15", "0.0000", "KWD", True)]


def test_void_ended_and_itemless_subscriptions_are_not_extended(stripe_account: StagedHome) -> None:
    assert [periods(stripe_account, subscription) for subscription in ("s_void", "s_end", "s_idle")] == [
        [],
        [],
        [],
    ]


def test_the_invoice_line_replaces_the_extension(later: StagedHome) -> None:
    assert periods(later, "s_open") == [
        ("il_open2", "cus_1", "small", "2025-06-01", "2025-07-01", "30.0000", "EUR", "month", 1)
    ]


def test_a_line_that_names_no_customer_waits_and_absent_tables_are_empty(later: StagedHome) -> None:
    assert periods(later, "s_gone") == []
    assert later.rows("select line_id from staging.stg_billing__invoice_lines order by 1") == [
        ("il_open2",),
        ("il_strange",),
    ]
    assert later.rows("select * from staging.stg_billing__refunds") == []
    assert later.rows("select * from staging.stg_billing__customers") == []
