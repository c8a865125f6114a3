"""Each room knows only the rooms before it, and nothing after staging knows a vendor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from .layering import delivery_problems, layer_problems, vendor_problems
from .project import Column, Model, read_seeds

ENTITY = Model("stg_crm__accounts", "staging/crm/stg_crm__accounts.sql")
ADAPTER = Model("stg_acme__accounts", "staging/crm/acme/stg_acme__accounts.sql")
CLOCK = Model("stg_clock", "staging/stg_clock.sql")
FACT = Model("fct_tickets", "conformed/fct_tickets.sql")
MART = Model("ticket_volume", "marts/tickets/ticket_volume.sql")


def known(*models: Model) -> dict[str, Model]:
    return {model.name: model for model in (ENTITY, ADAPTER, CLOCK, FACT, MART, *models)}


def test_rooms_use_only_the_rooms_that_they_may(
    models: Mapping[str, Model], manifest: Mapping[str, Any]
) -> None:
    assert layer_problems(models, read_seeds(manifest)) == []


def test_vendors_are_known_in_their_own_folders_alone(models: Mapping[str, Model]) -> None:
    assert vendor_problems(models) == []


def test_nothing_after_staging_knows_how_a_record_was_delivered(models: Mapping[str, Model]) -> None:
    assert delivery_problems(models) == []


@pytest.mark.parametrize(
    "bad",
    [
        Model("dim_x", "conformed/dim_x.sql", sql="select x from y order by _delivery"),
        Model("dim_x", "conformed/dim_x.sql", refs=("stg_record_defects",)),
        Model("stg_crm__x", "staging/crm/stg_crm__x.sql", columns=(Column("_arrived_at"),)),
    ],
)
def test_a_place_that_knows_it_is_found(bad: Model) -> None:
    assert len(delivery_problems(known(bad))) == 1


@pytest.mark.parametrize(
    "bad",
    [
        Model("int_x_listed", "intermediate/x/int_x_listed.sql", refs=("fct_tickets",)),
        Model("int_x_listed", "intermediate/x/int_x_listed.sql", sources=("acme",)),
        Model("stg_crm__contacts", "staging/crm/stg_crm__contacts.sql", refs=("fct_tickets",)),
        Model("dim_x", "conformed/dim_x.sql", refs=("ticket_volume",)),
        Model("dim_x", "conformed/dim_x.sql", refs=("a_seed",)),
        Model("renewals", "marts/revenue/renewals.sql", refs=("stg_crm__accounts",)),
        Model("renewals", "marts/revenue/renewals.sql", refs=("ticket_volume",)),
    ],
)
def test_a_reference_to_the_wrong_room_is_found(bad: Model) -> None:
    assert len(layer_problems(known(bad), {"a_seed"})) == 1


@pytest.mark.parametrize(
    "good",
    [
        Model("int_x_listed", "intermediate/x/int_x_listed.sql", refs=("stg_crm__accounts", "a_seed")),
        Model("stg_acme__contacts", "staging/crm/acme/stg_acme__contacts.sql", sources=("acme",)),
        Model("dim_x", "conformed/dim_x.sql", refs=("fct_tickets", "stg_clock")),
        Model("kpi_values", "marts/scorecard/kpi_values.sql", refs=("ticket_volume", "stg_clock")),
    ],
)
def test_a_reference_to_the_right_room_passes(good: Model) -> None:
    assert layer_problems(known(good), {"a_seed"}) == []


@pytest.mark.parametrize(
    "bad",
    [
        Model("int_x_listed", "intermediate/x/int_x_listed.sql", sql="where source = 'acme'"),
        Model("dim_x", "conformed/dim_x.sql", refs=("stg_acme__accounts",)),
        Model("stg_zeta__x", "staging/crm/zeta/stg_zeta__x.sql", sources=("acme",)),
        Model("stg_zeta__x", "staging/crm/zeta/stg_zeta__x.sql", refs=("stg_acme__accounts",)),
        Model("stg_zeta__x", "staging/crm/zeta/stg_zeta__x.sql", refs=("stg_crm__accounts",)),
    ],
)
def test_a_vendor_outside_its_folder_is_found(bad: Model) -> None:
    assert len(vendor_problems(known(bad))) == 1
