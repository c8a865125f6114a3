"""The company's own choices: `settings.yml` in the warehouse home, checked before any work.

Each setting is declared once, below, with its default, the values it takes and what it means.
Those that models need become dbt variables of the same name.
"""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from orchestration.contract import declared_sources
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.setting_values import (
    COLUMN,
    CURRENCY,
    MEMORY,
    SHARE,
    SHARES,
    TIME_ZONE,
    URL,
    Allowed,
    one_of,
    optional,
    whole,
    words,
)

DEFAULT_SOURCE = "default"
DUCKDB, SPARK = "duckdb", "spark"


def _setting(default: Any, allowed: Allowed, meaning: str, *, is_dbt_var: bool = True) -> Any:
    metadata = {"allowed": allowed, "meaning": meaning, "is_dbt_var": is_dbt_var}
    if isinstance(default, dict):
        return field(default_factory=lambda: MappingProxyType(dict(default)), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """Every setting of a warehouse home; `meaning_of` says what each one is."""

    reporting_currency: str | None = _setting(
        None,
        optional(CURRENCY),
        "Currency of every reported amount; the one delivered where there is only one.",
    )
    reporting_time_zone: str = _setting("UTC", TIME_ZONE, "Time zone in which days, weeks and months begin.")
    fiscal_year_starts_month: int = _setting(1, whole(1, 12), "Month (1-12) in which the fiscal year begins.")
    recontact_days: int = _setting(
        7,
        whole(1, 3650),
        "Days (of 24 hours) without a new contact after which a contact counts as resolved first time.",
    )
    short_abandon_seconds: int = _setting(
        5, whole(0, 86400), "Seconds in queue up to which an abandoned call is short (`excluding_short`)."
    )
    service_level_seconds: int = _setting(
        20, whole(1, 86400), "Seconds within which an answered call meets the service level."
    )
    renewal_grace_days: int = _setting(
        30, whole(0, 3650), "Days after a term's end in which a late renewal still counts."
    )
    renewal_min_months: int = _setting(
        12, whole(1, 1200), "Months that a term must last to be due for renewal."
    )
    inactivity_days: int = _setting(
        365, whole(1, 36500), "Days without an order after which a customer without contract is inactive."
    )
    gross_margin: float = _setting(
        0.8, SHARE, "Share of revenue that is margin, where a product does not say its own."
    )
    discount_rate: float = _setting(0.1, SHARE, "Yearly rate at which future margin is discounted (share).")
    ltv_horizon_months: int = _setting(60, whole(1, 1200), "Months over which lifetime value is projected.")
    event_tolerance_minutes: int = _setting(
        10, whole(0, 525600), "Minutes by which an event may be later than the arrival of its delivery."
    )
    stale_ticket_days: int = _setting(
        5, whole(1, 3650), "Days without a change after which an open ticket is untouched."
    )
    zendesk_topic_column: str = _setting(
        "custom_topic", COLUMN, "Column of Zendesk's `ticket` table that holds the topic."
    )
    quarantine_thresholds: Mapping[str, float] = _setting(
        {DEFAULT_SOURCE: 0.05},
        SHARES,
        "Share of a source's new records that may be refused before the refresh stops; `default` is for other sources.",
        is_dbt_var=False,
    )
    snapshot_shrink_threshold: float = _setting(
        0.5,
        SHARE,
        "Share of a snapshot's records that may be gone from the next one before the refresh stops.",
        is_dbt_var=False,
    )
    releases_to_keep: int = _setting(
        14,
        whole(2, 10000),
        "Releases kept; `current`, the one before it and the one that it took the place of always are.",
        is_dbt_var=False,
    )
    memory_limit: str = _setting(
        "1500MB", MEMORY, "Memory that DuckDB may use before it spills.", is_dbt_var=False
    )
    target: str = _setting(
        DUCKDB,
        one_of(DUCKDB, SPARK),
        "Engine that builds: DuckDB on this machine, or Spark.",
        is_dbt_var=False,
    )
    threads: int = _setting(2, whole(1, 64), "Models that dbt builds at the same time.", is_dbt_var=False)
    alert_webhook: str | None = _setting(
        None,
        optional(URL),
        "Address that is told (HTTP POST) when a refresh fails, when one works again, and of new alerts.",
        is_dbt_var=False,
    )
    blocking_anomalies: tuple[str, ...] | None = _setting(
        None,
        optional(words("stale_source", "volume", "missing_values", "restated_month")),
        "Kinds of anomaly that stop a refresh rather than warn.",
        is_dbt_var=False,
    )
    alert_window_days: int = _setting(
        7,
        whole(1, 3650),
        "Days before the last refresh from which an answer that arrives late is still told as a new alert.",
        is_dbt_var=False,
    )

    @classmethod
    def load(cls, home: Home) -> Settings:
        """The settings of `home`: defaults, with what `settings.yml` says laid over them.

        Raises CxwError (usage) that names the file, the setting, what it says and what it may say.
        """
        path = home.settings_file
        if not path.exists():
            return cls()
        given = _read(path)
        known = {declared.name: declared for declared in fields(cls)}
        values: dict[str, Any] = {}
        for name, value in given.items():
            if name not in known:
                raise CxwError(f"{path}: unknown setting '{name}'.{_suggest(str(name), list(known))}")
            values[name] = _checked(path, known[name], value)
        _check_sources(home, given.get("quarantine_thresholds", {}))
        return cls(**values)

    def threshold(self, source: str) -> float:
        """Share of new records of `source` that may be refused (0..1)."""
        return self.quarantine_thresholds.get(source, self.quarantine_thresholds[DEFAULT_SOURCE])

    def dbt_vars(self) -> dict[str, Any]:
        """What models may read, by variable name; the same every night, so that dbt can reuse its parse."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.metadata["is_dbt_var"]}

    @classmethod
    def meaning_of(cls) -> dict[str, str]:
        """What each setting means, by name."""
        return {f.name: f.metadata["meaning"] for f in fields(cls)}


class _StrictLoader(yaml.SafeLoader):
    """YAML in which a repeated key is an error rather than a silent last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.YAMLError("a name must be a word, not a list or a mapping")
            if key in seen:
                raise yaml.YAMLError(f"'{key}' is set twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


def _read(path: Path) -> dict[Any, Any]:
    try:
        given = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CxwError(f"{path}: cannot be read as YAML: {error}") from error
    except OSError as error:
        raise CxwError(f"{path}: cannot be opened: {error.strerror}") from error
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise CxwError(f"{path}: must hold lines of the form 'name: value', not {given!r}.")
    return given


def _checked(path: Path, declared: Field[Any], value: Any) -> Any:
    allowed: Allowed = declared.metadata["allowed"]
    if not allowed.accepts(value):
        raise CxwError(f"{path}: {declared.name} is {value!r}; it must be {allowed.words}.")
    if declared.name == "quarantine_thresholds":
        return MappingProxyType({**Settings().quarantine_thresholds, **value})
    return value


def _check_sources(home: Home, thresholds: Iterable[str]) -> None:
    """A threshold belongs to a source that an adapter knows, or that has a folder in the home."""
    known = declared_sources() if thresholds else frozenset()
    for name in thresholds:
        delivers = any((folder / name).is_dir() for folder in (home.inbox, home.raw))
        if name != DEFAULT_SOURCE and name not in known and not delivers:
            close = difflib.get_close_matches(name, known, n=1)
            meant = f"did you mean '{close[0]}'?" if close else f"known sources: {', '.join(sorted(known))}."
            raise CxwError(
                f"{home.settings_file}: quarantine_thresholds: no source is called '{name}'; {meant}"
            )


def _suggest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f" Did you mean '{close[0]}'?"
    return f" Known settings: {', '.join(known)}."
