"""People and their work, as files in the shape of the input contract: employees, days, costs, visits."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.sample.clock import DAY, HOUR, day_text, utc
from orchestration.sample.deliveries.tables import Table, Version
from orchestration.sample.deliveries.world import World, files_table
from orchestration.sample.simulation.company import Agent


def workforce_tables(world: World) -> Iterator[Table]:
    """Visits on site, employees, their days and the service cost ledger."""
    yield files_table(
        "field_service.work_orders",
        "visit_id work_order_id ticket_id account_id asset_id fault_code visit_number planned_at"
        " completed_at outcome",
        _work_orders(world),
        "upsert",
    )
    yield files_table(
        "workforce.employees",
        "employee_id agent_id name team_id is_agent fte hourly_cost currency hired_on left_on"
        " leaving_kind is_contractor",
        (_employee(number, agent) for number, agent in enumerate(world.company.agents, 1)),
        "versioned",
    )
    yield files_table(
        "workforce.agent_days",
        "agent_id worked_on paid_minutes scheduled_minutes adherent_minutes logged_minutes available_minutes"
        " handling_minutes",
        _agent_days(world),
        "append",
        "csv.gz",
    )
    yield files_table(
        "workforce.service_costs", "cost_id month team_id channel category amount currency", _costs(world)
    )


def _work_orders(w: World) -> Iterator[list[Version]]:
    rng = w.rng
    for number, at in enumerate(w.instants(w.share(500)), 1):
        account, planned, visit, asset = (
            w.account(at),
            at + rng.randint(1, 5) * DAY,
            1,
            f"asset-{rng.randint(1, 300)}",
        )
        fault = rng.choice(("power", "display", "network"))
        while True:
            head = (
                f"wo-{number:05d}-{visit}",
                f"wo-{number:05d}",
                None,
                account.account_id,
                asset,
                fault,
                visit,
                utc(planned),
            )
            outcome = rng.choices(("fixed", "not_fixed", "no_access"), (78, 15, 7))[0]
            yield [(planned + 2 * HOUR, (*head, utc(planned + 2 * HOUR), outcome))]
            if outcome == "fixed" or visit == 3:
                break
            visit, planned = visit + 1, planned + rng.randint(1, 9) * DAY


def _employee(number: int, agent: Agent) -> list[Version]:
    hired = day_text(agent.hired_at // DAY)
    head = (
        f"emp-{number:04d}",
        agent.user_id,
        agent.name,
        agent.group_id,
        "true",
        "1.0",
        "24.50",
        "EUR",
        hired,
    )
    versions: list[Version] = [(agent.hired_at, (*head, None, None, "false"))]
    if agent.left_at is not None:
        kind = "voluntary" if agent.becomes_end_user else "involuntary"
        versions.append((agent.left_at, (*head, day_text(agent.left_at // DAY), kind, "false")))
    return versions


def _agent_days(w: World) -> Iterator[list[Version]]:
    """Minutes of each agent on each weekday; thinned evenly where the company is small for its span."""
    rng, company = w.rng, w.company
    weekdays = [d for d in range(company.first_day, company.first_day + company.days) if (d + 3) % 7 < 5]
    keep = min(1.0, w.share(11_000) / max(1, len(weekdays) * len(company.agents)))
    for day in weekdays:
        for agent in company.agents:
            is_employed = agent.hired_at // DAY <= day and (
                agent.left_at is None or day < agent.left_at // DAY
            )
            if not is_employed or rng.random() > keep:
                continue
            logged = rng.randint(380, 440)
            handling = rng.randint(220, 330)
            row = (
                agent.user_id,
                day_text(day),
                480,
                450,
                rng.randint(400, 450),
                logged,
                logged - handling,
                handling,
            )
            yield [((day + 1) * DAY - 1, row)]


def _costs(w: World) -> Iterator[list[Version]]:
    for line in w.ledger:
        head = (line.cost_id, f"{line.month}-01", line.group_id, line.channel, line.category)
        yield [(line.known_at, (*head, f"{line.amount / 100:.2f}", line.currency))]
