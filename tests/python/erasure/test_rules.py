"""Every column of the contract that names a person is known as one."""

from __future__ import annotations

import re

from orchestration.contract import Contract, RawColumn, RawTable
from orchestration.erasure.rules import rules_of, table_rule

A_PERSON = re.compile(
    r"(contact|requester|submitter|author|respondent|caller|user|member|visitor|assignee|agent|employee|owner|"
    r"customer|account|subject)_id|assigned_to|resolved_by|done_by|.*_by"
)


def test_every_reference_to_a_person_is_declared(contract: Contract) -> None:
    rules = rules_of(contract)
    looked_at = [(place, column.name) for place, table in contract.items() for column in table.columns]
    named = [(place, name) for place, name in looked_at if A_PERSON.fullmatch(name)]
    assert len(named) > 60
    assert [(place, name) for place, name in named if not rules[place].column(name).kinds] == []


def test_every_table_of_people_is_known_as_one(contract: Contract) -> None:
    rules = rules_of(contract)
    people = {place for place, rule in rules.items() if rule.person_key}
    assert {place for place in people if place[0] == "files"} == {
        ("files", name)
        for name in (
            *(
                "crm.accounts",
                "crm.contacts",
                "ticketing.agents",
                "ticketing.requesters",
                "billing.customers",
            ),
            "workforce.employees",
        )
    }
    named = {
        place
        for place, table in contract.items()
        if any(c.is_personal and c.name in ("email", "name", "full_name") for c in table.columns)
    }
    assert named == people
    user, customer = rules["zendesk", "user"], rules["files", "billing.customers"]
    assert user.links_to == user.links_from == ("external_id",)
    assert (customer.links_to, customer.links_from) == ((), ("account_id",))
    account, contact = rules["files", "crm.accounts"], rules["files", "crm.contacts"]
    assert (account.links_to, account.links_from) == (("billing_customer_id",), ())
    assert contact.links_to == contact.links_from == ()
    assert (
        rules["files", "ticketing.tickets"].thing_key
        == "ticket_id"
        == rules["files", "ticketing.tickets"].keys[0]
    )
    assert rules["zendesk", "ticket"].thing_key == "id"


def test_who_handles_a_record_is_not_whom_it_is_about(contract: Contract) -> None:
    tickets = rules_of(contract)["files", "ticketing.tickets"]
    about = {name for name, column in tickets.columns.items() if column.is_about}
    assert about == {"account_id", "requester_id", "ticket_id"}
    table = RawTable("x", "y", "upsert", (RawColumn("assigned_to", "string", persons=("agent",)),))
    assert not table_rule(table, "x", "y").column("assigned_to").is_about
