"""The promised company as it is delivered."""

from __future__ import annotations

from applied_targets import at_minute
from promised_company import AS_OF, BOTS, HOLIDAYS, SCHEDULES, Target, Ticket, instant


def deliveries(every: list[Ticket], rows: list[Target]) -> dict[str, tuple[str, list[tuple[object, ...]]]]:
    """The company as files, by table: header and rows."""
    changes: list[tuple[object, ...]] = []
    for t in every:
        changes += [(t.ticket_id, name, instant(at), value) for name, at, value in t.told()]
        for at, metric in t.removals:
            changes.append(
                (t.ticket_id, f"sla_target:{metric}" if metric else "sla_policy_id", instant(at), "")
            )
        changes += [(t.ticket_id, "sla_policy_id", instant(at), policy) for at, policy in t.named]
        changes += [
            (t.ticket_id, f"sla_target:{a.metric}", instant(a.at), f"{a.frozen} {a.frozen_clock}")
            for a in t.applications
            if a.frozen_clock
        ]
    return {
        "ticketing.schedules": (
            "schedule_id,time_zone,weekday,opens_at_minute,closes_at_minute",
            [(name, zone, *interval) for name, (zone, week) in SCHEDULES.items() for interval in week],
        ),
        "ticketing.schedule_holidays": (
            "schedule_id,name,starts_on,ends_on",
            [(name, "closed", first, last) for name, first, last in HOLIDAYS],
        ),
        "ticketing.agents": (
            "agent_id,name,is_bot",
            [("agent-1", "A", "false"), *((bot, "B", "true") for bot in BOTS)],
        ),
        "ticketing.sla_policies": (
            "policy_id,metric,priority,valid_from,target_minutes,clock,kind",
            [
                (
                    r.policy,
                    r.metric,
                    r.priority,
                    "" if r.valid_from is None else instant(r.valid_from),
                    r.minutes,
                    r.clock,
                    r.kind,
                )
                for r in rows
            ],
        ),
        "ticketing.tickets": (
            "ticket_id,channel,status,priority,created_at,submitter_id,merged_into_ticket_id,solved_at,schedule_id",
            [
                (
                    t.ticket_id,
                    "web",
                    at_minute(t.statuses, AS_OF),
                    "",
                    instant(t.created),
                    t.submitter,
                    t.merged_into or "",
                    "",
                    "",
                )
                for t in every
                if t.unseen is None
            ],
        ),
        "ticketing.ticket_changes": ("ticket_id,field,changed_at,value", changes),
        "ticketing.ticket_messages": (
            "message_id,ticket_id,sent_at,author_id,author_role,is_public",
            [
                (m.message_id, t.ticket_id, instant(m.at), m.author, m.role, m.is_public)
                for t in every
                for m in t.messages
            ],
        ),
        "ticketing.ticket_slas": (
            "ticket_id,policy_id,applied_at,metric,target_minutes",
            [
                (t.ticket_id, a.policy, instant(a.at), a.metric or "", "" if a.frozen is None else a.frozen)
                for t in every
                for a in t.applications
            ],
        ),
    }
