"""Cancellations of subscriptions and of newsletters: one of each kind, derived by hand, and the catalogue's vector."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest
from delivering import deliver_csv
from running import FIGURES_ONLY, Run

AS_OF = "2025-06-15T12:00:00"
REACHED, LEFT = 40_000, 85

# status, asked, ended, reason, involuntary; None where the source does not list the subscription
LISTED: dict[str, tuple[str, str | None, str | None, str | None, bool | None] | None] = {
    "paid out": ("canceled", "2025-02-10T23:30:00", None, "price", None),
    "ended inside": ("canceled", None, "2025-02-12T10:00:00", None, False),
    "ended after": ("canceled", "2025-02-20", "2025-03-20", None, None),
    "still running": ("active", "2025-06-01", None, None, None),
    "not paid": ("canceled", None, "2025-02-15", "card", True),
    "asked, not paid": ("canceled", "2025-02-10", "2025-02-15", "card", True),
    "not said": ("canceled", None, "2025-02-15", None, None),
    "unlisted": None,
    "unlisted, running": None,
    "not billed": ("active", None, None, None, None),
    "never left the pause": ("canceled", "2025-02-20", "2025-04-01", None, None),
    "left the pause": ("canceled", "2025-02-20", "2025-04-01", None, None),
    "left the trial": ("canceled", "2025-02-10", "2025-02-12", None, None),
    "two lines": ("canceled", "2025-02-10", None, None, None),
    "asked, never billed": ("canceled", "2025-02-10", None, None, None),
    "nothing known": ("canceled", None, None, None, None),
    "test": ("canceled", "2025-02-10", None, None, None),
    "within the month": ("canceled", "2025-02-10", "2025-02-12", None, None),
    "handed over": ("canceled", None, "2025-04-20", None, None),
    "handed back": ("canceled", None, "2025-04-20", None, None),
    "free at the end": ("canceled", "2025-02-10", None, None, None),
    "free at the end, unlisted": None,
    "taken back": ("canceled", "2025-02-10", None, None, None),
    "credit alone": ("canceled", None, "2025-03-01", None, None),
    "credit alone, unlisted": None,
}
NEVER_PAID = ("credit alone", "credit alone, unlisted")
HANDED_OVER = (("handed over", "giver", "taker"), ("handed back", "taker", "giver"))
# subscription, start, end, amount, months, trial
PERIODS = [
    *((name, "2025-01-01", "2025-03-01", 100, 2, None) for name in LISTED if name not in (
        "still running", "unlisted, running", "left the trial", "asked, never billed", "nothing known",
        "within the month", "handed over", "handed back", *NEVER_PAID,
    )),
    ("still running", "2025-02-01", "2025-08-01", 300, 6, None),
    ("unlisted, running", "2025-02-01", "2025-08-01", 300, 6, None),
    ("left the trial", "2025-02-01", "2025-03-01", 50, 1, True),
    ("two lines", "2025-02-01", "2025-03-01", 20, 1, None),
    ("within the month", "2025-02-03", "2025-03-03", 50, 1, None),
    ("free at the end", "2025-03-01", "2025-05-01", 0, 2, None),
    ("free at the end, unlisted", "2025-03-01", "2025-05-01", 0, 2, None),
    ("taken back", "2025-03-01", "2025-04-01", 50, 1, None),
    ("taken back", "2025-03-01", "2025-04-01", -50, 1, None),
    *((name, "2025-02-01", "2025-03-01", -70, 1, None) for name in NEVER_PAID),
]  # fmt: skip
CHANGES = [
    ("never left the pause", "2025-01-01", "active"),
    ("never left the pause", "2025-02-05", "paused"),
    ("left the pause", "2025-01-01", "active"),
    ("left the pause", "2025-02-05", "paused"),
    ("left the pause", "2025-02-10", "active"),
]
# effective on, has come, notice, kind, was paying, MRR lost
EXPECTED: dict[str, tuple[str | None, bool, int | None, str, bool, int | None]] = {
    "paid out": ("2025-03-01", True, 19, "voluntary", True, 50),
    "ended inside": ("2025-02-12", True, None, "voluntary", True, 50),
    "ended after": ("2025-03-01", True, 9, "voluntary", True, 50),
    "still running": ("2025-08-01", False, 61, "voluntary", True, 50),
    "not paid": ("2025-02-15", True, None, "involuntary", True, 50),
    "asked, not paid": ("2025-02-15", True, 5, "involuntary", True, 50),
    "not said": ("2025-02-15", True, None, "unknown", True, 50),
    "unlisted": ("2025-03-01", True, None, "unknown", True, 50),
    "never left the pause": ("2025-02-05", True, -15, "voluntary", True, 50),
    "left the pause": ("2025-03-01", True, 9, "voluntary", True, 50),
    "left the trial": ("2025-02-12", True, 2, "voluntary", False, None),
    "two lines": ("2025-03-01", True, 19, "voluntary", True, 70),
    "asked, never billed": ("2025-02-10", True, 0, "voluntary", False, None),
    "nothing known": (None, False, None, "unknown", False, None),
    "within the month": ("2025-02-12", True, 2, "voluntary", True, 50),
    "handed over": ("2025-04-20", True, None, "unknown", True, 60),
    "handed back": ("2025-04-20", True, None, "unknown", True, 60),
    "free at the end": ("2025-03-01", True, 19, "voluntary", True, 50),
    "free at the end, unlisted": ("2025-03-01", True, None, "unknown", True, 50),
    "taken back": ("2025-03-01", True, 19, "voluntary", True, 50),
    "credit alone": ("2025-03-01", True, None, "unknown", False, None),
}
EVENTS = [
    *(("vector", f"v{n}", "delivered", "s", "2025-02-03T09:00:00") for n in range(REACHED)),
    *(
        ("vector", f"v{n}", "unsubscribed", "s" if n % 2 else None, "2025-02-04T09:00:00")
        for n in range(LEFT)
    ),
    ("vector", "v1", "unsubscribed", "s", "2025-02-05T09:00:00"),
    ("vector", "forwarded to", "unsubscribed", "s", "2025-02-05T09:00:00"),
    ("order", "a", "subscribed", None, "2025-01-01"),
    ("order", "a", "delivered", "first", "2025-02-02T00:10:00"),
    ("order", "a", "delivered", "first", "2025-02-02T09:00:00"),
    ("order", "a", "delivered", "second", "2025-02-02T08:00:00"),
    ("order", "a", "unsubscribed", None, "2025-02-02T07:59:59"),
    ("order", "b", "subscribed", None, "2025-01-01"),
    ("order", "b", "unsubscribed", None, "2025-01-05"),
    ("order", "b", "delivered", "first", "2025-02-01T08:00:00"),
    ("order", "b", "hard_bounced", None, "2025-02-01T09:00:00"),
    ("order", "c", "subscribed", None, "2025-01-01"),
    ("order", "c", "unsubscribed", None, "2025-01-05"),
    ("order", "c", "subscribed", None, "2025-01-20"),
    ("order", "c", "unsubscribed", None, "2025-02-20"),
    ("order", "d", "unsubscribed", None, "2025-01-10"),
    ("order", "d", "complained", None, "2025-02-10"),
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("cancellations")
    listed = [(name, f"c {name}", *row, "2025-01-01") for name, row in LISTED.items() if row]
    header = "subscription_id,customer_id,status,cancel_requested_at,ended_at,cancel_reason,is_involuntary,started_at"
    deliver_csv(home, "billing.subscriptions", header, listed)
    deliver_csv(home, "billing.customers", "customer_id,is_test", [("c test", True)])
    deliver_csv(
        home,
        "billing.subscription_periods",
        "period_id,subscription_id,customer_id,currency,interval_unit,period_start,period_end,amount,interval_count,is_trial",
        [
            *((n, name, f"c {name}", "EUR", "month", *rest) for n, (name, *rest) in enumerate(PERIODS)),
            *(
                (f"{name} {start}", name, f"c {payer}", "EUR", "month", start, end, 60, 1, None)
                for name, first, last in HANDED_OVER
                for payer, start, end in (
                    (first, "2025-03-02", "2025-04-02"),
                    (last, "2025-04-02", "2025-05-02"),
                )
            ),
        ],
    )
    deliver_csv(home, "billing.subscription_changes", "subscription_id,changed_at,status", CHANGES)
    events = [(n, *event) for n, event in enumerate(EVENTS)]
    header = "event_id,list_id,contact_id,kind,send_id,occurred_at"
    deliver_csv(home, "crm.newsletter_events", header, events)
    cxw(home, "refresh", "--as-of", AS_OF, **FIGURES_ONLY)
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("name", LISTED)
def test_each_subscription_has_its_ending(release: duckdb.DuckDBPyConnection, name: str) -> None:
    found = release.execute(
        "select effective_on, is_effective, notice_days, churn_kind, was_paying, lost_mrr_amount"
        " from conformed.fct_cancellations where subscription_id = ?",
        [name],
    ).fetchall()
    expected = []
    if row := EXPECTED.get(name):
        day, lost = row[0], row[5]
        expected = [(day and date.fromisoformat(day), *row[1:5], None if lost is None else Decimal(lost))]
    assert found == expected


def test_who_paid_last_cancels_what_was_handed_over(release: duckdb.DuckDBPyConnection) -> None:
    found = release.execute(
        "select subscription_id, customer_id from conformed.fct_cancellations where subscription_id like 'handed%'"
        " order by subscription_id"
    ).fetchall()
    assert [(name, customer.removeprefix("c ")) for name, customer in found] == [
        ("handed back", "giver"), ("handed over", "taker")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("month", "cancelled", "at_opening"),
    [
        # With revenue on January 31: all but the test customer and those that begin later or never: 14.
        # Effective in February: ended inside, not paid, asked and not paid, not said, never left the pause.
        ("2025-02-01", 5, 14),
        # On February 28: paid out, ended after, unlisted, not billed, left the pause, two lines, free at the end,
        # its unlisted like, taken back; running: two.
        # Effective on March 1: the same without "not billed" and the running ones.
        ("2025-03-01", 8, 11),
    ],
)
def test_subscriptions_cancelled_of_those_at_the_opening(
    release: duckdb.DuckDBPyConnection, month: str, cancelled: int, at_opening: int
) -> None:
    assert value(release, "subscription", month) == (cancelled, at_opening, at_opening)


def value(
    release: duckdb.DuckDBPyConnection, variant: str, month: str, list_id: str = ""
) -> tuple[object, ...]:
    """Numerator, denominator and n of a month."""
    found = release.execute(
        "select numerator, denominator, n from marts.kpi_values where kpi_id = 'cancellation_rate' and variant = ?"
        " and period_kind = 'month' and period_start = cast(? as date) and (dimension = 'total' or dimension_value = ?)"
        " and dimension = if(? = '', 'total', 'newsletter')",
        [variant, month, list_id, list_id],
    ).fetchall()
    assert len(found) == 1
    return tuple(found[0])


def test_the_vector_of_the_catalogue(release: duckdb.DuckDBPyConnection) -> None:
    """85 of 40,000 unsubscribed, whether or not they name the send, and whatever comes twice: 0.2125 %."""
    assert value(release, "newsletter_send", "2025-02-01", "vector") == (LEFT, REACHED, REACHED)
    found = release.sql(
        "select value from marts.kpi_values where kpi_id = 'cancellation_rate' and variant = 'newsletter_send'"
        " and period_kind = 'month' and period_start = date '2025-02-01' and dimension_value = 'vector'"
    )
    assert found.fetchall() == [(pytest.approx(0.2125),)]


def test_a_send_is_blamed_for_what_follows_it(release: duckdb.DuckDBPyConnection) -> None:
    """`a` left a second before the second send reached it: the first one's. `b` and `c` name none that reached them."""
    found = release.execute(
        "select send_id, delivered_contacts, unsubscribed_contacts from conformed.fct_newsletter_sends"
        " where list_id = 'order' order by send_id"
    ).fetchall()
    assert found == [("first", 2, 1), ("second", 1, 0)]


def test_a_send_begins_with_the_first_whom_it_reached(release: duckdb.DuckDBPyConnection) -> None:
    """Every send. The first of `order` reached `a` after midnight, which was said twice."""
    reached: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
    for list_id, contact, kind, send_id, at in EVENTS:
        if kind == "delivered" and send_id:
            reached.setdefault((list_id, send_id), []).append((datetime.fromisoformat(at), contact))
    columns = "list_id, send_id, sent_at, sent_on, delivered_contacts"
    found = release.sql(f"select {columns} from conformed.fct_newsletter_sends order by all").fetchall()
    assert found == [
        (*send, min(told)[0], min(told)[0].date(), len({contact for _, contact in told}))
        for send, told in sorted(reached.items())
    ]


def test_a_list_loses_each_contact_once(release: duckdb.DuckDBPyConnection) -> None:
    """January ends with `a` and `c`: `b` left, `d` was never there. In February both leave; nobody else can."""
    found = release.execute(
        "select contacts_at_opening, contacts_joined, contacts_unsubscribed, contacts_hard_bounced, contacts_complained,"
        " contacts_left_of_opening, contacts_at_closing from marts.newsletter_lists where list_id = 'order' order by month"
    ).fetchall()
    assert found == [(0, 4, 2, 0, 0, 0, 2), (2, 0, 2, 0, 0, 2, 0), *[(0,) * 7] * 4]
    assert value(release, "newsletter_list", "2025-02-01", "order") == (2, 2, 2)
