"""Salesforce objects to the crm entities of the input contract."""

from __future__ import annotations

import pytest
from staged_home import Delivery, Stage, StagedHome

ACCOUNTS = """
    id,name,master_record_id,type,industry,billing_country,website,is_deleted,created_date,last_modified_date
    A1,Acme,,SMB,Tech,fr,https://www.Acme.com/shop?x=1,false,2024-01-05T09:00:00Z,2024-01-05T09:00:00Z
    A2,Acme SAS,,SMB,Tech,France,acme.fr,false,2024-02-01T09:00:00Z,2024-02-01T09:00:00Z
    A3,Gone,,SMB,Tech,DE,gone.example,false,2024-02-01T09:00:00Z,2024-02-01T09:00:00Z
    A4,Bare,,,,,n/a,,2024-03-01T10:00:00+01:00,2024-03-01T09:00:00Z
"""
LATER_ACCOUNTS = """
    id,name,master_record_id,type,industry,billing_country,website,is_deleted,created_date,last_modified_date
    A1,Acme,,Enterprise,Tech,fr,https://www.Acme.com/shop?x=1,false,2024-01-05T09:00:00Z,2024-06-01T12:00:00Z
    A2,Acme SAS,A1,SMB,Tech,France,acme.fr,true,2024-02-01T09:00:00Z,2024-05-01T08:00:00Z
    A3,Gone,,SMB,Tech,DE,gone.example,true,2024-02-01T09:00:00Z,2024-05-02T08:00:00Z
"""
CONTACTS = """
    id,account_id,name,email,phone,title,is_deleted,created_date
    C1,A1,Ann Lee,ann@acme.com,+33 1,Buyer,false,2024-01-06T09:00:00Z
    C2,A1,Bob Ray,bob@acme.com,,,true,2024-01-06T09:00:00Z
"""
OPPORTUNITIES = """
    id,account_id,type,stage_name,is_closed,is_won,amount,close_date,created_date,contract_id,campaign_id,currency_iso_code
    O1,A1,New Business,Closed Won,true,true,12000,2023-12-20,2024-01-06T09:00:00Z,K1,M1,eur
    O2,A1,Existing Business - Add-On,Closed Won,true,true,600.50,2024-03-01,2024-02-06T09:00:00Z,K1,,eur
    O3,A1,Renewal,Closed Won,true,true,13000,2024-12-10,2024-10-06T09:00:00Z,K1,,eur
    O4,A1,Renewal,Closed Won,true,true,13000,2025-01-10,2024-11-06T09:00:00Z,K2,,eur
    O5,A1,New Customer,Negotiation,false,false,5000,2025-06-30,2024-11-07T09:00:00Z,K1,,eur
    O6,A4,Partner Deal,Closed Lost,true,false,100,2024-08-01,2024-07-01T09:00:00Z,,,
    O7,A4,,Closed Won,true,true,100,2024-08-01,2024-07-01T09:00:00Z,K3,,usd
    O8,A4,Existing Customer - Upgrade,Closed Won,true,true,50,2024-08-01,2024-07-01T09:00:00Z,K3,,eur
    O9,,New Business,Prospecting,false,false,1,2024-08-01,2024-07-01T09:00:00Z,,,
    O10,A4,Existing Customer - Downgrade,Closed Won,true,true,40,2024-08-01,2024-07-01T09:00:00Z,,,
"""
CONTRACTS = """
    id,account_id,start_date,end_date,contract_term,status,currency_iso_code
    K1,A1,2024-01-01,2024-12-31,12,Activated,EUR
    K2,A1,2025-01-01,,24,Activated,
    K3,A4,2024-08-31,,6,Activated,
    K4,A4,,,12,Draft,
    K5,A4,2024-01-31,,1,Activated,
    K6,A4,2024-01-01,,12,In Approval,
"""
CAMPAIGNS = """
    id,name,type,start_date,end_date,actual_cost,created_date
    M1,Spring,Email,2024-03-01,2024-03-31,500.25,2024-02-01T10:00:00Z
    M2,Undated,Webinar,,,,2024-02-01T10:00:00Z
"""
MEMBERS = """
    id,campaign_id,contact_id,lead_id,status,has_responded,first_responded_date,created_date
    R1,M1,C1,,Responded,true,2024-03-05,2024-03-01T08:00:00Z
    R2,M1,,L1,Control group,false,,2024-03-01T08:00:00Z
    R3,M1,,L2,Planned,false,,2024-03-01T08:00:00Z
"""


@pytest.fixture(scope="module")
def crm(stage: Stage) -> StagedHome:
    """A small CRM, part of it delivered twice, the later accounts before the earlier ones."""
    deliveries = [
        Delivery("salesforce/account", LATER_ACCOUNTS),
        Delivery("salesforce/account", ACCOUNTS),
        Delivery("salesforce/account", LATER_ACCOUNTS),
        Delivery("salesforce/contact", CONTACTS),
        Delivery("salesforce/opportunity", OPPORTUNITIES),
        Delivery("salesforce/opportunity", OPPORTUNITIES),
        Delivery("salesforce/contract", CONTRACTS),
        Delivery("salesforce/campaign", CAMPAIGNS),
        Delivery("salesforce/campaign_member", MEMBERS),
    ]
    entities = ("accounts", "contacts", "opportunities", "contracts", "campaigns", "campaign_members")
    return stage(deliveries, " ".join(f"+stg_crm__{entity}" for entity in entities) + " +stg_record_defects")


def test_a_merged_account_stays_with_its_survivor_and_a_deleted_one_goes(crm: StagedHome) -> None:
    assert crm.rows(
        "select account_id, merged_into_account_id, segment, country, email_domain, created_at"
        " from staging.stg_crm__accounts where source = 'salesforce' order by account_id"
    ) == [
        ("A1", None, "Enterprise", "FR", "acme.com", "2024-01-05 09:00:00"),
        ("A2", "A1", "SMB", "France", "acme.fr", "2024-02-01 09:00:00"),
        ("A4", None, None, None, None, "2024-03-01 09:00:00"),
    ]


def test_a_renamed_segment_gives_two_versions(crm: StagedHome) -> None:
    assert crm.rows(
        "select segment, valid_from, valid_to, is_latest from staging.stg_crm__account_versions"
        " where account_id = 'A1' order by valid_from"
    ) == [
        ("SMB", "0001-01-01 00:00:00", "2024-06-01 12:00:00", False),
        ("Enterprise", "2024-06-01 12:00:00", "9999-12-31 00:00:00", True),
    ]


def test_contacts(crm: StagedHome) -> None:
    assert crm.rows(
        "select contact_id, account_id, full_name, email, phone, role from staging.stg_crm__contacts"
    ) == [("C1", "A1", "Ann Lee", "ann@acme.com", "+33 1", "Buyer")]


def test_opportunity_types_become_kinds_and_a_renewal_names_what_it_renews(crm: StagedHome) -> None:
    assert crm.rows(
        "select opportunity_id, kind, contract_id, closed_on, amount, currency, is_won, campaign_id"
        " from staging.stg_crm__opportunities order by length(opportunity_id), opportunity_id"
    ) == [
        ("O1", "new", "K1", "2023-12-20", "12000.0000", "EUR", True, "M1"),
        ("O2", "expansion", "K1", "2024-03-01", "600.5000", "EUR", True, None),
        ("O3", "renewal", "K1", "2024-12-10", "13000.0000", "EUR", True, None),
        ("O4", "renewal", None, "2025-01-10", "13000.0000", "EUR", True, None),
        ("O5", "new", "K1", None, "5000.0000", "EUR", False, None),
        ("O6", "unknown", None, "2024-08-01", "100.0000", None, False, None),
        ("O7", "unknown", "K3", "2024-08-01", "100.0000", "USD", True, None),
        ("O8", "expansion", "K3", "2024-08-01", "50.0000", "EUR", True, None),
        ("O10", "unknown", None, "2024-08-01", "40.0000", None, True, None),
    ]


def test_an_opportunity_without_account_is_quarantined(crm: StagedHome) -> None:
    assert crm.rows(
        "select table_name, record, column_name, reason, is_quarantined from staging.stg_record_defects"
        " where source = 'salesforce' and delivery = 5"
    ) == [("opportunity", 9, "account_id", "missing_value", True)]


def test_contract_terms_and_values(crm: StagedHome) -> None:
    """K1 = 12000 + 600.50; K2 is worth the renewal it came from; K3 mixes currencies; K4 has no term yet; K6 keeps its status."""
    assert crm.rows(
        "select contract_id, account_id, starts_on, ends_on, value, currency, status"
        " from staging.stg_crm__contracts order by contract_id"
    ) == [
        ("K1", "A1", "2024-01-01", "2024-12-31", "12600.5000", "EUR", "Activated"),
        ("K2", "A1", "2025-01-01", "2026-12-31", "13000.0000", "EUR", "Activated"),
        ("K3", "A4", "2024-08-31", "2025-02-27", None, "EUR", "Activated"),
        ("K5", "A4", "2024-01-31", "2024-02-28", None, None, "Activated"),
        ("K6", "A4", "2024-01-01", "2024-12-31", None, None, "In Approval"),
    ]


def test_campaigns_and_their_members(crm: StagedHome) -> None:
    assert crm.rows(
        "select campaign_id, channel, starts_at, ends_at, cost"
        " from staging.stg_crm__campaigns order by campaign_id"
    ) == [
        ("M1", "Email", "2024-03-01 00:00:00", "2024-04-01 00:00:00", "500.2500"),
        ("M2", "Webinar", "2024-02-01 10:00:00", None, None),
    ]
    assert crm.rows(
        "select member_id, contact_id, account_id, arm, sent_at, converted_at"
        " from staging.stg_crm__campaign_members order by member_id"
    ) == [
        ("R1", "C1", "A1", "treatment", "2024-03-01 08:00:00", "2024-03-05 00:00:00"),
        ("R2", None, None, "control", None, None),
        ("R3", None, None, "treatment", None, None),
    ]
