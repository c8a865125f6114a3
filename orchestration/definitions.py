"""What Dagster loads: the rooms as assets, the job that runs them in order, its triggers and its alerts."""

from __future__ import annotations

import dagster as dg

from orchestration.home import Home
from orchestration.pipeline.alerts import tell_of_failure, tell_of_recovery
from orchestration.pipeline.dbt import build_dbt_assets
from orchestration.pipeline.intake import build_intake_assets, company_words, enriched_spec
from orchestration.pipeline.manifest import dbt_project, load_manifest
from orchestration.pipeline.release import build_audit_asset, build_release_asset
from orchestration.pipeline.session import RefreshSession
from orchestration.pipeline.triggers import build_schedule, new_deliveries, nightly_refresh

home = Home.locate()
project = dbt_project(home)
manifest = load_manifest(project, home)
built = build_dbt_assets(manifest, project)

defs = dg.Definitions(
    assets=[
        company_words,
        enriched_spec(manifest),
        build_intake_assets(manifest),
        built,
        build_audit_asset(built),
        build_release_asset(),
    ],
    jobs=[nightly_refresh],
    schedules=[build_schedule()],
    sensors=[new_deliveries, tell_of_failure, tell_of_recovery],
    resources={"session": RefreshSession()},
    executor=dg.in_process_executor,
)
