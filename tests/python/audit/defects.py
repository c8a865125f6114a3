"""For each declared check a defect that makes it fail: SQL over the small candidate.

A defect makes exactly its own check fail, unless it names others that it entails.
"""

from __future__ import annotations

from .planting import Defect, changed, keyless, missing, twice
from .reconciliation_defects import RECONCILIATIONS

TICKETS = "conformed.fct_tickets"
STAGED = "staging.stg_ticketing__tickets"
SPANS = "conformed.fct_ticket_status_spans"
MESSAGES = "conformed.fct_ticket_messages"
PERIODS = "conformed.fct_subscription_periods"
INVOICES = "conformed.fct_invoices"
PAYMENTS = "conformed.fct_payments"
KPI = "marts.kpi_values"
SPAM = "ticket_id = 't4'"  # excluded: a change of it moves no mart
MILESTONES = "conformed.fct_ticket_milestones"
NO_SPANS_OF_SPAM = f"; delete from {SPANS} where ticket_key = 'k4'"
NO_HISTORY_OF_SPAM = f"{NO_SPANS_OF_SPAM}; delete from {MILESTONES} where ticket_key = 'k4'"
HISTORY = "tickets_match_their_history"
MEDIAN = "kpi_id = 'resolution_minutes'"  # has neither terms nor slices
REACH = "facts_reach_dimensions"

DIMENSIONS = {
    "conformed.dim_date.date_is_unique": twice("conformed.dim_date", "date_on = date '2024-02-01'"),
    "conformed.dim_date.date_is_given": keyless("conformed.dim_date", "date_on", "null"),
    "conformed.dim_customer.customer_key_is_unique": twice("conformed.dim_customer", "customer_key = 'c1'"),
    "conformed.dim_customer.customer_key_is_given": keyless(
        "conformed.dim_customer", "customer_key, is_test", "null, false"
    ),
    "conformed.dim_customer.is_test_is_given": missing(
        "conformed.dim_customer", "is_test", "customer_key = 'c1'"
    ),
    "conformed.dim_customer.country_is_a_code": changed(
        "conformed.dim_customer", "country = 'France'", "customer_key = 'c1'"
    ),
    "conformed.dim_agent.agent_key_is_unique": twice("conformed.dim_agent", "agent_key = 'a1'"),
    "conformed.dim_agent.agent_key_is_given": keyless("conformed.dim_agent", "agent_key", "null"),
    "conformed.dim_team.team_key_is_unique": twice("conformed.dim_team", "team_key = 'T1'"),
    "conformed.dim_team.team_key_is_given": keyless("conformed.dim_team", "team_key", "null"),
    "conformed.dim_channel.channel_is_unique": twice("conformed.dim_channel", "channel = 'email'"),
    "conformed.dim_channel.channel_is_given": keyless(
        "conformed.dim_channel", "channel, is_mapped", "null, true"
    ),
    "conformed.dim_channel.channels_are_mapped": changed(
        "conformed.dim_channel", "is_mapped = false", "channel = 'chat'"
    ),
    "conformed.dim_topic.topic_is_unique": twice("conformed.dim_topic", "topic = 'billing'"),
    "conformed.dim_topic.topic_is_given": keyless("conformed.dim_topic", "topic", "null"),
    "conformed.dim_topic.topics_are_mapped": changed(
        "conformed.dim_topic", "is_mapped = false", "topic = 'login'"
    ),
    "conformed.dim_product.product_key_is_unique": twice("conformed.dim_product", "product_key = 'basic'"),
    "conformed.dim_product.product_key_is_given": keyless("conformed.dim_product", "product_key", "null"),
}

TICKET_FACTS = {
    f"{TICKETS}.ticket_key_is_unique": Defect(
        f"update {TICKETS} set ticket_key = 'k1' where {SPAM}; delete from {SPANS} where ticket_key = 'k1'"
        + NO_HISTORY_OF_SPAM,
        frozenset({HISTORY}),
    ),
    f"{TICKETS}.ticket_key_is_given": Defect(
        f"update {TICKETS} set ticket_key = null where {SPAM}" + NO_HISTORY_OF_SPAM,
        frozenset({HISTORY}),
    ),
    f"{TICKETS}.natural_id_is_unique": Defect(
        f"update {TICKETS} set ticket_id = 't1' where {SPAM};"
        f"update {STAGED} set ticket_id = 't1', status = 'solved' where {SPAM}" + NO_SPANS_OF_SPAM
    ),
    f"{TICKETS}.customer_is_given": missing(TICKETS, "customer_key", SPAM, REACH),
    f"{TICKETS}.channel_is_given": missing(TICKETS, "channel", SPAM),
    f"{TICKETS}.topic_is_given": missing(TICKETS, "topic", SPAM),
    f"{TICKETS}.status_is_in_the_list": Defect(
        f"update {TICKETS} set status = 'odd' where {SPAM}" + NO_SPANS_OF_SPAM
    ),
    f"{TICKETS}.status_is_given": Defect(
        f"update {TICKETS} set status = null where {SPAM}" + NO_SPANS_OF_SPAM
    ),
    f"{TICKETS}.created_at_is_given": missing(TICKETS, "created_at", SPAM, HISTORY),
    f"{TICKETS}.resolved_after_creation": changed(
        TICKETS, "resolved_at = created_at - interval 1 day", SPAM, HISTORY
    ),
    f"{TICKETS}.closed_after_creation": changed(
        TICKETS, "closed_at = created_at - interval 1 day", SPAM, HISTORY
    ),
    f"{TICKETS}.last_resolution_after_the_first": changed(
        TICKETS,
        "first_resolved_at = created_at + interval 2 hour, resolved_at = created_at + interval 1 hour",
        SPAM,
        HISTORY,
    ),
    f"{TICKETS}.reopen_count_is_a_count": changed(TICKETS, "reopen_count = -1", SPAM, HISTORY),
    f"{TICKETS}.exclusion_is_explained": missing(TICKETS, "exclusion_reason", SPAM),
    f"{SPANS}.span_is_unique": changed(
        SPANS, "span_number = 1", "ticket_key = 'k3' and span_number = 2", "status_spans_chain"
    ),
    f"{SPANS}.started_at_is_given": missing(SPANS, "started_at", "ticket_key = 'k4' and span_number = 2"),
    f"{SPANS}.ends_after_it_starts": changed(
        SPANS, "ended_at = started_at - interval 1 hour", "ticket_key = 'k4' and span_number = 2"
    ),
    f"{SPANS}.status_is_in_the_list": changed(
        SPANS, "status = 'odd'", "ticket_key = 'k4' and span_number = 1"
    ),
    f"{MESSAGES}.message_key_is_unique": changed(MESSAGES, "message_key = 'm1'", "message_key = 'm2'"),
    f"{MESSAGES}.sent_at_is_given": missing(MESSAGES, "sent_at", "message_key = 'm2'"),
    f"{MESSAGES}.author_role_is_in_the_list": changed(
        MESSAGES, "author_role = 'robot'", "message_key = 'm2'"
    ),
}

BILLING_FACTS = {
    f"{PERIODS}.period_key_is_unique": changed(
        PERIODS, "subscription_period_key = 'p1'", "subscription_period_key = 'p2'"
    ),
    f"{PERIODS}.customer_is_given": missing(PERIODS, "customer_key", "subscription_period_key = 'p2'", REACH),
    f"{PERIODS}.ends_after_it_starts": changed(
        PERIODS, "ends_on = date '2023-01-01'", "subscription_period_key = 'p2'"
    ),
    f"{PERIODS}.currency_is_a_code": Defect(
        f"update {PERIODS} set currency = 'euro';"
        "update staging.stg_billing__subscription_periods set currency = 'euro';"
        "update intermediate.int_invoice_lines_judged set currency = 'euro'"
    ),
    f"{INVOICES}.invoice_key_is_unique": changed(INVOICES, "invoice_key = 'i1'", "invoice_key = 'i2'"),
    f"{INVOICES}.issued_at_is_given": missing(INVOICES, "issued_at", "invoice_key = 'i2'"),
    f"{INVOICES}.status_is_in_the_list": changed(INVOICES, "status = 'odd'", "invoice_key = 'i2'"),
    f"{INVOICES}.total_is_given": Defect(
        f"update {INVOICES} set total_amount = null where invoice_key = 'i2';"
        "update staging.stg_billing__invoices set total = null where total = 60"
    ),
    f"{PAYMENTS}.payment_key_is_unique": changed(PAYMENTS, "payment_key = 'y1'", "payment_key = 'y2'"),
    f"{PAYMENTS}.status_is_in_the_list": changed(PAYMENTS, "status = 'odd'", "payment_key = 'y2'"),
}

MARTS = {
    "marts.ticket_volume.tickets_are_counted": Defect(
        "update marts.ticket_volume set tickets = tickets + 1 where channel = 'chat';"
        "insert into marts.ticket_volume values (date '2024-03-01', 'chat', 'login', 'T2', 'small', 'low', -1)"
    ),
    "marts.ticket_volume.dimensions_are_given": missing(
        "marts.ticket_volume", "priority", "channel = 'chat'"
    ),
    "marts.ticket_backlog.grain_is_unique": twice("marts.ticket_backlog", "opening = 0 and created = 0"),
    "marts.ticket_backlog.counts_are_not_negative": changed(
        "marts.ticket_backlog", "created = -1, deleted = -1", "opening = 0 and created = 0"
    ),
    "marts.churn_monthly.grain_is_unique": Defect(
        "insert into marts.churn_monthly select date '2024-03-01', 'c3', 0, 0, 0, 0, 0, 0, 0 from range(2)"
    ),
    "marts.churn_monthly.amounts_are_not_negative": Defect(
        "insert into marts.churn_monthly values (date '2024-02-01', 'c3', 0, -5, 0, 0, 0, 0, -5),"
        "(date '2024-03-01', 'c3', -5, 0, 0, 0, 0, -5, 0), (date '2024-02-01', 'c4', 0, 5, 0, 0, 0, 0, 5),"
        "(date '2024-03-01', 'c4', 5, 0, 0, 0, 0, 5, 0)"
    ),
    "marts.churn_monthly.one_movement_a_month": changed(
        "marts.churn_monthly",
        "expansion_mrr = 1, contraction_mrr = 1",
        "customer_key = 'c1' and opening_mrr > 0",
    ),
    f"{KPI}.grain_is_unique": twice(KPI, MEDIAN),
    f"{KPI}.names_are_given": missing(KPI, "unit", MEDIAN),
    f"{KPI}.kpi_id_is_a_name": changed(KPI, "kpi_id = 'Resolution Minutes'", MEDIAN),
    f"{KPI}.period_kind_is_in_the_list": changed(KPI, "period_kind = 'fortnight'", MEDIAN),
    f"{KPI}.all_has_no_start": changed(KPI, "period_kind = 'all'", MEDIAN),
    f"{KPI}.period_start_is_the_first_day": changed(KPI, "period_start = date '2024-03-02'", MEDIAN),
    f"{KPI}.days_and_weeks_have_few_dimensions": changed(
        KPI, "period_kind = 'day', dimension = 'team'", MEDIAN, "kpi_dimensions_add_up"
    ),
    f"{KPI}.total_is_called_total": changed(KPI, "dimension_value = 'Total'", MEDIAN),
    f"{KPI}.one_as_of": changed(KPI, "as_of = as_of - interval 1 day", MEDIAN, "nothing_after_as_of"),
    f"{KPI}.value_is_finite": changed(KPI, "value = 'nan'", MEDIAN),
    f"{KPI}.interval_is_finite": changed(KPI, "interval_low = '-inf'", "dimension = 'team'"),
    f"{KPI}.interval_is_in_order": changed(KPI, "interval_low = 30", "dimension = 'team'"),
    f"{KPI}.ratio_is_its_quotient": changed(KPI, "value = round(value + 0.001, 3)", "dimension = 'team'"),
    f"{KPI}.zero_denominator_gives_null": changed(KPI, "value = 0", "denominator = 0"),
    f"{KPI}.count_is_its_numerator": changed(KPI, "value = 4", "kpi_id = 'ticket_volume' and value = 3"),
    f"{KPI}.denominator_has_a_numerator": changed(KPI, "denominator = 3", MEDIAN),
    f"{KPI}.share_is_between_0_and_100": changed(
        KPI, "numerator = 3, denominator = 2, value = 150", "denominator = 0"
    ),
    f"{KPI}.counts_are_not_negative": changed(KPI, "n_immature = -1", MEDIAN),
    f"{KPI}.small_teams_are_suppressed": changed(KPI, "n = 4", "dimension = 'team'", "kpi_dimensions_add_up"),
}

DEFECTS = {**DIMENSIONS, **TICKET_FACTS, **BILLING_FACTS, **MARTS, **RECONCILIATIONS}
