"""Which room may use which, and that vendors are known in their own folders alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from .kpis import listed, read_reference
from .project import Model, names_of, words

MAY_USE = {
    "staging": {"staging", "seed"},
    "intermediate": {"staging", "intermediate", "seed"},
    "conformed": {"staging", "intermediate", "conformed"},
    "marts": {"intermediate", "conformed", "seed"},
}
ENRICHMENT = "enrichment"
"""The one source that every room after staging may read: what the enrichment room computed from the build."""

READS_MARTS = {"kpi_values", "customer_360"}
"""The two marts that gather the other marts."""

KPI_VARIANTS = {variant for row in read_reference() for variant in listed(row["variants"])}


def is_common(name: str) -> bool:
    """The warehouse clock and the company's own mappings and targets belong to no domain: every room may use them."""
    return name == "stg_clock" or name.startswith("stg_reference__")


def layer_problems(models: Mapping[str, Model], seeds: Collection[str]) -> list[str]:
    """Every reference to a room that its own may not use, one sentence each."""
    problems = []
    for model in models.values():
        for source in model.sources:
            if (model.room == "staging") == (source == ENRICHMENT):
                problems.append(
                    f"{model.name} reads the source {source}: staging reads what was delivered, later rooms enrichments"
                )
        for name in model.refs:
            room = "seed" if name in seeds else models[name].room
            allowed = MAY_USE[model.room] | ({"marts"} if model.name in READS_MARTS else set())
            if room not in allowed and not is_common(name):
                problems.append(f"{model.name} ({model.room}) refers to {name} ({room})")
    return problems


DELIVERY_COLUMNS = ("_delivery", "_record", "_arrived_at")
"""By which file, in which place and when a record came: what differs where the same records come otherwise."""


def delivery_problems(models: Mapping[str, Model]) -> list[str]:
    """Every place after staging that knows how a record was delivered, one sentence each.

    Without one, two raw stores of equal staging have equal releases: what comes later is made of staging alone.
    """
    problems = []
    for model in models.values():
        is_adapter = model.room == "staging" and bool(model.vendor)
        if not is_adapter:
            told = [column.name for column in model.columns if column.name in DELIVERY_COLUMNS]
            problems += [f"{model.name} gives {name} on" for name in told]
        if model.room != "staging":
            named = [name for name in DELIVERY_COLUMNS if re.search(rf"\b{name}\b", model.sql)]
            problems += [f"{model.name} reads {name}" for name in named]
            if "stg_record_defects" in model.refs:
                problems.append(f"{model.name} reads what was refused")
    return problems


def vendor_problems(models: Mapping[str, Model]) -> list[str]:
    """Every place where a vendor is known outside its own folder, one sentence each.

    An entity's union of adapters names no vendor: the list in dbt_project.yml does. A KPI's variant may be called
    after the vendor who defines it so.
    """
    vendors = names_of(models.values())
    problems = []
    for model in models.values():
        foreign = vendors - {model.vendor or ""}
        if model.room == "marts":
            foreign -= KPI_VARIANTS
        if model.room != "staging" or model.vendor:
            named = foreign.intersection(words(model.sql.replace("_", " ")))
            problems += [f"{model.name} names the vendor {vendor}" for vendor in sorted(named)]
        if model.vendor:
            problems += [
                f"{model.name} reads the source {source}: an adapter reads its own vendor"
                for source in model.sources
                if source != model.vendor
            ]
            problems += [
                f"{model.name} refers to {name}: an adapter knows its own vendor, seeds and references"
                for name in model.refs
                if name in models and models[name].vendor != model.vendor and not is_common(name)
            ]
        elif model.room != "staging":
            problems += [
                f"{model.name} refers to the adapter {name}"
                for name in model.refs
                if name in models and models[name].vendor
            ]
    return problems
