"""The macros of `macros/engine` on both engines, over values at which engines are known to part.

A build shows only what its deliveries hold. Here each macro is asked for values that a delivery may hold some day:
other spellings of an instant, letters with accents, nights on which clocks change.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import duckdb
from jinja2 import Environment, pass_context

from orchestration.candidate import literal
from orchestration.home import PROJECT_ROOT
from orchestration.spark.session import Session
from orchestration.spark.session import literal as spark_literal
from parity.comparing import Comparison
from parity.macro_cases import CASES

MARK = "-- expression --"
VARIABLES = {"reporting_time_zone": "Europe/Paris"}


@dataclass(frozen=True)
class Case:
    """An expression with macros, over the columns `a` and `b`, and the pairs of texts that it is asked for."""

    expression: str
    values: tuple[tuple[str, str], ...]


def compare_macros(session: Session) -> list[Comparison]:
    """Asks both engines for every case; one comparison for each expression."""
    found = []
    for case in (Case(expression, tuple(values)) for expression, values in CASES):
        ours = _asked_of_duckdb(case)
        theirs = [row[1] for row in sorted(session.rows(statement(case, "spark")))]
        comparison = Comparison(case.expression, len(case.values))
        for pair, mine, other in zip(case.values, ours, theirs, strict=True):
            if mine != other:
                comparison.problems.append(f"{pair!r}: {mine!r} on DuckDB, {other!r} on Spark")
        found.append(comparison)
    return found


def _asked_of_duckdb(case: Case) -> list[Any]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        return [row[1] for row in sorted(connection.execute(statement(case, "duckdb")).fetchall())]


def statement(case: Case, engine: str) -> str:
    """The query of a case for an engine, `duckdb` or `spark`: number of the pair, and the result as text."""
    spelled = spark_literal if engine == "spark" else literal
    rows = [f"({number}, {spelled(a)}, {spelled(b)})" for number, (a, b) in enumerate(case.values)]
    asked = f"cast({rendered(engine)[case.expression]} as string)"
    return f"select i, {asked} from (values {', '.join(rows)}) as given (i, a, b)"


@functools.cache
def rendered(engine: str) -> dict[str, str]:
    """The expression of every case, as the branches of an engine, `duckdb` or `spark`, spell it."""

    class Adapter:
        """dbt's `adapter`, as far as the macros use it."""

        @staticmethod
        @pass_context
        def dispatch(context: Any, name: str, package: str) -> Any:
            """The engine's branch of a macro, or else the default one."""
            prefix = "spark" if engine == "spark" else "default"
            return context.get(f"{prefix}__{name}") or context[f"default__{name}"]

    folder = PROJECT_ROOT / "macros" / "engine"
    sources = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql"))]
    names = {"adapter": Adapter(), "return": lambda text: text, "var": VARIABLES.__getitem__}
    expressions = [expression for expression, _ in CASES]
    text = MARK.join(["".join(sources), *expressions])
    said = Environment(extensions=["jinja2.ext.do"]).from_string(text).render(names).split(MARK)[1:]
    return {expression: " ".join(one.split()) for expression, one in zip(expressions, said, strict=True)}
