"""The input contract: its entities, and the adapters that dbt_project.yml names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from .project import ROOT, Model

ENTITIES = {
    "crm": "accounts contacts opportunities contracts campaigns campaign_members newsletter_events save_offers",
    "ticketing": "tickets ticket_changes ticket_messages work_logs ticket_tags agents teams requesters organizations"
    " schedules schedule_holidays sla_policies ticket_slas complaints complaint_actions quality_reviews",
    "billing": "customers products subscriptions subscription_changes subscription_periods invoices invoice_lines"
    " payments refunds exchange_rates",
    "commerce": "orders order_returns",
    "telephony": "calls chats chat_messages",
    "feedback": "questions survey_invitations survey_answers follow_ups",
    "product": "usage_daily entitlements inquiries",
    "self_service": "sessions",
    "field_service": "work_orders",
    "workforce": "employees agent_days service_costs newcomer_reports newcomer_findings",
    "governance": "erasure_requests",
}
"""The 54 entities of the input contract, by domain."""

CONTRACT = {f"stg_{domain}__{entity}" for domain, entities in ENTITIES.items() for entity in entities.split()}


@dataclass(frozen=True)
class Adapter:
    """One entity that a vendor gives."""

    vendor: str
    domain: str
    entity: str

    @property
    def model(self) -> str:
        """The model that maps the vendor's tables to the entity."""
        return f"stg_{self.vendor}__{self.entity}"

    @property
    def path(self) -> str:
        """Where that model lies, below `models/`."""
        return f"staging/{self.domain}/{self.vendor}/{self.model}.sql"


def read_adapters(project_file: Path = ROOT / "dbt_project.yml") -> list[Adapter]:
    """The adapters that dbt_project.yml names."""
    listed = yaml.safe_load(project_file.read_text(encoding="utf-8"))["vars"]["adapters"]
    return [Adapter(one["vendor"], one["domain"], entity) for one in listed for entity in one["entities"]]


def contract_problems(models: Mapping[str, Model]) -> list[str]:
    """Entities of the agreed contract that are not staged; a company may add its own."""
    staged = {model.name for model in models.values() if model.is_entity}
    return [f"{name} is in the contract and not staged" for name in sorted(CONTRACT - staged)]


def adapter_problems(models: Mapping[str, Model], adapters: Iterable[Adapter]) -> list[str]:
    """Where the list of adapters and the vendors' folders disagree, one sentence each."""
    problems, named = [], {adapter.model for adapter in adapters}
    for adapter in adapters:
        if f"stg_{adapter.domain}__{adapter.entity}" not in CONTRACT:
            problems.append(
                f"{adapter.vendor} gives {adapter.domain}.{adapter.entity}, which the contract lacks"
            )
        elif adapter.model not in models or models[adapter.model].path != adapter.path:
            problems.append(f"{adapter.path} is named in dbt_project.yml and not there")
    for model in models.values():
        entity = f"stg_{model.folders[0]}__{model.name.partition('__')[2]}" if model.vendor else ""
        if entity in CONTRACT and model.name not in named:
            problems.append(f"{model.path} has the name of an adapter, and dbt_project.yml does not name it")
    return problems
