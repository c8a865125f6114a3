"""The defects of the reconciliations: what plants a difference between two rooms."""

from __future__ import annotations

from .planting import Defect, changed

TICKETS = "conformed.fct_tickets"
STAGED = "staging.stg_ticketing__tickets"
SPANS = "conformed.fct_ticket_status_spans"
MESSAGES = "conformed.fct_ticket_messages"
PERIODS = "conformed.fct_subscription_periods"
KPI = "marts.kpi_values"
HISTORY = "tickets_match_their_history"
SPAM = "ticket_id = 't4'"  # excluded: a change of it moves no mart

RECONCILIATIONS = {
    "deliveries_add_up": changed("raw.deliveries", "blank_records = blank_records + 1", "delivery = 2"),
    "accepted_records_are_read": changed("staging.stg_delivered_records", "records = 1", "delivery = 2"),
    "quarantined_records_are_listed": Defect("delete from raw.unreadable_records"),
    "tickets_reach_facts": Defect(f"insert into {STAGED} (source, ticket_id) values ('zendesk', 't5')"),
    "messages_reach_facts": Defect(
        "delete from staging.stg_ticketing__ticket_messages where message_key = 'm2'"
    ),
    "subscription_periods_reach_facts": changed(
        "staging.stg_billing__subscription_periods", "amount = amount + 0.0001", "amount = 50"
    ),
    "invoices_reach_facts": changed("staging.stg_billing__invoices", "total = total + 0.0001", "total = 60"),
    "payments_reach_facts": changed(
        "staging.stg_billing__payments", "amount = amount + 0.0001", "amount = 60"
    ),
    "events_reach_facts": Defect("delete from conformed.fct_orders"),
    "surveys_reach_facts": Defect("delete from conformed.fct_survey_answers where survey_answer_key = 1"),
    "facts_reach_dimensions": Defect("delete from conformed.dim_agent where agent_key = 'a1'"),
    "status_spans_chain": changed(
        SPANS, "ended_at = ended_at + interval 1 hour", "ticket_key = 'k4' and span_number = 1"
    ),
    "last_span_has_the_ticket_status": changed(STAGED, "status = 'solved'", SPAM),
    "merges_end_somewhere": changed(STAGED, "merged_into_ticket_id = 't1'", "ticket_id = 't3'"),
    HISTORY: changed(TICKETS, "reopen_count = reopen_count + 1", "true"),
    "backlog_ledger_balances": changed("marts.ticket_backlog", "solved = 1", "opening = 0 and created = 0"),
    "backlog_days_follow": changed("marts.ticket_backlog", "team = 'T2'", "date_on = date '2024-02-29'"),
    "backlog_closes_on_open_tickets": Defect(
        f"update {TICKETS} set status = 'open' where ticket_id = 't1';"
        f"update {SPANS} set status = 'open' where ticket_key = 'k1' and span_number = 2;"
        f"update {STAGED} set status = 'open' where ticket_id = 't1'",
        frozenset({HISTORY}),
    ),
    "volume_counts_each_ticket": changed("marts.ticket_volume", "channel = 'email'", "channel = 'chat'"),
    "mrr_movements_balance": changed(
        "marts.churn_monthly", "expansion_mrr = 0.0001", "customer_key = 'c1' and opening_mrr > 0"
    ),
    "mrr_months_follow": changed(
        "marts.churn_monthly",
        "opening_mrr = 90, expansion_mrr = 10",
        "customer_key = 'c1' and opening_mrr > 0",
    ),
    "mrr_lines_add_up": changed(
        "conformed.fct_subscription_mrr_movements",
        "closing_mrr = closing_mrr + 0.0001, expansion_mrr = expansion_mrr + 0.0001",
        "customer_key = 'c1' and opening_mrr > 0",
    ),
    "currencies_have_rates": changed(
        PERIODS, "mrr_amount = null", "subscription_period_key = 'p3'", "mrr_has_periods_behind_it"
    ),
    "mrr_has_periods_behind_it": changed(PERIODS, "mrr_amount = 99.9999", "subscription_period_key = 'p3'"),
    "lines_bill_services": changed(
        "intermediate.int_invoice_lines_judged", "told_by = 'amount'", "subscription_id = 'p1'"
    ),
    "costs_are_allocated": changed(
        "conformed.fct_cost_allocations", "other_amount = other_amount + 0.0001", "contact_key = 'k3'"
    ),
    "kpi_dimensions_add_up": changed(
        KPI, "numerator = 2, value = 100", "kpi_id = 'reopen_rate' and dimension_value = 'email'"
    ),
    "kpi_totals_match_marts": changed(KPI, "numerator = 101, value = 101", "kpi_id = 'mrr' and value = 100"),
    "nothing_after_as_of": changed(
        MESSAGES, "sent_at = timestamp '2024-03-03 00:00:00'", "message_key = 'm2'"
    ),
    "schedules_are_known": changed(
        "marts.calendar_coverage", "calendar_state = 'unknown_time_zone'", "schedule_id = 'office'"
    ),
    "no_personal_columns": Defect("alter table conformed.dim_agent add column full_name varchar"),
}
