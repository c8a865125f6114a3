"""The audit and the release as assets: every check of the audit is a check that a release waits for."""

from collections.abc import Container, Iterator, Sequence
from typing import Any

import dagster as dg

from orchestration.announcements import Telling
from orchestration.audit import AuditResult, Expectation, Reconciliation, load_reconciliations, load_suites
from orchestration.pipeline.dbt import FRESH
from orchestration.pipeline.session import POOL, RETRIES, RefreshSession
from orchestration.rooms import RefreshContext, audit_room, release_room

AUDIT = dg.AssetKey("audit")
RELEASE = dg.AssetKey("release")
AUDITED_ROOMS = ("conformed", "marts")


def check_name(check: str) -> str:
    """`marts.kpi_values.n_is_given` -> `marts__kpi_values__n_is_given`: Dagster's names have no dots."""
    return check.replace(".", "__")


def audit_checks() -> list[dg.AssetCheckSpec]:
    """Every declared check of the audit; one of severity error blocks the release."""
    declared: list[tuple[str, Expectation | Reconciliation]] = [
        *((f"{suite.table}.{check.name}", check) for suite in load_suites() for check in suite.expectations),
        *((check.name, check) for check in load_reconciliations()),
    ]
    return [
        dg.AssetCheckSpec(
            check_name(name),
            asset=AUDIT,
            description=f"{check.description} If it fails: {check.remedy}",
            blocking=check.severity == "error",
        )
        for name, check in declared
    ]


def build_audit_asset(built: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The audit room as an asset: its report, and one check for each check of the audit."""

    @dg.asset(
        key=AUDIT,
        group_name="release",
        description="The audit's report on the candidate: `build/audit/audit.html`.",
        deps=[spec.key for spec in built.specs if spec.group_name in AUDITED_ROOMS],
        check_specs=audit_checks(),
        pool=POOL,
        retry_policy=RETRIES,
    )
    def audit(context: dg.AssetExecutionContext, session: RefreshSession) -> Iterator[Any]:
        failure = session.attempt(audit_room, context, failed_checks)
        if session.refresh and session.refresh.audit:
            asked_for = {key.name for key in context.selected_asset_check_keys}
            yield from check_results(session.refresh.audit, asked_for)
        if failure:
            raise failure
        assert session.refresh and session.refresh.audit
        yield dg.MaterializeResult(metadata={"summary": session.refresh.audit.summary()})

    return audit


def check_results(audit: AuditResult, asked_for: Container[str]) -> Iterator[dg.AssetCheckResult]:
    """What the audit found, in Dagster's words: counts and sentences, never a value out of the data.

    A check that was not asked for, or is newer than the definitions, is not shown; the release waits
    for it all the same.
    """
    for check in audit.checks:
        if check_name(check.check) not in asked_for:
            continue
        error = check.severity == "error"
        yield dg.AssetCheckResult(
            passed=check.passed,
            asset_key=AUDIT,
            check_name=check_name(check.check),
            severity=dg.AssetCheckSeverity.ERROR if error else dg.AssetCheckSeverity.WARN,
            description=check.message or None,
            metadata={"evaluated_rows": check.evaluated_rows, "min_rows": check.min_rows, **check.observed},
        )


def failed_checks(refresh: RefreshContext) -> Sequence[str]:
    """Names of the checks that keep the candidate from being published."""
    return [check.check for check in refresh.audit.errors] if refresh.audit else []


def build_release_asset() -> dg.AssetsDefinition:
    """The release room as an asset: what readers see."""

    @dg.asset(
        key=RELEASE,
        group_name="release",
        description="The published release: `current/warehouse.duckdb`, which readers open read-only.",
        deps=[AUDIT],
        freshness_policy=FRESH,
        pool=POOL,
        retry_policy=RETRIES,
    )
    def release(
        context: dg.AssetExecutionContext, session: RefreshSession
    ) -> Iterator[dg.MaterializeResult[Any]]:
        if failure := session.attempt(release_room, context):
            raise failure
        assert session.refresh and session.refresh.release
        published, telling = session.refresh.release, session.refresh.telling or Telling()
        if telling.sentence:
            (context.log.warning if telling.is_warning else context.log.info)(f"alerts: {telling.sentence}")
        manifest = published.manifest()
        rows = {name: table["rows"] for name, table in manifest["tables"].items()}
        yield dg.MaterializeResult(
            metadata={
                "release": published.number,
                "path": dg.MetadataValue.path(published.path),
                "as_of": manifest["as_of"],
                "rows": dg.MetadataValue.json(rows),
                "warnings": len(manifest["warnings"]),
                "alerts_told": telling.told,
                "alerts_waiting": telling.waiting,
            }
        )

    return release
