"""Stripe objects to the billing entities of the input contract; service periods have their own module."""

from __future__ import annotations

from staged_home import StagedHome


def test_customers_link_to_accounts_and_outlive_their_deletion(stripe_account: StagedHome) -> None:
    assert stripe_account.rows(
        "select customer_id, account_id, name, currency, is_test"
        " from staging.stg_billing__customers order by 1"
    ) == [
        ("cus_1", "A1", "Acme", "EUR", False),
        ("cus_2", None, "Left", "USD", False),
        ("cus_3", None, "Test", "JPY", True),
    ]


def test_products_are_versioned_and_recurring_by_their_prices(stripe_account: StagedHome) -> None:
    assert stripe_account.rows(
        "select product_id, name, is_recurring from staging.stg_billing__products order by 1"
    ) == [
        ("prod_1", "Desk Pro", True),
        ("prod_2", "Onboarding", False),
    ]
    assert stripe_account.rows(
        "select name, valid_from from staging.stg_billing__product_versions"
        " where product_id = 'prod_1' order by valid_from"
    ) == [("Desk", "0001-01-01 00:00:00"), ("Desk Pro", "2024-06-02 00:00:00")]


def test_subscriptions(stripe_account: StagedHome) -> None:
    """Asked on the 10th, ended on the 20th: voluntary; out of past_due: not; no history: not known."""
    assert stripe_account.rows(
        "select subscription_id, customer_id, status, started_at, trial_ends_at, cancel_requested_at,"
        " ended_at, is_involuntary from staging.stg_billing__subscriptions"
        " where subscription_id in ('s_quit', 's_fail', 's_open', 's_trial', 's_end') order by 1"
    ) == [
        (
            "s_end",
            "cus_3",
            "canceled",
            "2025-01-01 10:00:00",
            None,
            "2025-02-01 10:00:00",
            "2025-02-01 10:00:00",
            None,
        ),
        (
            "s_fail",
            "cus_2",
            "canceled",
            "2024-04-01 10:00:00",
            None,
            "2024-05-22 10:00:00",
            "2024-05-22 10:00:00",
            True,
        ),
        ("s_open", "cus_1", "active", "2025-05-01 09:00:00", None, None, None, None),
        (
            "s_quit",
            "cus_1",
            "canceled",
            "2024-04-01 10:00:00",
            None,
            "2024-04-10 10:00:00",
            "2024-04-20 10:00:00",
            False,
        ),
        ("s_trial", "cus_1", "active", "2024-03-01 10:00:00", "2024-03-15 10:00:00", None, None, None),
    ]


def test_status_changes_come_from_the_history(stripe_account: StagedHome) -> None:
    assert stripe_account.rows(
        "select subscription_id, changed_at, sequence, status from staging.stg_billing__subscription_changes"
        " where subscription_id in ('s_quit', 's_fail', 's_trial', 's_try') order by 1, 2, 3"
    ) == [
        ("s_fail", "2024-04-01 10:00:00", 1, "active"),
        ("s_fail", "2024-05-01 11:00:00", 1, "past_due"),
        ("s_fail", "2024-05-22 10:00:00", 1, "canceled"),
        ("s_quit", "2024-04-01 10:00:00", 1, "active"),
        ("s_quit", "2024-04-20 10:00:00", 1, "canceled"),
        ("s_trial", "2024-03-01 10:00:00", 1, "trialing"),
        ("s_trial", "2024-03-15 10:00:00", 1, "active"),
    ]


def test_invoices(stripe_account: StagedHome) -> None:
    assert stripe_account.rows(
        "select invoice_id, status, issued_at, due_at, paid_at,"
        " subtotal, discount, tax, total, amount_paid, amount_due from staging.stg_billing__invoices"
        " where invoice_id in ('in_up1', 'in_sale', 'in_yen') order by 1"
    ) == [
        (
            "in_sale", "paid", "2024-06-01 10:00:00", None, None,
            "30.0000", "1.0000", "5.8000", "34.8000", "34.8000", "34.8000",
        ),
        (
            "in_up1", "paid", "2024-02-01 10:00:00", "2024-02-15 00:00:00", "2024-02-02 10:05:00",
            "10.0000", "0.0000", "2.0000", "12.0000", "12.0000", "12.0000",
        ),
        (
            "in_yen", "paid", "2024-06-01 10:00:00", None, None,
            "1500.0000", "0.0000", None, "1500.0000", "1500.0000", "1500.0000",
        ),
    ]  # fmt: skip


def test_payments(stripe_account: StagedHome) -> None:
    assert stripe_account.rows(
        "select payment_id, invoice_id, status, amount, currency, failure_code"
        " from staging.stg_billing__payments order by 1"
    ) == [
        ("ch_1", "in_up1", "failed", "12.0000", "EUR", "card_declined"),
        ("ch_2", "in_up1", "succeeded", "12.0000", "EUR", None),
        ("ch_3", "in_yen", "pending", "1500.0000", "JPY", None),
    ]


def test_money_is_given_back_once(stripe_account: StagedHome) -> None:
    assert stripe_account.rows(
        "select refund_id, payment_id, invoice_id, customer_id, kind, amount, currency"
        " from staging.stg_billing__refunds order by 1"
    ) == [
        ("cn_1", None, "in_up1", "cus_1", "credit_note", "2.0000", "EUR"),
        ("cn_3", None, "in_dinar", "cus_3", "credit_note", "2.3450", "KWD"),
        ("re_1", "ch_2", "in_up1", "cus_1", "refund", "3.0000", "EUR"),
        ("re_3", "ch_3", "in_yen", "cus_3", "refund", "500.0000", "JPY"),
    ]


def test_every_record_of_the_book_is_accepted(stripe_account: StagedHome) -> None:
    assert stripe_account.rows("select * from staging.stg_record_defects where source = 'stripe'") == []
