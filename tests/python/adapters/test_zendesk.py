"""Zendesk's tables, trap by trap: what staging makes of each."""

from __future__ import annotations

from typing import Any

import pytest
import zendesk_company as company
from staged_home import Delivery, Stage, StagedHome


@pytest.fixture(scope="module")
def staged(stage: Stage) -> StagedHome:
    """The micro company, in two nights: the later deliveries hold one older and several newer records."""
    deliveries = [
        Delivery("zendesk/ticket", company.TICKETS),
        Delivery("zendesk/ticket", company.TICKETS_LATER),
        Delivery("zendesk/ticket_field_history", company.HISTORY),
        Delivery("zendesk/ticket_field_history", company.HISTORY),
        Delivery("zendesk/ticket_comment", company.COMMENTS),
        Delivery("zendesk/user", company.USERS),
        Delivery("zendesk/user", company.USERS_LATER),
        *[Delivery(table.split("#")[0], text) for table, text in company.OTHER_TABLES.items()],
    ]
    return stage(deliveries, "+stg_ticketing__*")


def select(staged: StagedHome, entity: str, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    """These columns of a staged entity, in their order."""
    return staged.rows(f"select {columns} from staging.stg_ticketing__{entity} where {where} order by all")


def changes(staged: StagedHome, ticket_id: str, field: str) -> list[tuple[Any, ...]]:
    """(instant, value) of a field of a ticket, in order."""
    return staged.rows(
        f"select changed_at, value from staging.stg_ticketing__ticket_changes "
        f"where ticket_id = '{ticket_id}' and field = '{field}' order by changed_at, sequence"
    )


def test_every_ticket_is_staged_once_in_its_latest_state(staged: StagedHome) -> None:
    """Out-of-order and repeated records, unknown requesters and missing columns lose no ticket."""
    assert select(staged, "tickets", "cast(ticket_id as bigint), status, kind, channel") == [
        (1, "closed", "question", "email"),
        (2, "closed", "incident", "web"),
        (3, "closed", None, "web"),
        (4, "deleted", None, "email"),
        (5, "deleted", None, "email"),
        (6, "open", None, "email"),
        (7, "hold", "task", "unknown"),
        (8, "unknown", None, "email"),
        (9, "solved", "problem", "email"),
        (10, "open", None, "chat"),
        *[(ticket_id, "open", None, "web") for ticket_id in (11, 12, 13)],
    ]


def test_solved_and_closed_are_dated_by_the_history(staged: StagedHome) -> None:
    """The last time it was solved; a merged ticket was closed without being solved."""
    assert select(staged, "tickets", "ticket_id, solved_at, closed_at", "status in ('solved', 'closed')") == [
        ("1", "2024-03-06 15:00:00", "2024-03-10 09:00:00"),
        ("2", None, "2024-03-04 11:00:00"),
        ("3", None, None),
        ("9", "2024-03-09 09:00:00", None),
    ]


def test_merged_tickets_know_their_survivor(staged: StagedHome) -> None:
    """The survivor's list is exploded."""
    merged = select(
        staged, "tickets", "ticket_id, merged_into_ticket_id", "merged_into_ticket_id is not null"
    )
    assert merged == [("2", "1"), ("3", "1")]


def test_a_deletion_is_dated_and_a_recovered_ticket_is_back(staged: StagedHome) -> None:
    """4 by its status, 5 by the connector (dated by the deleting record), 6 was recovered."""
    assert select(staged, "tickets", "ticket_id, is_deleted, deleted_at", "ticket_id in ('4', '5', '6')") == [
        ("4", True, "2024-03-06 10:00:00"),
        ("5", True, "2024-03-06 12:00:00"),
        ("6", False, None),
    ]
    assert [value for _, value in changes(staged, "6", "status")] == ["new", "deleted", "open"]


def test_the_topic_is_the_custom_field_else_the_first_tag_that_is_a_known_word(staged: StagedHome) -> None:
    """A deleted tag does not count; a tag that no mapping knows is not a topic."""
    topics = select(staged, "tickets", "ticket_id, topic", "ticket_id in ('1', '2', '9', '10')")
    assert topics == [("1", "Login"), ("10", "Refund"), ("2", None), ("9", "billing")]
    assert changes(staged, "10", "topic") == [("2024-03-01 09:00:00", "Refund")]


def test_the_schedule_is_the_oldest_until_it_changes(staged: StagedHome) -> None:
    """The default is the schedule that was created first; a change at the creation replaces it."""
    schedules = select(staged, "tickets", "ticket_id, schedule_id", "ticket_id in ('1', '4', '9')")
    assert schedules == [("1", "s1"), ("4", "s3"), ("9", "s2")]
    assert changes(staged, "9", "schedule_id") == [
        ("2024-03-07 09:00:00", "s1"),
        ("2024-03-07 10:00:00", "s2"),
    ]
    assert changes(staged, "4", "schedule_id") == [("2024-03-05 09:00:00", "s3")]
    # Ticket 10 came before s0 was deleted; of its hours those count that it had last.
    assert changes(staged, "10", "schedule_id") == [("2024-03-01 09:00:00", "s0")]
    columns = "schedule_id, weekday, opens_at_minute, closes_at_minute"
    assert select(staged, "schedules", columns, "schedule_id = 's0'") == [("s0", 1, 540, 960)]


def test_changes_speak_the_contract(staged: StagedHome) -> None:
    """The contract's words; changes of one instant keep their order, repeated ones count once."""
    assert changes(staged, "9", "status") == [
        ("2024-03-07 09:00:00", "new"),
        ("2024-03-07 09:00:00", "open"),
        ("2024-03-09 09:00:00", "solved"),
    ]
    assert [value for _, value in changes(staged, "7", "status")] == ["new", "hold", "hold"]
    assert changes(staged, "1", "team_id") == [("2024-03-04 09:00:00", "10")]
    assert [v for t in "17" for _, v in changes(staged, t, "satisfaction_score")] == ["good", "good", "bad"]
    fields = {field for (field,) in select(staged, "ticket_changes", "distinct field")}
    others = {"priority", "satisfaction_score", "schedule_id", "sla_policy_id", "status", "topic"}
    assert fields == others | {"assignee_id", "team_id", "sla_target:next_reply", "satisfaction_comment"}


def test_a_policy_that_was_taken_away_is_in_the_history_alone(staged: StagedHome) -> None:
    """Zendesk's own table says which were applied; at one instant, what is applied stays."""
    assert changes(staged, "1", "sla_policy_id") == [
        ("2024-03-04 09:00:00", "70"),
        ("2024-03-06 08:00:00", "71"),
        ("2024-03-08 08:00:00", None),
    ]
    assert changes(staged, "2", "sla_policy_id") == [
        ("2024-03-04 10:00:00", None),
        ("2024-03-04 10:00:00", "72"),
    ]
    assert changes(staged, "7", "sla_policy_id") == [("2024-03-05 09:00:00", "Gold")]


def test_a_field_set_after_the_creation_was_unset_at_it(staged: StagedHome) -> None:
    """The first row of a field is its value at creation."""
    assert changes(staged, "9", "assignee_id") == [
        ("2024-03-07 09:00:00", None),
        ("2024-03-07 10:00:00", "201"),
    ]
    assert changes(staged, "9", "team_id") == [("2024-03-07 09:00:00", None), ("2024-03-07 11:00:00", "11")]
    assert changes(staged, "1", "priority") == [("2024-03-04 09:00:00", "high")]


def test_frozen_targets_belong_to_the_policy_in_force(staged: StagedHome) -> None:
    """Clock and whole minutes are kept; a policy applied without frozen targets is a row without metric."""
    assert select(
        staged, "ticket_slas", "ticket_id, policy_id, applied_at, metric, target_minutes, clock"
    ) == [
        ("1", "70", "2024-03-04 09:00:00", "first_reply", 120, "business"),
        ("1", "70", "2024-03-04 09:00:00", "requester_wait", None, "calendar"),
        ("1", "71", "2024-03-06 09:00:00", "next_reply", 60, "calendar"),
        ("2", "72", "2024-03-04 10:00:00", None, None, None),
        ("7", "Gold", "2024-03-05 09:00:00", "agent_work", 480, "business"),
    ]
    assert changes(staged, "1", "sla_target:next_reply") == [("2024-03-06 10:00:00", None)]


def test_policies_keep_every_version(staged: StagedHome) -> None:
    """A metric that the contract does not know keeps its word; no priority means any."""
    columns = "policy_id, metric, priority, valid_from, target_minutes, clock"
    assert select(staged, "sla_policies", columns) == [
        ("70", "first_reply", "high", "2024-01-01 00:00:00", 120, "business"),
        ("70", "first_reply", "high", "2024-02-01 00:00:00", 90, "calendar"),
        ("70", "periodic_update_time", "high", "2024-02-01 00:00:00", 60, "business"),
        ("70", "requester_wait", "*", "2024-02-01 00:00:00", 480, "business"),
    ]


def test_the_role_of_an_author_is_the_one_they_wrote_in(staged: StagedHome) -> None:
    """Former agents stay agents; an end user is a customer whatever they write, and so is a colleague in copy.

    c6 and c17 are written by people whom Zendesk calls, or called, end users; c14 and c15 by people of whom it
    gives no role, and c16 by one of those from the requester's own organization.
    """
    roles = select(staged, "ticket_messages", "message_id, author_role", "ticket_id in ('1', '7')")
    assert dict(roles) == {
        **dict.fromkeys(["c1", "c6", "c7", "c8", "c11", "c16", "c17"], "customer"),
        **dict.fromkeys(["c2", "c3", "c4", "c5", "c12", "c14", "c15"], "agent"),
        "c9": "system",
        "c10": "unknown",
    }
    first = select(staged, "ticket_messages", "is_public, channel, body", "message_id = 'c1'")
    assert first == [(True, None, 'Hello, "you" there')]
    assert select(staged, "ticket_messages", "message_id", "channel = 'voice'") == [("c10",)]


def test_an_agent_who_asks_for_help_is_a_customer_there(staged: StagedHome) -> None:
    """On 11, which Dan opened, and on 12, which Eve opened for him; not on 13, which he opened for Ann."""
    roles = select(staged, "ticket_messages", "message_id, author_role", "ticket_id in ('11', '12', '13')")
    assert dict(roles) == {
        **dict.fromkeys(["c21", "c23", "c25", "c27"], "customer"),
        **dict.fromkeys(["c22", "c24", "c26"], "agent"),
    }


def test_agents_keep_their_versions_and_never_vanish(staged: StagedHome) -> None:
    """Suspended, demoted, or without a role: inactive."""
    agents = select(staged, "agents", "agent_id, is_active")
    assert agents == [("200", False), ("201", False), ("202", False), ("205", False)]
    assert select(staged, "agent_versions", "valid_from, valid_to, is_active", "agent_id = '201'") == [
        ("0001-01-01 00:00:00", "2024-03-10 00:00:00", True),
        ("2024-03-10 00:00:00", "9999-12-31 00:00:00", False),
    ]


def test_schedules_are_weekdays_in_iana_zones(staged: StagedHome) -> None:
    """Monday 22:00 to Tuesday 06:00 and Saturday 22:00 to Sunday 02:00 cross midnight; s3 never closes."""
    columns = "schedule_id, time_zone, weekday, opens_at_minute, closes_at_minute"
    assert select(staged, "schedules", columns, "schedule_id in ('s1', 's2')") == [
        ("s1", "Europe/Paris", 1, 540, 1080),
        ("s2", "America/New_York", 1, 1320, 1440),
        ("s2", "America/New_York", 2, 0, 360),
        ("s2", "America/New_York", 6, 1320, 1440),
        ("s2", "America/New_York", 7, 0, 120),
    ]
    always = [("s3", "Pacific/Tongatapu", weekday, 0, 1440) for weekday in range(1, 8)]
    assert select(staged, "schedules", columns, "schedule_id = 's3'") == always


def test_a_schedule_of_which_a_row_is_lost_says_so(staged: StagedHome) -> None:
    """A row outside of the week (s4), and one that was refused (s5), leave one of no weekday."""
    columns = "schedule_id, weekday, opens_at_minute, closes_at_minute"
    assert select(staged, "schedules", columns, "schedule_id in ('s4', 's5')") == [
        ("s4", 0, 0, 0),
        ("s4", 1, 540, 1080),
        ("s5", 0, 0, 0),
        ("s5", 1, 540, 1080),
    ]


def test_holidays_that_start_together_are_one(staged: StagedHome) -> None:
    """To the later end."""
    holidays = select(staged, "schedule_holidays", "schedule_id, starts_on, ends_on")
    assert holidays == [("s1", "2024-05-01", "2024-05-01"), ("s1", "2024-12-25", "2024-12-31")]


def test_parties_carry_their_links(staged: StagedHome) -> None:
    """External ids link to the CRM; only a single domain identifies an organization."""
    organizations = select(staged, "organizations", "organization_id, account_id, email_domain")
    assert organizations == [("900", "001A", "acme.test"), ("901", None, None)]
    columns = "requester_id, contact_id, organization_id, language"
    requesters = select(staged, "requesters", columns, "requester_id < '102'")
    assert requesters == [("100", "003A", "900", "fr-CA"), ("101", None, "900", "en-US")]
    assert select(staged, "teams", "team_id, name") == [("10", "Support"), ("11", "11")]
    tags = select(staged, "ticket_tags", "ticket_id, tag")
    assert len(tags) == 6
    assert ("1", "billing") not in tags
