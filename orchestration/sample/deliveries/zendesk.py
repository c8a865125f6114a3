"""The helpdesk in Zendesk's tables, as Fivetran lands them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from orchestration.sample.clock import DAY, utc
from orchestration.sample.deliveries.tables import Format, Kind, Row, Table, Version, Window
from orchestration.sample.deliveries.zendesk_setup import holidays, schedules, users
from orchestration.sample.deliveries.zendesk_sla import policy_metrics, ticket_policies, ticket_sla_history
from orchestration.sample.simulation.company import GROUPS, Company
from orchestration.sample.simulation.tickets import Ticket, value_at

_TICKET_COLUMNS = (
    "id",
    "assignee_id",
    "brand_id",
    "created_at",
    "external_id",
    "group_id",
    "organization_id",
    "priority",
    "requester_id",
    "status",
    "subject",
    "submitter_id",
    "type",
    "updated_at",
    "via_channel",
    "merged_ticket_ids",
    "is_public",
    "ticket_form_id",
    "custom_topic",
    "_fivetran_synced",
)


def zendesk_tables(company: Company, tickets: list[Ticket], window: Window) -> Iterator[Table]:
    """Every table of the vendor, one after the other; rows are made while a table is written."""

    def table(
        name: str, columns: str, records: Iterable[list[Version]], kind: Kind = "upsert", form: Format = "csv"
    ) -> Table:
        return Table("zendesk", name, tuple(columns.split()), records, kind, form)

    first_at = company.first_day * DAY
    yield Table(
        "zendesk", "ticket", _TICKET_COLUMNS, (_ticket(t, window) for t in tickets), "upsert", "csv.gz"
    )
    yield table(
        "ticket_comment",
        "id ticket_id user_id created public body voice_comment _fivetran_synced",
        _comments(tickets),
        "append",
        "csv.gz",
    )
    yield table(
        "ticket_field_history",
        "ticket_id field_name updated value user_id _fivetran_synced",
        _field_history(tickets),
        "append",
        "csv.gz",
    )
    yield table(
        "ticket_tag", "ticket_id tag _fivetran_synced _fivetran_deleted", _tags(tickets), "upsert", "csv.gz"
    )
    yield table(
        "ticket_schedule",
        "ticket_id created_at schedule_id _fivetran_synced",
        (
            [(t.created_at, (t.ticket_id, utc(t.created_at), 7002, utc(t.created_at)))]
            for t in tickets
            if t.on_us_schedule
        ),
        "append",
        "csv.gz",
    )
    yield table(
        "ticket_sla_policy",
        "ticket_id sla_policy_id policy_applied_at _fivetran_synced",
        ticket_policies(tickets),
        "append",
        "csv.gz",
    )
    yield table(
        "sla_policy_metric_history",
        "sla_policy_id index sla_policy_updated_at business_hours metric priority target _fivetran_synced",
        policy_metrics(company),
        "append",
    )
    yield table(
        "user",
        "id created_at email name organization_id role active suspended external_id time_zone"
        " _fivetran_synced",
        users(company),
        "versioned",
        "csv.gz",
    )
    yield table(
        "organization",
        "id name external_id created_at _fivetran_synced",
        (
            [(o.created_at, (o.organization_id, o.name, o.external_id, utc(o.created_at), utc(o.created_at)))]
            for o in company.organizations
        ),
    )
    yield table(
        "domain_name",
        "organization_id index domain_name _fivetran_synced",
        (
            [(o.created_at, (o.organization_id, 0, o.domain, utc(o.created_at)))]
            for o in company.organizations
            if o.domain
        ),
    )
    yield table(
        "group",
        "id name _fivetran_synced",
        ([(first_at, (group_id, name, utc(first_at)))] for group_id, name in GROUPS.items()),
    )
    yield table(
        "schedule", "id name time_zone start_time end_time created_at _fivetran_synced", schedules(first_at)
    )
    yield table(
        "schedule_holiday", "schedule_id id name start_date end_date _fivetran_synced", holidays(company)
    )


def _ticket(ticket: Ticket, window: Window) -> list[Version]:
    changed_at = ticket.changed_at()
    return [(cut, _ticket_row(ticket, changed_at, cut)) for cut in window.cuts(changed_at)]


def _ticket_row(t: Ticket, changed_at: list[int], cut: int) -> Row:
    """The ticket's row in its state at an instant."""
    updated_at = utc(max(at for at in changed_at if at <= cut))
    absorbed = [ticket_id for at, ticket_id in t.absorbed if at <= cut]
    return (
        t.ticket_id,
        value_at(t.assignee, cut),
        5001,
        utc(t.created_at),
        None,
        value_at(t.group, cut),
        t.organization_id,
        value_at(t.priority, cut),
        t.requester_id,
        t.status_at(cut),
        f"Request {t.ticket_id}: {t.topic or 'other'}",
        t.submitter_id,
        t.kind,
        updated_at,
        t.channel,
        json.dumps(absorbed) if absorbed else None,
        _flag(t.is_public),
        6001,
        t.topic,
        updated_at,
    )


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _comments(tickets: list[Ticket]) -> Iterator[list[Version]]:
    number = 800_000_000
    for t in tickets:
        for m in sorted(t.messages, key=lambda message: message.sent_at):
            number += 1
            at = utc(m.sent_at)
            yield [
                (
                    m.sent_at,
                    (number, t.ticket_id, m.author_id, at, _flag(m.is_public), m.body, _flag(m.is_voice), at),
                )
            ]


def _field_history(tickets: list[Ticket]) -> Iterator[list[Version]]:
    for t in tickets:
        ticket_id = t.ticket_id
        if t.requester_id is not None:
            at = utc(t.created_at)
            yield [(t.created_at, (ticket_id, "requester_id", at, t.requester_id, t.submitter_id, at))]
        for name, changes in (
            ("status", t.status),
            ("priority", t.priority),
            ("group_id", t.group),
            ("assignee_id", t.assignee),
        ):
            for c in changes:
                at = utc(c.at)
                yield [(c.at, (ticket_id, name, at, c.value, c.author_id, at))]
        for instant, name, value in t.satisfaction:
            at = utc(instant)
            yield [(instant, (ticket_id, name, at, value, -1 if value == "offered" else t.requester_id, at))]
        yield from ticket_sla_history(t)


def _tags(tickets: list[Ticket]) -> Iterator[list[Version]]:
    for t in tickets:
        for added_at, tag, removed_at in t.tags:
            versions: list[Version] = [(added_at, (t.ticket_id, tag, utc(added_at), "false"))]
            if removed_at is not None:
                versions.append((removed_at, (t.ticket_id, tag, utc(removed_at), "true")))
            yield versions
