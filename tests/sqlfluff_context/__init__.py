"""What dbt gives a model's Jinja, for sqlfluff: so it lints in seconds, without dbt and without a database.

sqlfluff's own stand-ins cover `ref`, `source`, `config` and `return`; here are the variables of dbt_project.yml,
the dispatch to DuckDB's branch of an engine macro, and short SQL in place of the macros that ask the database.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from jinja2 import pass_context
from jinja2.runtime import Context

PROJECT_FILE = Path(__file__).resolve().parents[2] / "dbt_project.yml"
VARIABLES: dict[str, Any] = yaml.safe_load(PROJECT_FILE.read_text(encoding="utf-8"))["vars"]

execute = False


def var(name: str, default: Any = None) -> Any:
    """The value that dbt_project.yml gives a variable."""
    return VARIABLES.get(name, default)


class Adapter:
    """dbt's `adapter`, as far as macros use it."""

    @staticmethod
    @pass_context
    def dispatch(context: Context, name: str, package: str) -> Any:
        """DuckDB's branch of a macro."""
        return context[f"default__{name}"]


adapter = Adapter()


class Target:
    """The connection that dbt's profile gives."""

    type = "duckdb"


target = Target()


class Builtins:
    """What dbt gave under a name before the project gave it another meaning."""

    @staticmethod
    def source(source_name: str, table_name: str) -> str:
        """A raw table."""
        return f"{source_name}_{table_name}"


builtins = Builtins()


def records(source: str, table: str, all_versions: bool = False) -> str:
    """The accepted records of a raw table."""
    return f"select * from {source}_{table}"


def record_defects() -> str:
    """What could not be taken as declared."""
    return "select source, table_name, delivery, record, column_name, value, reason, is_quarantined from record_defects"


def refused_things(source: str, table: str, column: str) -> str:
    """Of which things records were refused."""
    return f"select {column} from {source}_{table}"


def staged_entity(domain: str, entity: str) -> str:
    """An entity of the input contract."""
    return f"select * from {domain}_{entity}"


staged_versions = staged_entity


def latest_events() -> str:
    """How far the events of each table reach."""
    return "select cast(null as varchar) as source, cast(null as timestamp) as newest_event_at"


def delivered_records() -> str:
    """How many records the raw store gives of each delivery."""
    return "select delivery, records from delivered_records"


def given_as_of() -> str:
    """The instant that a refresh was asked for."""
    return ""


def additive_kpi(kpi_id: str, variant: str, facts: str, *others: Any, **named: Any) -> str:
    """The rows of a KPI, made from a CTE of the model."""
    return f"select * from {facts}"


def additive_kpis(facts: str, *others: Any, **named: Any) -> str:
    """The rows of several KPIs, made from a CTE of the model."""
    return f"select * from {facts}"


duration_kpis = additive_kpis
stock_kpi = additive_kpi


def per_member_kpi(
    kpi_id: str, variant: str, facts: str, happened_on: str, members: str, *others: Any
) -> str:
    """The rows of a KPI, made from two CTEs of the model."""
    return f"select {facts}.* from {facts} cross join {members}"


def laid_over(name: str, keys: list[str], mapped: str) -> str:
    """The company's rows over the shipped ones."""
    return f"select * from {name}"
