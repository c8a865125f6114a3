"""Defects of the parts of reconciliations that no defect of a whole check makes fail: SQL over the small candidate."""

from __future__ import annotations

LATER = "timestamp '2030-01-01 00:00:00'"

PART_DEFECTS = {
    (
        "costs_are_allocated",
        "lines of the ledger",
    ): "update conformed.fct_service_costs set reporting_amount = reporting_amount + 1",
    (
        "costs_are_allocated",
        "marts.cost_to_serve",
    ): "update marts.cost_to_serve set service_cost_amount = service_cost_amount + 1",
    ("currencies_have_rates", "USD"): "update conformed.fct_renewals set unpriced_currency = 'USD',"
    " value_before_amount = null, value_after_amount = null",
    (
        "facts_reach_dimensions",
        "fct_tickets -> dim_channel",
    ): "update conformed.fct_tickets set channel_key = 'none'",
    (
        "facts_reach_dimensions",
        "fct_tickets -> dim_topic",
    ): "update conformed.fct_tickets set topic_key = 'none'",
    (
        "facts_reach_dimensions",
        "fct_tickets -> dim_team",
    ): "update conformed.fct_tickets set team_key = 'nobody'",
    (
        "facts_reach_dimensions",
        "fct_ticket_status_spans -> fct_tickets",
    ): "update conformed.fct_ticket_status_spans set ticket_key = 'none'",
    (
        "facts_reach_dimensions",
        "fct_ticket_milestones -> fct_tickets",
    ): "update conformed.fct_ticket_milestones set ticket_key = 'none'",
    (
        "facts_reach_dimensions",
        "fct_subscription_periods -> dim_product",
    ): "update conformed.fct_subscription_periods set product_key = 'none'",
    **{
        (
            "facts_reach_dimensions",
            f"{fact} -> dim_customer",
        ): f"update conformed.{fact} set customer_key = 'nobody'"
        for fact in (
            "fct_tickets",
            "fct_subscription_periods",
            "fct_invoices",
            "fct_payments",
            "fct_mrr_movements",
        )
    },
    **{
        ("events_reach_facts", fact): f"insert into conformed.{fact} select * from conformed.{fact} limit 1"
        for fact in (
            "fct_contacts",
            "fct_ticket_slas",
            "fct_quality_reviews",
            "fct_newcomer_reports",
            "fct_newcomer_findings",
            "fct_work_orders",
            "fct_newsletter_sends",
            "fct_cancellations",
            "fct_renewals",
            "fct_revenue",
        )
    },
    **{
        ("surveys_reach_facts", fact): f"insert into conformed.{fact} select * from conformed.{fact} limit 1"
        for fact in (
            "fct_survey_invitations",
            "fct_survey_profiles",
            "fct_answer_topics",
            "fct_follow_ups",
            "fct_feedback_alerts",
            "fct_text_sentiments",
        )
    },
    (
        "invoices_reach_facts",
        "number of records",
    ): "delete from staging.stg_billing__invoices where total = 60",
    (
        "payments_reach_facts",
        "number of records",
    ): "delete from staging.stg_billing__payments where amount = 60",
    (
        "subscription_periods_reach_facts",
        "number of records",
    ): "delete from staging.stg_billing__subscription_periods where amount = 50",
    ("tickets_reach_facts", "in fct_tickets, never staged"): "delete from staging.stg_ticketing__tickets"
    " where ticket_id = 't4'",
    **{
        ("kpi_dimensions_add_up", part): f"update marts.kpi_values set {part} = {part} + 1"
        " where kpi_id = 'reopen_rate' and dimension_value = 'email'"
        for part in ("denominator", "n", "n_immature")
    },
    (
        "kpi_totals_match_marts",
        "backlog",
    ): "update marts.kpi_values set value = value + 1, numerator = numerator + 1 where kpi_id = 'backlog'",
    (
        "kpi_totals_match_marts",
        "ticket_volume",
    ): "update marts.kpi_values set value = value + 1, numerator = numerator + 1"
    " where kpi_id = 'ticket_volume'",
    **{
        (
            "last_span_has_the_ticket_status",
            f"stg_ticketing__tickets.{column}",
        ): f"update staging.stg_ticketing__tickets set {column} = 'another'"
        for column in ("team_id", "assignee_id", "priority")
    },
    ("lines_bill_services", "lines of a subscription for days of no period"): "update"
    " intermediate.int_invoice_lines_judged set told_by = null",
    (
        "lines_bill_services",
        "periods billed at another amount",
    ): "update staging.stg_billing__subscription_periods set amount = amount + 1",
    ("mrr_lines_add_up", "movements of a line"): "update conformed.fct_subscription_mrr_movements"
    " set expansion_mrr = expansion_mrr + 1",
    ("mrr_movements_balance", "conformed.fct_mrr_movements"): "update conformed.fct_mrr_movements"
    " set expansion_mrr = expansion_mrr + 1",
    ("no_personal_columns", "marts"): "alter table marts.ticket_backlog add column email varchar",
    ("nothing_after_as_of", "stg_clock.as_of"): "update staging.stg_clock set as_of = null",
    (
        "nothing_after_as_of",
        "fct_tickets.created_at",
    ): f"update conformed.fct_tickets set created_at = {LATER}",
    (
        "nothing_after_as_of",
        "fct_tickets.resolved_at",
    ): f"update conformed.fct_tickets set resolved_at = {LATER}",
    (
        "nothing_after_as_of",
        "fct_invoices.issued_at",
    ): f"update conformed.fct_invoices set issued_at = {LATER}",
    (
        "nothing_after_as_of",
        "fct_payments.created_at",
    ): f"update conformed.fct_payments set created_at = {LATER}",
    ("nothing_after_as_of", "kpi_values.as_of"): f"update marts.kpi_values set as_of = {LATER}",
    (
        "status_spans_chain",
        "numbered from 1",
    ): "update conformed.fct_ticket_status_spans set span_number = span_number + 1",
    **{
        ("tickets_match_their_history", part): f"update conformed.fct_tickets set {change}"
        for part, change in (
            ("solves", "solve_count = solve_count + 1"),
            ("milestones", "resolved_at = resolved_at + interval 1 hour"),
            ("minutes of resolution", "first_resolution_calendar_minutes = 0"),
        )
    },
    ("status_spans_chain", "first one starts at creation"): "update conformed.fct_tickets"
    " set created_at = created_at - interval 1 hour",
}
"""(reconciliation, part) -> the defect."""

NEVER_FAILS = {("currencies_have_rates", "no amount")}
"""A part that says how many rows there are where there are none."""
