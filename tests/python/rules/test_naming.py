"""A name tells room, folder and type."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from .naming import money_problems, name_problems, type_problems
from .project import Column, Model

FACT = Model("fct_x", "conformed/fct_x.sql")


def test_names_fit_their_rooms(models: Mapping[str, Model]) -> None:
    assert [problem for model in models.values() for problem in name_problems(model)] == []


def test_types_fit_names_and_both_engines(models: Mapping[str, Model]) -> None:
    declared = [
        (model, column) for model in models.values() if model.is_contracted for column in model.columns
    ]
    assert len(declared) > 500
    assert [problem for model, column in declared for problem in type_problems(model, column)] == []


def test_money_has_a_currency(models: Mapping[str, Model]) -> None:
    released = [model for model in models.values() if model.room in ("conformed", "marts")]
    assert [problem for model in released for problem in money_problems(model)] == []


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("stg_crm__accounts", "staging/crm/acme/stg_crm__accounts.sql"),
        ("stg_acme__accounts", "staging/crm/stg_acme__accounts.sql"),
        ("stg_crm__clock", "staging/stg_crm__clock.sql"),
        ("int_ticket_status", "intermediate/status/int_ticket_status.sql"),
        ("int_states_spanned", "intermediate/int_states_spanned.sql"),
        ("dim_customer", "marts/revenue/dim_customer.sql"),
        ("customers", "conformed/customers.sql"),
        ("dim_customer", "conformed/crm/dim_customer.sql"),
        ("renewals", "marts/renewals.sql"),
        ("renewals", "marts/revenue/renewal.sql"),
        ("renewals", "reports/renewals.sql"),
    ],
)
def test_a_name_in_the_wrong_place_is_found(name: str, path: str) -> None:
    assert len(name_problems(Model(name, path))) == 1


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("stg_acme__accounts", "staging/crm/acme/stg_acme__accounts.sql"),
        ("stg_crm__accounts", "staging/crm/stg_crm__accounts.sql"),
        ("stg_clock", "staging/stg_clock.sql"),
        ("int_states_spanned", "intermediate/status/int_states_spanned.sql"),
        ("int_backlog_by_day", "intermediate/backlog/int_backlog_by_day.sql"),
        ("fct_tickets", "conformed/fct_tickets.sql"),
        ("renewals", "marts/revenue/renewals.sql"),
    ],
)
def test_a_name_in_its_place_passes(name: str, path: str) -> None:
    assert name_problems(Model(name, path)) == []


@pytest.mark.parametrize(
    ("name", "data_type"),
    [
        ("customer_id", "bigint"),
        ("customer_key", "bigint"),
        ("created_at", "date"),
        ("created_on", "timestamp"),
        ("created", "timestamp"),
        ("day", "date"),
        ("open", "boolean"),
        ("is_open", "bigint"),
        ("paid_amount", "double"),
        ("wait_minutes", "double"),
        ("reopen_count", "double"),
        ("churn_rate", "string"),
        ("plan", "text"),
        ("plan", "varchar"),
        ("tickets", "hugeint"),
        ("total", "decimal(38,4)"),
        ("plan", ""),
    ],
)
def test_a_type_that_does_not_fit_is_found(name: str, data_type: str) -> None:
    assert type_problems(FACT, Column(name, data_type))


@pytest.mark.parametrize(
    ("name", "data_type"),
    [
        ("customer_id", "string"),
        ("created_at", "timestamp"),
        ("created_on", "date"),
        ("is_open", "boolean"),
        ("source_sla_met", "boolean"),
        ("paid_amount", "decimal(18,4)"),
        ("wait_minutes", "decimal(18,4)"),
        ("tickets", "bigint"),
        ("gross_margin", "decimal(18,8)"),
        ("value", "double"),
    ],
)
def test_a_type_that_fits_passes(name: str, data_type: str) -> None:
    assert type_problems(FACT, Column(name, data_type)) == []


def test_an_amount_without_a_currency_is_found() -> None:
    amount = Column("paid_amount", "decimal(18,4)", "What was received.")
    converted = Column("paid_amount", "decimal(18,4)", "What was received, in reporting currency.")
    assert len(money_problems(Model("fct_x", "conformed/fct_x.sql", columns=(amount,)))) == 1
    assert money_problems(Model("fct_x", "conformed/fct_x.sql", columns=(amount, Column("currency")))) == []
    assert money_problems(Model("fct_x", "conformed/fct_x.sql", columns=(converted,))) == []
