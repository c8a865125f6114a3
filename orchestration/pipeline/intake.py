"""The intake room as assets: one for the raw tables of each source system."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from orchestration.enrichment.room import TAG
from orchestration.intake import ScanReport
from orchestration.pipeline.dbt import COMPANY_WORDS, ENRICHED, SHOWN_ALONE, source_key
from orchestration.pipeline.manifest import Manifest
from orchestration.pipeline.session import POOL, RETRIES, RefreshSession
from orchestration.rooms import intake_room

company_words = dg.AssetSpec(
    COMPANY_WORDS,
    group_name=COMPANY_WORDS.path[0],
    description="The company's own mappings and targets: `reference/*.csv` of the warehouse home.",
)


def enriched_spec(manifest: Manifest) -> dg.AssetSpec:
    """What the enrichment room gives, half-way through the build: after the models that it reads."""
    read = [node for node in manifest["nodes"].values() if TAG in node["config"].get("tags", [])]
    return dg.AssetSpec(
        ENRICHED,
        group_name=ENRICHED.path[0],
        deps=[dg.AssetKey([node["schema"], node["name"]]) for node in read],
        description="Fitted models and scores that SQL cannot say: `build/enrichment/*.parquet` of the warehouse home.",
    )


def raw_specs(manifest: Manifest) -> list[dg.AssetSpec]:
    """One asset for each source system that dbt declares."""
    described = {node["source_name"]: node["source_description"] for node in manifest["sources"].values()}
    keys = {source_key(name): text for name, text in sorted(described.items())}
    return [
        dg.AssetSpec(key, group_name="raw", description=text)
        for key, text in keys.items()
        if key not in SHOWN_ALONE.values()
    ]


def build_intake_assets(manifest: Manifest) -> dg.AssetsDefinition:
    """The intake room as assets. Each is brought up to date by every scan, also by one that finds nothing."""
    specs = raw_specs(manifest)

    @dg.multi_asset(specs=specs, name="intake", pool=POOL, retry_policy=RETRIES)
    def intake(
        context: dg.AssetExecutionContext, session: RefreshSession
    ) -> Iterator[dg.MaterializeResult[Any]]:
        if failure := session.attempt(intake_room, context):
            raise failure
        assert session.refresh and session.refresh.scan
        for spec in specs:
            counts = scan_counts(session.refresh.scan, spec.key.path[-1])
            yield dg.MaterializeResult(asset_key=spec.key, metadata=counts)

    return intake


def scan_counts(scan: ScanReport, source: str) -> Mapping[str, int]:
    """What a scan found of a source system, in deliveries and records."""
    taken = [delivery for delivery in scan.taken if delivery.source == source]
    return {
        "deliveries_taken": len(taken),
        "deliveries_rejected": sum(delivery.source == source for delivery in scan.rejected),
        "deliveries_waiting": sum(delivery.source == source for delivery in scan.waiting),
        "records_accepted": sum(delivery.accepted_records for delivery in taken),
        "records_quarantined": sum(delivery.quarantined_records for delivery in taken),
    }
