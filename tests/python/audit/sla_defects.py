"""The defects of the checks on service levels, beside those in `defects`."""

from __future__ import annotations

from .defects import Defect, changed, missing, twice

SLAS = "conformed.fct_ticket_slas"

SLA_DEFECTS = {
    f"{SLAS}.sla_key_is_unique": Defect(twice(SLAS, "sla_key = 's4'").sql, frozenset({"events_reach_facts"})),
    f"{SLAS}.status_is_in_the_list": changed(
        SLAS, "status = 'late', decided_at = null, elapsed_minutes = 60", "sla_key = 's2'"
    ),
    f"{SLAS}.verdict_follows_from_the_minutes": changed(SLAS, "elapsed_minutes = 60", "sla_key = 's2'"),
    f"{SLAS}.what_is_decided_has_an_instant": missing(SLAS, "decided_at", "sla_key = 's1'"),
    "sla_applications_have_targets": Defect(
        "insert into staging.stg_ticketing__ticket_slas (source, ticket_id, policy_id, applied_at) "
        "values ('zendesk', 'k1', 'p2', timestamp '2024-02-29 09:00:00')"
    ),
    "sla_targets_hold_alone": Defect(
        "insert into intermediate.int_sla_targets_chosen "
        "select * from intermediate.int_sla_targets_chosen where ticket_id = 'k1'"
    ),
    "sla_clocks_are_known": missing(SLAS, "elapsed_minutes", "sla_key = 's4'"),
    "sla_minutes_are_known": missing(SLAS, "elapsed_minutes", "sla_key = 's2'"),
    "penalty_bands_are_known": missing("marts.sla_penalties", "penalty_amount", "sla_penalty_key = 'x1'"),
}
