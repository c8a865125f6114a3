"""Reads the checks, which are data, and refuses a declaration that could pass without checking.

`suites/*.yml`: a list `suites`, each with a `table`, a minimum and its `checks`.
`reconciliations/*.sql`: a header of `--` lines that is YAML, then one query that returns rows of
`part, evaluated_rows, failed_rows`, where `part` is a text that stands in the query itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from orchestration.audit.results import Severity
from orchestration.errors import CxwError, ExitCode

HERE = Path(__file__).resolve().parent
SUITES_DIR = HERE / "suites"
RECONCILIATIONS_DIR = HERE / "reconciliations"

_MINIMUM_KEYS = {"min_rows", "min_rows_from", "may_be_empty"}
_SUITE_KEYS = {"table", "checks"} | _MINIMUM_KEYS
_CHECK_KEYS = {"id", "description", "remedy", "severity", "expect", "with", "looks_at"} | _MINIMUM_KEYS
_HEADER_KEYS = {"description", "remedy", "severity"} | _MINIMUM_KEYS


@dataclass(frozen=True)
class Minimum:
    """How many rows a check must look at: `rows`, or one where `needed_if` (a FROM clause) has any."""

    rows: int = 1
    needed_if: str | None = None


@dataclass(frozen=True)
class Expectation:
    """One Great Expectations check of a suite; `looks_at` is the SQL condition of the rows it judges."""

    name: str
    description: str
    remedy: str
    severity: Severity
    expect: str
    arguments: Mapping[str, Any]
    looks_at: str | None
    minimum: Minimum


@dataclass(frozen=True)
class Suite:
    """The expectations of one table, written `schema.table`."""

    table: str
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True)
class Reconciliation:
    """A query that compares tables; its rows say how much was compared and how much disagrees."""

    name: str
    description: str
    remedy: str
    severity: Severity
    minimum: Minimum
    sql: str


def _refuse(where: str, problem: str) -> CxwError:
    return CxwError(f"audit declaration {where}: {problem}", ExitCode.AUDIT_FAILED)


def _yaml(where: str, text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _refuse(where, f"is not YAML: {error}") from error


def _check_keys(where: str, given: Any, required: set[str], allowed: set[str]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _refuse(where, f"expected a mapping of {sorted(allowed)}, found {type(given).__name__}")
    if missing := required - given.keys():
        raise _refuse(where, f"missing {sorted(missing)}")
    if unknown := given.keys() - allowed:
        raise _refuse(where, f"unknown {sorted(map(str, unknown))}; known are {sorted(allowed)}")
    return cast("dict[str, Any]", given)


def _minimum(where: str, given: Mapping[str, Any], default: Minimum | None) -> Minimum:
    chosen = sorted(given.keys() & _MINIMUM_KEYS)
    if not chosen and default is not None:
        return default
    if len(chosen) != 1:
        raise _refuse(where, f"needs exactly one of {sorted(_MINIMUM_KEYS)}, has {chosen or 'none'}")
    value = given[chosen[0]]
    if chosen == ["may_be_empty"] and value is True:
        return Minimum(rows=0)
    if chosen == ["min_rows"] and type(value) is int and value >= 1:
        return Minimum(rows=value)
    if chosen == ["min_rows_from"] and isinstance(value, str) and value.strip():
        return Minimum(rows=1, needed_if=value.strip())
    raise _refuse(
        where,
        f"{chosen[0]}: {value!r} is not allowed; write min_rows: 1 or more, min_rows_from: a table, "
        "or may_be_empty: true",
    )


def _severity(where: str, given: Mapping[str, Any]) -> Severity:
    severity = given.get("severity", "error")
    if severity not in ("error", "warn"):
        raise _refuse(where, f"severity {severity!r} is neither error nor warn")
    return cast(Severity, severity)


def _text(where: str, given: Mapping[str, Any], key: str) -> str:
    text = given[key]
    if not isinstance(text, str) or not text.strip():
        raise _refuse(where, f"{key} must be a sentence")
    return " ".join(text.split())


def _expectation(where: str, given: Any, default: Minimum | None) -> Expectation:
    check = _check_keys(where, given, {"id", "description", "remedy", "expect"}, _CHECK_KEYS)
    where = f"{where} ({check['id']})"
    arguments = check.get("with") or {}
    if not isinstance(arguments, dict):
        raise _refuse(where, "'with' must be a mapping of the expectation's arguments")
    if "row_condition" in arguments:
        raise _refuse(
            where, "row_condition hides what was looked at; use unexpected_rows_expectation and looks_at"
        )
    return Expectation(
        name=_text(where, check, "id"),
        description=_text(where, check, "description"),
        remedy=_text(where, check, "remedy"),
        severity=_severity(where, check),
        expect=_text(where, check, "expect"),
        arguments=arguments,
        looks_at=check.get("looks_at"),
        minimum=_minimum(where, check, default),
    )


def _suite(where: str, given: Any) -> Suite:
    declared = _check_keys(where, given, {"table", "checks"}, _SUITE_KEYS)
    table = _text(where, declared, "table")
    if not re.fullmatch(r"[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*", table):
        raise _refuse(where, f"table {table!r} must be written schema.table, in snake case")
    if not isinstance(declared["checks"], list) or not declared["checks"]:
        raise _refuse(where, f"the suite of {table} has no checks: an empty suite would always pass")
    default = _minimum(where, declared, None) if declared.keys() & _MINIMUM_KEYS else None
    where = f"{where}, {table}"
    return Suite(table, tuple(_expectation(where, check, default) for check in declared["checks"]))


def _refuse_duplicates(where: Path, names: Iterable[str]) -> None:
    if twice := sorted(name for name, count in Counter(names).items() if count > 1):
        raise _refuse(str(where), f"declared twice: {twice}")


def load_suites(directory: Path = SUITES_DIR) -> tuple[Suite, ...]:
    """Every suite of a folder. Raises `CxwError` (exit 5) where one is malformed or there is none."""
    suites: list[Suite] = []
    for path in sorted(directory.glob("*.yml")):
        declared = _check_keys(path.name, _yaml(path.name, path.read_text("utf-8")), {"suites"}, {"suites"})
        if not isinstance(declared["suites"], list) or not declared["suites"]:
            raise _refuse(path.name, "lists no suite: it would judge no table")
        suites += [_suite(path.name, suite) for suite in declared["suites"]]
    if not suites:
        raise _refuse(str(directory), "no suite found: an audit without checks would always pass")
    _refuse_duplicates(directory, (f"{s.table}.{e.name}" for s in suites for e in s.expectations))
    return tuple(suites)


def load_reconciliations(directory: Path = RECONCILIATIONS_DIR) -> tuple[Reconciliation, ...]:
    """Every reconciliation of a folder. Raises `CxwError` (exit 5) where one is malformed or there is none."""
    found = [_reconciliation(path) for path in sorted(directory.glob("*.sql"))]
    if not found:
        raise _refuse(str(directory), "no reconciliation found: an audit without checks would always pass")
    return tuple(found)


def _reconciliation(path: Path) -> Reconciliation:
    lines = path.read_text("utf-8").splitlines()
    header_size = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    header_text = "\n".join(line.removeprefix("--").removeprefix(" ") for line in lines[:header_size])
    header = _check_keys(path.name, _yaml(path.name, header_text), {"description", "remedy"}, _HEADER_KEYS)
    sql = "\n".join(lines[header_size:]).strip().rstrip(";")
    if not sql:
        raise _refuse(path.name, "has no query")
    return Reconciliation(
        name=path.stem,
        description=_text(path.name, header, "description"),
        remedy=_text(path.name, header, "remedy"),
        severity=_severity(path.name, header),
        minimum=_minimum(path.name, header, None),
        sql=sql,
    )
