"""What commands of `cxw` import on their way, imported once for all that are forked from here."""

from __future__ import annotations

import gc
import importlib
import os

MODULES = (
    "dbt.adapters.duckdb",
    "dbt.cli.main",
    "great_expectations",
    "scipy.stats",
    "orchestration.audit",
    "orchestration.cli",
    "orchestration.dbt_process",
    "orchestration.enrichment.enrichments",
    "orchestration.intake",
    "orchestration.refresh",
)

os.environ.update(GX_ANALYTICS_ENABLED="false", DBT_SEND_ANONYMOUS_USAGE_STATS="false", DO_NOT_TRACK="1")
for module in MODULES:
    importlib.import_module(module)
gc.freeze()  # a collection in a fork need not look at, and so copy, what is kept for ever
