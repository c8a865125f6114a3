"""dbt's models and seeds as assets, its data tests as their checks, built in one `dbt build`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject, dbt_assets

from orchestration.build import FAILED_STATUSES
from orchestration.home import Home
from orchestration.pipeline.manifest import Manifest
from orchestration.pipeline.session import POOL, RETRIES, RefreshSession
from orchestration.rooms import RefreshContext, build_room

FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=26))
"""A night was missed when the last build is older than this."""

COMPANY_WORDS = dg.AssetKey(["reference", "company"])
ENRICHED = dg.AssetKey(["enrichment", "fitted"])
SHOWN_ALONE = {"reference": COMPANY_WORDS, "enrichment": ENRICHED}
"""Sources that no step of their own makes: the company writes its words, and dbt's own step enriches half-way."""

UNIQUE_ID = "dagster_dbt/unique_id"

Event = dg.MaterializeResult[Any] | dg.AssetCheckResult


class RoomTranslator(DagsterDbtTranslator):
    """One group for each room; one asset for all raw tables of a source system."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """`<schema>/<model>`; of a raw table `raw/<source system>`."""
        if dbt_resource_props["resource_type"] == "source":
            return source_key(dbt_resource_props["source_name"])
        return super().get_asset_key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The room, which is the schema."""
        if dbt_resource_props["resource_type"] == "source":
            return source_key(dbt_resource_props["source_name"]).path[0]
        return str(dbt_resource_props["config"]["schema"])

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """The default, with the freshness that readers of a mart count on."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        return spec.replace_attributes(freshness_policy=FRESH) if spec.group_name == "marts" else spec


def source_key(source_name: str) -> dg.AssetKey:
    """The asset of a dbt source: what intake keeps, or what is not delivered."""
    return SHOWN_ALONE.get(source_name, dg.AssetKey(["raw", source_name]))


def build_dbt_assets(manifest: Manifest, project: DbtProject) -> dg.AssetsDefinition:
    """The build room as assets. A run builds the whole candidate, whatever part of it was asked for."""

    @dbt_assets(
        manifest=manifest,
        project=project,
        dagster_dbt_translator=RoomTranslator(),
        name="build",
        pool=POOL,
        retry_policy=RETRIES,
    )
    def build(context: dg.AssetExecutionContext, session: RefreshSession) -> Iterator[Event]:
        failure = session.attempt(build_room, context, failed_nodes)
        results = read_results(session.refresh.home) if session.refresh else []
        yield from selected_events(context, results)
        if failure := failure or unbuilt_failure(context, results):
            raise failure

    return build


def read_results(home: Home) -> list[dict[str, Any]]:
    """What the last `dbt build` says of each node; nothing where it did not get that far."""
    path = home.dbt_target / "run_results.json"
    return list(json.loads(path.read_text(encoding="utf-8"))["results"]) if path.exists() else []


def failed_nodes(refresh: RefreshContext) -> list[str]:
    """Names of the models and tests that failed."""
    failed = [r["unique_id"] for r in read_results(refresh.home) if r["status"] in FAILED_STATUSES]
    return [unique_id.split(".")[2] for unique_id in failed]


def selected_events(
    context: dg.AssetExecutionContext, results: Sequence[Mapping[str, Any]]
) -> Iterator[Event]:
    """The events of what this run was asked for."""
    specs, checks = context.assets_def.specs, context.assets_def.check_specs
    assets = {s.metadata[UNIQUE_ID]: s.key for s in specs if s.key in context.selected_asset_keys}
    tests = {(s.metadata or {})[UNIQUE_ID]: s for s in checks if s.key in context.selected_asset_check_keys}
    yield from events(assets, tests, results)


def unbuilt_failure(
    context: dg.AssetExecutionContext, results: Sequence[Mapping[str, Any]]
) -> dg.Failure | None:
    """What to raise when an asset of this run is gone from dbt: the rooms that wait for it would be skipped."""
    built = {result["unique_id"] for result in results}
    specs = [spec for spec in context.assets_def.specs if spec.key in context.selected_asset_keys]
    unbuilt = [spec.key.to_user_string() for spec in specs if spec.metadata[UNIQUE_ID] not in built]
    if not unbuilt:
        return None
    return dg.Failure(
        f"dbt no longer knows {', '.join(unbuilt)}: the project has changed since Dagster loaded it. "
        "Reload the code location.",
        {"reason": "DEFINITIONS_OUTDATED", "causes": dg.MetadataValue.json(unbuilt)},
        allow_retries=False,
    )


def events(
    assets: Mapping[str, dg.AssetKey],
    tests: Mapping[str, dg.AssetCheckSpec],
    results: Sequence[Mapping[str, Any]],
) -> Iterator[Event]:
    """dbt's results in Dagster's words; a node that was skipped gives none. Keys are dbt's unique ids."""
    for result in results:
        unique_id, status = result["unique_id"], result["status"]
        seconds = {"seconds": round(float(result["execution_time"]), 3)}
        if unique_id in assets and status == "success":
            yield dg.MaterializeResult(asset_key=assets[unique_id], metadata=seconds)
        elif unique_id in tests and status in ("pass", "warn", *FAILED_STATUSES):
            check = tests[unique_id]
            severity = dg.AssetCheckSeverity.WARN if status == "warn" else dg.AssetCheckSeverity.ERROR
            yield dg.AssetCheckResult(
                passed=status == "pass",
                asset_key=check.asset_key,
                check_name=check.name,
                severity=severity,
                metadata={**seconds, "failures": result.get("failures") or 0},
            )
