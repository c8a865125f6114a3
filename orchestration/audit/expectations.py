"""Runs the suites with Great Expectations, on an ephemeral context: no files, no network, no data docs.

Great Expectations costs seconds to import, so it is imported inside the functions.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from orchestration.audit.declarations import Expectation, Suite
from orchestration.audit.explain import explain, explain_exception

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.datasource.fluent.interfaces import Batch
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource

_CHECK_ID = "check"
# Neither format brings unexpected values; the second one brings their count.
_VERDICT_ONLY: Final = "BOOLEAN_ONLY"
_COUNTS_ONLY: Final[dict[str, Any]] = {"result_format": "BASIC", "partial_unexpected_count": 0}


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations said of one expectation; `problem` where it could not run."""

    passed: bool
    failed_rows: int | None = None
    problem: str | None = None


def run_suites(candidate: Path, suites: Sequence[Suite], step: Callable[[str], None]) -> list[list[Verdict]]:
    """One list of verdicts for each suite, in the order of its expectations. Never raises for a check."""
    verdicts = []
    with _datasources(candidate) as datasource_of:
        for number, suite in enumerate(suites):
            step(f"expectations on {suite.table}")
            verdicts.append(_run_suite(datasource_of, f"suite_{number}", suite))
    return verdicts


@contextmanager
def _datasources(candidate: Path) -> Iterator[Callable[[str], SQLDatasource]]:
    """Gives the data source of a schema of the candidate; closes them all at the end."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    from orchestration.audit.dialect import register_dialect

    register_dialect()
    context = gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            progress_bars=ProgressBarsConfig(globally=False),
        ),
    )
    sources: Any = context.data_sources
    opened: dict[str, SQLDatasource] = {}

    def datasource_of(schema: str) -> SQLDatasource:
        if schema not in opened:
            opened[schema] = sources.add_sql(
                schema,
                connection_string="duckdb+audit://",
                create_temp_table=False,
                kwargs={"connect_args": {"database": str(candidate), "schema": schema}},
            )
        return opened[schema]

    try:
        yield datasource_of
    finally:
        for datasource in opened.values():
            datasource.get_execution_engine().close()
            datasource.get_engine().dispose()


def _run_suite(datasource_of: Callable[[str], SQLDatasource], name: str, suite: Suite) -> list[Verdict]:
    schema, table = suite.table.split(".")
    try:
        asset = datasource_of(schema).add_table_asset(name, table_name=table)
        batch = asset.add_batch_definition_whole_table("all").get_batch()
    except Exception as error:  # noqa: BLE001  # a table that is not there, above all
        return [Verdict(False, problem=explain_exception(error))] * len(suite.expectations)
    built = [_build(expectation, str(position)) for position, expectation in enumerate(suite.expectations)]
    verdicts = _validate(batch, name, [each for each in built if not isinstance(each, Verdict)])
    no_result = Verdict(False, problem="it gave no result")
    return [
        each if isinstance(each, Verdict) else verdicts.get(position, no_result)
        for position, each in enumerate(built)
    ]


def _build(declared: Expectation, check_id: str) -> Any:
    """The Great Expectations object, or the verdict that there is no such expectation."""
    from great_expectations.exceptions.exceptions import ExpectationNotFoundError
    from great_expectations.expectations.registry import get_expectation_impl

    try:
        implementation: Any = get_expectation_impl(declared.expect)
        return implementation(**declared.arguments, meta={_CHECK_ID: check_id})
    except ExpectationNotFoundError:
        return Verdict(False, problem=f"Great Expectations knows no {declared.expect}")
    except Exception as error:  # noqa: BLE001
        # Arguments that the expectation does not take: the text quotes the declaration, not the data.
        return Verdict(
            False, problem=f"{declared.expect} refuses its arguments: {' '.join(str(error).split())}"
        )


def _validate(batch: Batch, name: str, expectations: list[Any]) -> dict[int, Verdict]:
    """All in one go, which batches their queries; what did not pass again alone, for its count or its error."""
    import great_expectations as gx

    if not expectations:
        return {}
    try:
        suite = gx.ExpectationSuite(name, expectations=expectations)
        together = batch.validate(suite, result_format=_VERDICT_ONLY)
        passed = {_position(result) for result in together.results if result.success}
    except Exception:  # noqa: BLE001  # one of them breaks the run of all: each alone then tells which
        passed = set()
    verdicts = {position: Verdict(True) for position in passed}
    for expectation in expectations:
        position = int(expectation.meta[_CHECK_ID])
        if position not in passed:
            verdicts[position] = _validate_alone(batch, expectation)
    return verdicts


def _validate_alone(batch: Batch, expectation: Any) -> Verdict:
    try:
        result = batch.validate(expectation, result_format=_COUNTS_ONLY)
    except Exception as error:  # noqa: BLE001  # a check that raises is a check that fails
        return Verdict(False, problem=explain_exception(error))
    if problem := _raised(result):
        return Verdict(False, problem=problem)
    return Verdict(bool(result.success), failed_rows=_failed_rows(result))


def _position(result: ExpectationValidationResult) -> int:
    configuration: Any = result.expectation_config
    return int(configuration.meta[_CHECK_ID])


def _raised(result: ExpectationValidationResult) -> str | None:
    info: dict[str, Any] = dict(result.exception_info or {})
    raised = [info] if "raised_exception" in info else list(info.values())
    texts = [str(each.get("exception_message")) for each in raised if each.get("raised_exception")]
    return explain("an exception", texts[0]) if texts else None


def _failed_rows(result: ExpectationValidationResult) -> int | None:
    """A count, and only from the two places that hold counts: other observed values come out of the data."""
    found: Any = result.result or {}
    configuration: Any = result.expectation_config
    count = found.get("unexpected_count")
    if count is None and configuration.type == "unexpected_rows_expectation":
        count = found.get("observed_value")
    return count if type(count) is int else None
