"""An `updated_at` that cannot be is none: it is told as a defect, and does not hold against a correction."""

from __future__ import annotations

import pytest
from staged_home import ARRIVED_AT, Delivery, Stage, StagedHome

HEADER = "ticket_id,created_at,channel,status,updated_at"
FIRST = f"""
    {HEADER}
    U1,2024-01-01,email,open,2099-01-01
    U2,2024-01-01,email,open,2025-12-31T23:00:00Z
    U3,2024-01-01,email,open,2026-01-01T00:09:00Z
    U4,2024-01-01,email,open,1969-12-31
    U5,2024-01-01,email,open,2099-01-01
"""
CORRECTED = f"""
    {HEADER}
    U1,2024-01-01,email,solved,2024-01-08
    U2,2024-01-01,email,solved,2024-01-08
    U3,2024-01-01,email,solved,2024-01-08
    U4,2024-01-01,email,solved,2024-01-08
    U5,2024-01-01,email,solved,2098-01-01
"""
ACCOUNTS = """
    account_id,name,segment,created_at,updated_at
    A,A,smb,2024-01-01,2024-01-01
    A,A,large,2024-01-01,2099-01-01
    B,B,smb,2024-01-01,2099-01-01
    B,B,large,2024-01-01,2098-01-01
    C,C,smb,2024-01-01,
    C,C,large,2024-01-01,2024-01-02
    D,D,large,2024-01-01,soon
    D,D,smb,2024-01-01,2024-01-02
"""
OF_SALESFORCE = """
    id,name,is_deleted,created_date,last_modified_date,_fivetran_synced
    A1,Kept,false,2024-01-01,2024-01-05,2024-01-05
    A1,Kept,true,2024-01-01,2099-01-01,2024-01-08
    A2,Wrong,false,2024-01-01,2024-01-05,2024-01-05
    A2,Right,false,2024-01-01,0001-01-01,2024-01-08
    A3,Right,false,2024-01-01,2024-01-05,2024-01-05
    A3,Wrong,false,2024-01-01,2099-01-01,2024-01-04
"""
OF_ZENDESK = "id,name,_fivetran_synced\nG,Wrong,2099-01-01\nG,Right,2024-01-08"


@pytest.fixture(scope="module")
def staged(stage: Stage) -> StagedHome:
    """A first delivery, of which some updates cannot be, and the corrections; all arrive in the same minute."""
    tables = {
        "files/crm.accounts": ACCOUNTS,
        "zendesk/group": OF_ZENDESK,
        "salesforce/contact": OF_SALESFORCE,
    }
    deliveries = [Delivery("files/ticketing.tickets", text) for text in (FIRST, CORRECTED)]
    deliveries += [Delivery(table, text) for table, text in tables.items()]
    return stage(
        deliveries,
        "+stg_ticketing__tickets +stg_ticketing__teams +stg_crm__account_versions +stg_salesforce__contacts"
        " +stg_record_defects",
    )


def test_a_correction_wins_over_what_cannot_be(staged: StagedHome) -> None:
    """U2 was edited in bulk, later than any event, U3 within the tolerance: both are later than what came next."""
    found = staged.rows(
        "from staging.stg_ticketing__tickets select ticket_id, status, cast(updated_at as date) order by all"
    )
    assert ARRIVED_AT.startswith("2026-01-01T00:00:00")
    assert found == [
        ("U1", "solved", "2024-01-08"),
        ("U2", "open", "2025-12-31"),
        ("U3", "open", "2026-01-01"),
        ("U4", "solved", "2024-01-08"),
        ("U5", "solved", None),
    ]


def test_a_vendors_record_is_no_exception(staged: StagedHome) -> None:
    assert staged.rows("from staging.stg_ticketing__teams select name") == [("Right",)]


def test_a_version_that_cannot_be_dated_does_not_rewrite_the_past(staged: StagedHome) -> None:
    """Of A and D it counts for nothing; B has no other; C says nothing of its first one, which held from the beginning."""
    versions = "from staging.stg_crm__account_versions select account_id, segment, year(valid_from), is_latest order by all"
    assert staged.rows(versions) == [
        ("A", "smb", 1, True),
        ("B", "large", 1, True),
        ("C", "large", 2024, True),
        ("C", "smb", 1, False),
        ("D", "smb", 1, True),
    ]


def test_the_second_instant_of_a_vendor_counts_where_the_first_cannot_be(staged: StagedHome) -> None:
    """A1 was deleted, A2 corrected; what A3 says with an update of 2099 was synced before what it says with 2024."""
    found = staged.rows(
        "from staging.stg_salesforce__contacts select contact_id, full_name, _is_deleted order by all"
    )
    assert found == [("A1", "Kept", True), ("A2", "Right", False), ("A3", "Right", False)]


def test_each_one_is_told(staged: StagedHome) -> None:
    found = staged.rows(
        "from staging.stg_record_defects select delivery, record, column_name, reason, is_quarantined order by all"
    )
    assert found == [
        (1, 1, "updated_at", "future_event", False),
        (1, 4, "updated_at", "before_1970", False),
        (1, 5, "updated_at", "future_event", False),
        (2, 5, "updated_at", "future_event", False),
        (3, 2, "updated_at", "future_event", False),
        (3, 3, "updated_at", "future_event", False),
        (3, 4, "updated_at", "future_event", False),
        (3, 7, "updated_at", "bad_timestamp", False),
        (4, 1, "_fivetran_synced", "future_event", False),
        (5, 2, "last_modified_date", "future_event", False),
        (5, 4, "last_modified_date", "before_1970", False),
        (5, 6, "last_modified_date", "future_event", False),
    ]
