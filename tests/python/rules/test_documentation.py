"""Every model says its question, its grain and its key, and every released column says more than its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from .contract import read_adapters
from .documentation import column_problems, entity_problems, model_problems, says_more
from .project import Column, KeyTest, Model

GOOD = Model(
    "fct_visits",
    "conformed/fct_visits.sql",
    description="Who came to see us, and when?",
    columns=(Column("visit_key", "string", "Stable hash of source and id."),),
    meta={"grain": "one row for each visit", "key": ["visit_key"]},
    tests=(KeyTest("unique_key", ("visit_key",)),),
    is_contracted=True,
    access="public",
)
ENTITY = Model(
    "stg_crm__notes",
    "staging/crm/stg_crm__notes.sql",
    description="What somebody wrote down.",
    columns=(Column("source", "string", meta={"key": True}), Column("note_id", "string", meta={"key": True})),
    meta={"domain": "crm", "entity": "notes", "mode": "upsert", "grain": "one row for each source, note_id"},
    tests=(KeyTest("contract_holds"),),
    is_contracted=True,
)


def test_models_are_documented_keyed_and_contracted(models: Mapping[str, Model]) -> None:
    adapters = {adapter.model for adapter in read_adapters()}
    assert [
        problem for model in models.values() for problem in model_problems(model, model.name in adapters)
    ] == []


def test_released_columns_are_documented(models: Mapping[str, Model]) -> None:
    assert [problem for model in models.values() for problem in column_problems(model)] == []


def test_entities_are_complete(models: Mapping[str, Model]) -> None:
    assert [
        problem for model in models.values() if model.is_entity for problem in entity_problems(model)
    ] == []


def test_a_good_model_passes() -> None:
    assert model_problems(GOOD) == column_problems(GOOD) == []
    assert model_problems(ENTITY) == entity_problems(ENTITY) == []


@pytest.mark.parametrize(
    "bad",
    [
        replace(GOOD, description=""),
        replace(GOOD, description="The visits."),
        replace(GOOD, meta={"key": ["visit_key"]}),
        replace(GOOD, meta={"grain": "one row for each visit"}),
        replace(GOOD, tests=()),
        replace(GOOD, tests=(KeyTest("unique_key", ("source",)),)),
        replace(GOOD, tests=(*GOOD.tests, KeyTest("a"), KeyTest("b"))),
        replace(GOOD, columns=()),
        replace(GOOD, is_contracted=False),
        replace(GOOD, access="private"),
        replace(GOOD, name="visits", path="intermediate/x/visits.sql"),
        replace(
            GOOD,
            meta={**GOOD.meta, "key": ["visit"]},
            tests=(KeyTest("unique_key", ("visit",)),),
            columns=(Column("visit"),),
        ),
        replace(ENTITY, tests=()),
        replace(ENTITY, is_contracted=False),
    ],
)
def test_a_gap_in_a_model_is_found(bad: Model) -> None:
    assert len(model_problems(bad)) == 1


def test_an_adapter_is_tested_in_its_entity() -> None:
    adapter = replace(GOOD, tests=())
    assert model_problems(adapter, is_adapter=True) == []
    assert (
        len(model_problems(replace(adapter, meta={"grain": "one row for each visit"}), is_adapter=True)) == 1
    )


@pytest.mark.parametrize(
    "bad",
    [
        replace(ENTITY, name="stg_crm__letters"),
        replace(ENTITY, meta={**ENTITY.meta, "mode": "merge"}),
        replace(ENTITY, columns=(ENTITY.columns[0],)),
        replace(ENTITY, columns=(*ENTITY.columns, Column("kind", "string", meta={"values": "a | b"}))),
        replace(ENTITY, columns=(*ENTITY.columns, Column("sent_at", "date", meta={"event": True}))),
    ],
)
def test_a_gap_in_an_entity_is_found(bad: Model) -> None:
    assert len(entity_problems(bad)) == 1


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("survey_score", ""),
        ("survey_score", "The score of the survey."),
        ("survey_scores", "Score of the surveys response."),
        ("created_at", "Created at."),
    ],
)
def test_a_description_that_repeats_the_name_is_found(name: str, description: str) -> None:
    column = Column(name, "string", description)
    assert not says_more(name, description)
    assert len(column_problems(replace(GOOD, columns=(column,)))) == 1


def test_a_description_that_says_more_passes() -> None:
    assert says_more("created_at", "Instant (UTC) at which the request came to exist.")
