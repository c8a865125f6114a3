"""Names that fit their room, and column names that tell their type."""

from __future__ import annotations

import re

from .project import ROOMS, Column, Model

PARTICIPLE = "[a-z]+ed|found|chosen|made|held|known|drawn|split|taken|given|kept"
PATTERNS = {
    "intermediate": re.compile(rf"int_[a-z0-9_]+_({PARTICIPLE}|by_(day|week|month|year)|at_period_ends)"),
    "conformed": re.compile(r"(dim|fct)_[a-z0-9_]+"),
    "marts": re.compile(r"(?!(stg|int|dim|fct)_)[a-z][a-z0-9_]*"),
}
"""In marts a name says what the table answers; elsewhere its prefix says the room."""

ENGINES_KNOW = re.compile(r"string|bigint|boolean|date|timestamp|double|decimal\((\d+),\s?(\d+)\)")
WIDEST_DECIMAL = 18

SUFFIXES = {
    "_id": "string",
    "_key": "string",
    "_at": "timestamp",
    "_on": "date",
    "_amount": r"decimal\(18,4\)",
    "_mrr": r"decimal\(18,4\)",
    "_minutes": r"decimal\(18,4\)|bigint",
    "_seconds": r"decimal\(18,4\)|bigint",
    "_share": r"decimal\(18,\d\)|double",
    "_rate": r"decimal\(18,\d\)|double",
    "_count": "bigint",
}
PREFIXES = ("is_", "has_", "was_")
TYPE_NEEDS_NAME = {
    "boolean": re.compile(r"(is|has|was|source)_.+|first_contact_resolved"),
    "timestamp": re.compile(r".+_at|valid_(from|to)|as_of"),
    "date": re.compile(r".+_on|month|period_start"),
}
"""In the release, types tell themselves by the name; `source_` marks what a source itself says, and
`first_contact_resolved` is the name that the field has for it."""


def name_problems(model: Model) -> list[str]:
    """Why the model's name does not fit its folder, one sentence each."""
    if model.room not in ROOMS:
        return [f"{model.name} is in no room: {model.path}"]
    if not model.path.endswith(f"{model.name}.sql"):
        return [f"{model.name} has another name than its file {model.path}"]
    if model.room == "staging":
        return _staging_problems(model)
    problems = []
    if not PATTERNS[model.room].fullmatch(model.name):
        problems.append(f"{model.name} is no name for {model.room}: expected {PATTERNS[model.room].pattern}")
    if len(model.folders) != (0 if model.room == "conformed" else 1):
        problems.append(
            f"{model.path}: {model.room} has one folder for each question or family, conformed none"
        )
    return problems


def _staging_problems(model: Model) -> list[str]:
    owner = model.vendor or (model.folders[0] if model.folders else None)
    expected = rf"stg_{owner}__[a-z0-9_]+" if owner else r"stg_(?!.*__)[a-z0-9_]+"
    if re.fullmatch(expected, model.name):
        return []
    return [f"{model.name} is no name for {'/'.join(('staging', *model.folders))}: expected {expected}"]


def type_problems(model: Model, column: Column) -> list[str]:
    """Why the column's type is unknown to an engine or contradicts its name, one sentence each."""
    where = f"{model.name}.{column.name}"
    known = ENGINES_KNOW.fullmatch(column.data_type)
    if not known:
        return [f"{where} is {column.data_type or 'without a type'}: not a type that both engines know"]
    if known[1] and int(known[1]) > WIDEST_DECIMAL:
        return [f"{where} is {column.data_type}: at most {WIDEST_DECIMAL} digits are quick to scan"]
    problems = [
        f"{where} is {column.data_type}, but its name says {expected}"
        for suffix, expected in SUFFIXES.items()
        if column.name.endswith(suffix) and not re.fullmatch(expected, column.data_type)
    ]
    if column.name.startswith(PREFIXES) and column.data_type != "boolean":
        problems.append(f"{where} is {column.data_type}, but its name says boolean")
    if model.room in ("conformed", "marts"):
        pattern = TYPE_NEEDS_NAME.get(column.data_type)
        if pattern and not pattern.fullmatch(column.name):
            problems.append(f"{where} is {column.data_type}: its name must match {pattern.pattern}")
    return problems


def money_problems(model: Model) -> list[str]:
    """Amounts that nobody can read: without a currency beside them, nor said to be in reporting currency."""
    has_currency = any(column.name == "currency" for column in model.columns)
    return [
        f"{model.name}.{column.name} has no currency beside it, and does not say that it is in reporting currency"
        for column in model.columns
        if re.fullmatch(r"(.+_)?(amount|mrr)", column.name)
        and not has_currency
        and "reporting currency" not in column.description
    ]
