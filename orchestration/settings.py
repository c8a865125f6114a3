"""The company's own choices: `settings.yml` in the warehouse home, checked before any work.

Each setting is declared once, below, with its default, the values it takes and what it means.
Those that models need become dbt variables of the same name.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import available_timezones

import yaml

from orchestration.errors import CxwError
from orchestration.home import Home

DEFAULT_SOURCE = "default"


@dataclass(frozen=True)
class Allowed:
    """Which values a setting takes: in words, and as a test."""

    words: str
    accepts: Callable[[Any], bool]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(low: int, high: int | None = None) -> Allowed:
    words = f"a whole number from {low} to {high}" if high is not None else f"a whole number, {low} or more"
    return Allowed(
        words,
        lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= low and (high is None or v <= high),
    )


def _text(words: str, accepts: Callable[[str], bool]) -> Allowed:
    return Allowed(words, lambda v: isinstance(v, str) and accepts(v))


def _optional(allowed: Allowed) -> Allowed:
    return Allowed(f"{allowed.words}, or nothing", lambda v: v is None or allowed.accepts(v))


def _is_size(value: str) -> bool:
    number = value.upper().removesuffix("B").rstrip("KMGTI ").strip()
    return number.replace(".", "", 1).isdigit() and value[-1:].upper() == "B"


_SHARE = Allowed("a share from 0 to 1", lambda v: _is_number(v) and 0 <= v <= 1)
_SHARES = Allowed(
    "a share from 0 to 1 for each source, such as {default: 0.05, zendesk: 0.01}",
    lambda v: isinstance(v, Mapping) and all(isinstance(k, str) and _SHARE.accepts(s) for k, s in v.items()),
)
_CURRENCY = _text(
    "an ISO 4217 code in capitals, such as EUR",
    lambda v: len(v) == 3 and v.isascii() and v.isalpha() and v.isupper(),
)
_TIME_ZONE = _text("an IANA time zone, such as Europe/Paris", lambda v: v in available_timezones())
_MEMORY = _text("a size with its unit, such as 1500MB", _is_size)
_URL = _text(
    "an address that starts with http:// or https://", lambda v: v.startswith(("http://", "https://"))
)
_COLUMN = _text("the name of a column", lambda v: bool(v.strip()))


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
        _optional(_CURRENCY),
        "Currency of every reported amount; the one delivered where there is only one.",
    )
    reporting_time_zone: str = _setting("UTC", _TIME_ZONE, "Time zone in which days, weeks and months begin.")
    fiscal_year_starts_month: int = _setting(
        1, _whole(1, 12), "Month (1-12) in which the fiscal year begins."
    )
    recontact_days: int = _setting(
        7,
        _whole(1),
        "Days (of 24 hours) without a new contact after which a contact counts as resolved first time.",
    )
    short_abandon_seconds: int = _setting(
        5, _whole(0), "Seconds in queue up to which an abandoned call is short (`excluding_short`)."
    )
    service_level_seconds: int = _setting(
        20, _whole(1), "Seconds within which an answered call meets the service level."
    )
    renewal_grace_days: int = _setting(
        30, _whole(0), "Days after a term's end in which a late renewal still counts."
    )
    renewal_min_months: int = _setting(12, _whole(1), "Months that a term must last to be due for renewal.")
    inactivity_days: int = _setting(
        365, _whole(1), "Days without an order after which a customer without contract is inactive."
    )
    gross_margin: float = _setting(
        0.8, _SHARE, "Share of revenue that is margin, where a product does not say its own."
    )
    discount_rate: float = _setting(0.1, _SHARE, "Yearly rate at which future margin is discounted (share).")
    ltv_horizon_months: int = _setting(60, _whole(1), "Months over which lifetime value is projected.")
    event_tolerance_minutes: int = _setting(
        10, _whole(0), "Minutes by which an event may be later than the arrival of its delivery."
    )
    stale_ticket_days: int = _setting(
        5, _whole(1), "Days without a change after which an open ticket is untouched."
    )
    zendesk_topic_column: str = _setting(
        "custom_topic", _COLUMN, "Column of Zendesk's `ticket` table that holds the topic."
    )
    quarantine_thresholds: Mapping[str, float] = _setting(
        {DEFAULT_SOURCE: 0.05},
        _SHARES,
        "Share of a source's new records that may be refused before the refresh stops; `default` is for other sources.",
        is_dbt_var=False,
    )
    releases_to_keep: int = _setting(
        14, _whole(2), "Releases kept; `current` and the one before it always are.", is_dbt_var=False
    )
    memory_limit: str = _setting(
        "1500MB", _MEMORY, "Memory that DuckDB may use before it spills.", is_dbt_var=False
    )
    threads: int = _setting(2, _whole(1, 64), "Models that dbt builds at the same time.", is_dbt_var=False)
    alert_webhook: str | None = _setting(
        None,
        _optional(_URL),
        "Address that is told (HTTP POST) when a scheduled refresh fails.",
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
            if key in seen:
                raise yaml.YAMLError(f"'{key}' is set twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


def _read(path: Path) -> dict[Any, Any]:
    try:
        given = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
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


def _suggest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f" Did you mean '{close[0]}'?"
    return f" Known settings: {', '.join(known)}."
