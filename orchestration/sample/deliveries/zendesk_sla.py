"""Zendesk's SLA policies, and what the helpdesk freezes of them on a ticket."""

from __future__ import annotations

import json
from collections.abc import Iterator

from orchestration.sample.clock import DAY, utc
from orchestration.sample.deliveries.tables import Version
from orchestration.sample.simulation.company import Company
from orchestration.sample.simulation.tickets import SYSTEM, Ticket

_POLICY_IDS = {1: 9001, 2: 9002}
_METRICS = (
    "first_reply_time",
    "next_reply_time",
    "requester_wait_time",
    "agent_work_time",
    "total_resolution_time",
)
_MINUTES = {
    ("first_reply_time", 1): {"urgent": 60, "high": 240, "normal": 480, "low": 960},
    ("first_reply_time", 2): {"urgent": 30, "high": 120, "normal": 240, "low": 480},
    ("next_reply_time", 1): {"urgent": 120, "high": 300, "normal": 540, "low": 1080},
    ("next_reply_time", 2): {"urgent": 720, "high": 960, "normal": 1440, "low": 2880},
    ("requester_wait_time", 1): {"urgent": 480, "high": 960, "normal": 1920, "low": 3840},
    ("requester_wait_time", 2): {"urgent": 240, "high": 480, "normal": 960, "low": 1920},
    ("agent_work_time", 1): {"urgent": 180, "high": 360, "normal": 720, "low": 1440},
    ("agent_work_time", 2): {"urgent": 960, "high": 1440, "normal": 2880, "low": 4320},
    ("total_resolution_time", 1): {"urgent": 1080, "high": 2160, "normal": 4320, "low": 8640},
    ("total_resolution_time", 2): {"urgent": 2880, "high": 4320, "normal": 7200, "low": 14400},
}
_BUSINESS_HOURS = {1: True, 2: False}


def ticket_policies(tickets: list[Ticket]) -> Iterator[list[Version]]:
    """`ticket_sla_policy`: the policy applies from the creation, to tickets that have a priority."""
    for t in tickets:
        if t.policy is not None and t.priority[0].value is not None:
            at = utc(t.created_at)
            yield [(t.created_at, (t.ticket_id, _POLICY_IDS[t.policy], at, at))]


def ticket_sla_history(t: Ticket) -> Iterator[list[Version]]:
    """`ticket_field_history` rows of a policy and its frozen targets, again when the priority changes."""
    if t.policy is None or t.priority[0].value is None:
        return
    created = utc(t.created_at)
    yield [(t.created_at, (t.ticket_id, "sla_policy", created, _POLICY_IDS[t.policy], SYSTEM, created))]
    for change in t.priority:
        at = utc(change.at)
        for metric in _METRICS:
            target = {
                "minutes": _MINUTES[metric, t.policy][str(change.value)],
                "in_business_hours": "true" if _BUSINESS_HOURS[t.policy] else "false",
            }
            yield [(change.at, (t.ticket_id, metric, at, json.dumps(target), SYSTEM, at))]


def policy_metrics(company: Company) -> Iterator[list[Version]]:
    """`sla_policy_metric_history`: one target for each policy, metric and priority."""
    known_at = (company.first_day - 60) * DAY
    for policy, policy_id in _POLICY_IDS.items():
        index = 0
        for metric in _METRICS:
            for priority, minutes in _MINUTES[metric, policy].items():
                hours = "true" if _BUSINESS_HOURS[policy] else "false"
                row = (policy_id, index, utc(known_at), hours, metric, priority, minutes, utc(known_at))
                index += 1
                yield [(known_at, row)]
