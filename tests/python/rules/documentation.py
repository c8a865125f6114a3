"""What the YAML of a model must say: its question, its grain, a tested key, a contract, its columns."""

from __future__ import annotations

import re

from .project import Model, words

TESTS_AT_MOST = 2
SILENT = set(
    "a an and are as at be by for from has have in is it its no of on or that the this to was with".split()
)
NEW_WORDS_AT_LEAST = 2


def says_more(name: str, description: str) -> bool:
    """The description has at least two meaning words that its name has not ("the date of the ticket" has none)."""
    named = {_stem(word) for word in words(name.replace("_", " "))}
    said = {_stem(word) for word in words(description) if word not in SILENT}
    return len(said - named) >= NEW_WORDS_AT_LEAST


def model_problems(model: Model, is_adapter: bool = False) -> list[str]:
    """What the model's YAML lacks, one sentence each; an adapter gives one entity of the input contract."""
    problems = []
    if not model.description or not (model.is_entity or says_more(model.name, model.description)):
        problems.append(f"{model.name} has no description that says more than its name")
    if not str(model.meta.get("grain", "")).startswith("one row"):
        problems.append(f"{model.name} has no config.meta.grain that starts with 'one row'")
    if len(model.tests) > TESTS_AT_MOST:
        problems.append(f"{model.name} has {len(model.tests)} tests: fold them, a node costs 30 to 40 ms")
    return problems + _key_problems(model, is_adapter) + _contract_problems(model)


def column_problems(model: Model) -> list[str]:
    """Columns of the release whose description is missing or repeats their name."""
    if model.room not in ("conformed", "marts"):
        return []
    return [
        f"{model.name}.{column.name} has no description that says more than its name"
        for column in model.columns
        if not says_more(column.name, column.description)
    ]


def entity_problems(model: Model) -> list[str]:
    """What the YAML of an entity of the input contract lacks, one sentence each."""
    problems = []
    expected = f"stg_{model.meta.get('domain')}__{model.meta.get('entity')}"
    if model.name != expected:
        problems.append(f"{model.name} declares the domain and entity of {expected}")
    if model.meta.get("mode") not in ("upsert", "append", "snapshot"):
        problems.append(f"{model.name} has the mode {model.meta.get('mode')!r}")
    keys = [column.name for column in model.columns if column.meta.get("key")]
    if keys[:1] != ["source"] or len(keys) < 2:
        problems.append(f"{model.name} has the key {keys}: expected source and at least one natural column")
    problems += [
        f"{model.name}.{column.name} lists its words as {values!r}: expected a list"
        for column in model.columns
        if (values := column.meta.get("values")) is not None and not isinstance(values, list)
    ]
    problems += [
        f"{model.name}.{column.name} is an event, but no timestamp"
        for column in model.columns
        if column.meta.get("event") and column.data_type != "timestamp"
    ]
    return problems


def _key_problems(model: Model, is_adapter: bool) -> list[str]:
    if model.is_entity:
        has_test = any(test.name == "contract_holds" for test in model.tests)
        return [] if has_test else [f"{model.name} has no test contract_holds"]
    key = tuple(model.meta.get("key") or ())
    if not key:
        return [f"{model.name} has no config.meta.key"]
    if is_adapter:
        return []  # its entity's contract_holds tests what it gives
    if not any(test.name == "unique_key" and test.columns == key for test in model.tests):
        return [f"{model.name} has no test unique_key of {', '.join(key)}"]
    declared = {column.name for column in model.columns}
    if model.is_contracted and not declared.issuperset(key):
        return [f"{model.name} has the key {', '.join(key)}, which its columns lack"]
    if model.room == "conformed" and not (len(key) == 1 and re.fullmatch(r".+_key|date_on", key[0])):
        return [f"{model.name} has the key {', '.join(key)}: expected one surrogate key"]
    return []


def _contract_problems(model: Model) -> list[str]:
    problems = []
    if (model.is_entity or model.room in ("conformed", "marts")) and not model.is_contracted:
        problems.append(f"{model.name} has no enforced contract")
    is_read = model.room == "conformed" or (model.room == "marts" and not model.name.endswith("_kpis"))
    expected = "public" if is_read else "private"
    if model.access != expected:
        problems.append(f"{model.name} has access {model.access}: expected {expected}")
    return problems


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word
