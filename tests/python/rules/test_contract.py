"""Every entity of the input contract is staged, and the adapters are those that dbt_project.yml names."""

from __future__ import annotations

from collections.abc import Mapping

from .contract import CONTRACT, Adapter, adapter_problems, contract_problems, read_adapters
from .project import Model

GIVEN = Adapter("acme", "crm", "accounts")
WRITTEN = Model(GIVEN.model, GIVEN.path)


def entities(names: set[str]) -> dict[str, Model]:
    return {name: Model(name, f"staging/x/{name}.sql", meta={"entity": name}) for name in names}


def test_every_entity_is_staged(models: Mapping[str, Model]) -> None:
    assert len(CONTRACT) == 54
    assert contract_problems(models) == []


def test_adapters_are_those_that_the_project_names(models: Mapping[str, Model]) -> None:
    adapters = read_adapters()
    assert len(adapters) > 20
    assert adapter_problems(models, adapters) == []


def test_an_entity_too_few_is_found() -> None:
    assert contract_problems(entities(CONTRACT)) == []
    assert len(contract_problems(entities(CONTRACT - {"stg_crm__accounts"}))) == 1
    assert contract_problems(entities(CONTRACT | {"stg_crm__dreams"})) == []


def test_an_adapter_that_is_not_listed_or_not_there_is_found() -> None:
    helper = Model("stg_acme__people", "staging/crm/acme/stg_acme__people.sql")
    moved = Model(GIVEN.model, "staging/billing/acme/stg_acme__accounts.sql")
    assert adapter_problems({WRITTEN.name: WRITTEN, helper.name: helper}, [GIVEN]) == []
    assert len(adapter_problems({WRITTEN.name: WRITTEN}, [])) == 1
    assert len(adapter_problems({}, [GIVEN])) == 1
    assert len(adapter_problems({moved.name: moved}, [GIVEN])) == 1
    assert len(adapter_problems({}, [Adapter("acme", "crm", "dreams")])) == 1
