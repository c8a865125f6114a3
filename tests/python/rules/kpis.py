"""The KPI reference, and the KPI statements in the SQL that it must agree with."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .project import ROOT, Model

REFERENCE = ROOT / "seeds" / "kpi_reference.csv"
STATEMENTS = {
    "additive_kpis": 2,
    "additive_kpi": 5,
    "duration_kpis": 2,
    "stock_kpi": 4,
    "per_member_kpi": 5,
    "measured_kpi": 3,
    "score_kpis": 2,
    "weighted_score_kpis": 2,
}
"""The macros that make KPI rows, and which of their arguments (from 0) holds the dimensions."""

MEASURES = 3
"""Which argument of `additive_kpis`, both `score_kpis` and `duration_kpis` lists its measures."""

STATISTICS = ("mean", "median", "p90")
PERIOD_KINDS = ["day", "week", "month", "quarter", "year", "all"]
UNITS = set(
    "percent points score minutes seconds tickets calls messages chats customers agents currency orders rating".split()
)
UNITS |= {"ratio", "features", "days", "actions", "per_hour", "per_day", "per_1000"}
ALLOWED = {
    "status": {"published", "planned"},
    "direction": {"up", "down", "neutral"},
    "roll_up": {"sum", "last day", "ratio of sums", "from rows", "none"},
    "zero_filled": {"total", "none"},
}
INTERVALS = {
    "none",
    "wilson",
    "adjusted wald",
    "normal",
    "greenwood",
    "bootstrap",
    "effective wilson",
    "welch",
}


@dataclass(frozen=True)
class Statement:
    """One call of a KPI macro: what it gives."""

    kpi_id: str
    variants: frozenset[str]
    dimensions: frozenset[str]


def read_reference(path: Path = REFERENCE) -> list[dict[str, str]]:
    """The rows of the KPI reference."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def listed(cell: str) -> list[str]:
    """The words of a cell such as `total | channel`."""
    return [word.strip() for word in cell.split("|")]


def dimensions_of(row: Mapping[str, str], variant: str) -> list[str]:
    """The dimensions of one variant; `monthly:churn_kind` is one that only the variant monthly has."""
    words = [word.rpartition(":") for word in listed(row["dimensions"])]
    return [dimension for owner, _, dimension in words if owner in ("", variant)]


def read_statements(models: Iterable[Model]) -> list[Statement]:
    """The KPI statements of the marts."""
    return [statement for model in models if model.room == "marts" for statement in statements_of(model.sql)]


def statements_of(sql: str) -> list[Statement]:
    """The KPI statements of one mart: its calls of the KPI macros, read as Python, which they look like."""
    names = {
        name: ast.literal_eval(value) for name, value in re.findall(r"\{%-? set (\w+) = (\[.*?\]) -?%\}", sql)
    }
    found = []
    for call in re.findall(r"\{\{-?\s*((?:" + "|".join(STATEMENTS) + r")\(.*?\))\s*-?\}\}", sql, re.DOTALL):
        tree = ast.parse(call, mode="eval").body
        assert isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name), call
        macro = tree.func.id
        given = (
            next((k.value for k in tree.keywords if k.arg == "dimensions"), None)
            or tree.args[STATEMENTS[macro]]
        )
        dimensions = names[given.id] if isinstance(given, ast.Name) else ast.literal_eval(given)
        total = [] if macro == "stock_kpi" else ["total"]
        found += [
            Statement(kpi_id, frozenset(variants), frozenset([*total, *dimensions]))
            for kpi_id, variants in _given_by(macro, tree.args)
        ]
    return found


def _given_by(macro: str, arguments: list[ast.expr]) -> list[tuple[str, list[str]]]:
    """The KPIs of one call with their variants."""
    if macro in ("additive_kpis", "score_kpis", "weighted_score_kpis"):
        measures = ast.literal_eval(arguments[MEASURES])
        return [(measure["kpi_id"], [measure["variant"]]) for measure in measures]
    if macro == "duration_kpis":
        measures = ast.literal_eval(arguments[MEASURES])
        return [
            (measure["kpi_id"], [f"{measure['prefix']}_{statistic}" for statistic in STATISTICS])
            for measure in measures
        ]
    kpi_id, variant = (ast.literal_eval(argument) for argument in arguments[:2])
    return [(kpi_id, [variant])]


def agreement_problems(rows: Iterable[Mapping[str, str]], statements: Iterable[Statement]) -> list[str]:
    """Where published rows and statements disagree, one sentence each; several statements may share a variant."""
    published = {row["kpi_id"]: row for row in rows if row["status"] == "published"}
    given: dict[str, dict[str, list[str]]] = {}
    for statement in statements:
        for variant in statement.variants:
            given.setdefault(statement.kpi_id, {}).setdefault(variant, []).extend(statement.dimensions)
    problems = [
        f"{kpi_id} has a statement and no published row in the KPI reference"
        for kpi_id in given
        if kpi_id not in published
    ]
    for kpi_id, row in published.items():
        variants = given.get(kpi_id, {})
        if variants.keys() != set(listed(row["variants"])):
            problems.append(f"{kpi_id}: variants {sorted(variants)}, declared {row['variants']}")
        problems += [
            f"{kpi_id}, {variant}: dimensions {sorted(dimensions)}, declared {row['dimensions']}"
            for variant, dimensions in variants.items()
            if sorted(dimensions) != sorted(dimensions_of(row, variant))
        ]
    return problems


def row_problems(row: Mapping[str, str]) -> list[str]:
    """What is missing or unknown in a row of the reference, published or planned, one sentence each."""
    kpi_id = row["kpi_id"]
    problems = [f"{kpi_id} has no {name}" for name, cell in row.items() if not (cell or "").strip()]
    problems += [
        f"{kpi_id} has the {name} {row[name]!r}: expected one of {sorted(words)}"
        for name, words in ALLOWED.items()
        if row[name] and row[name] not in words
    ]
    variants = listed(row["variants"])
    for name, known in (("unit", UNITS), ("interval_method", INTERVALS)):
        given = listed(row[name])
        if len(given) not in (1, len(variants)):
            problems.append(
                f"{kpi_id} has {len(given)} words in {name}: expected one, or one for each variant"
            )
        elif row[name].strip() and (unknown := set(given) - known):
            problems.append(f"{kpi_id} has the {name} {sorted(unknown)}: expected some of {sorted(known)}")
    kinds = listed(row["period_kinds"])
    if row["period_kinds"] and kinds != [kind for kind in PERIOD_KINDS if kind in kinds]:
        problems.append(f"{kpi_id} has the periods {kinds}: expected some of {PERIOD_KINDS}, in this order")
    if row["dimensions"] and listed(row["dimensions"])[0] != "total":
        problems.append(f"{kpi_id} lacks the dimension total, which comes first")
    return problems
