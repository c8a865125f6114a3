"""What a policy of Zendesk's promised when it was applied."""

from __future__ import annotations

from staged_home import Delivery, Stage

TICKETS = Delivery(
    "zendesk/ticket",
    """
        id,status,created_at,updated_at
        1,open,2024-03-01 09:00:00,2024-03-01 10:00:00
        2,open,2024-07-01 09:00:00,2024-07-01 10:00:00
    """,
)
METRICS = Delivery(
    "zendesk/sla_policy_metric_history",
    """
        sla_policy_id,sla_policy_updated_at,metric,priority,business_hours,target,_fivetran_synced
        P,2024-01-01 00:00:00,periodic_update_time,normal,false,60,2024-06-02 00:00:00
        P,2024-06-01 00:00:00,periodic_update_time,normal,false,60,2024-06-02 00:00:00
        P,2024-06-01 00:00:00,first_reply_time,normal,false,60,2024-06-02 00:00:00
    """,
)
APPLIED = Delivery(
    "zendesk/ticket_sla_policy",
    """
        ticket_id,sla_policy_id,policy_applied_at,_fivetran_synced
        1,P,2024-03-01 09:00:00,2024-03-02 00:00:00
        2,P,2024-07-01 09:00:00,2024-07-02 00:00:00
    """,
)


def test_a_policy_that_had_unmeasured_metrics_alone_promises_nothing_that_it_got_later(stage: Stage) -> None:
    """Ticket 1 was promised updates, in March; the first reply is promised since June, and so to ticket 2."""
    staged = stage([TICKETS, METRICS, APPLIED], "+int_sla_targets_applied --exclude resource_type:test")
    query = "select ticket_id, policy_id, metric from intermediate.int_sla_targets_applied"
    assert staged.rows(query) == [("2", "P", "first_reply")]
