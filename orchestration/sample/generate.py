"""Generates the demo company: simulate it, deliver it to the inbox, write down the right answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from orchestration.home import Home
from orchestration.sample.answers.costs import cost_answers
from orchestration.sample.answers.effects import planted_effects
from orchestration.sample.answers.newcomers import newcomer_answers
from orchestration.sample.answers.population import population
from orchestration.sample.answers.ratings import rating_alerts
from orchestration.sample.answers.revenue import mrr_answers
from orchestration.sample.answers.surveys import survey_answers
from orchestration.sample.answers.tickets import ticket_answers
from orchestration.sample.clock import DAY, to_date, to_day, utc
from orchestration.sample.continuing import refuse_a_mixture
from orchestration.sample.deliveries.commerce import commerce_tables
from orchestration.sample.deliveries.contacts import contact_tables
from orchestration.sample.deliveries.faults import FaultLog
from orchestration.sample.deliveries.feedback import feedback_tables
from orchestration.sample.deliveries.newcomers import newcomer_tables
from orchestration.sample.deliveries.salesforce import salesforce_tables
from orchestration.sample.deliveries.stripe import stripe_tables
from orchestration.sample.deliveries.support_contracts import PENALTY_BANDS, support_contract_tables
from orchestration.sample.deliveries.tables import Table, Window
from orchestration.sample.deliveries.workforce import workforce_tables
from orchestration.sample.deliveries.world import World
from orchestration.sample.deliveries.writer import InboxWriter, write_if_new
from orchestration.sample.deliveries.zendesk import zendesk_tables
from orchestration.sample.simulation.billing import BillingCustomer
from orchestration.sample.simulation.company import Company
from orchestration.sample.simulation.customers import make_billing
from orchestration.sample.simulation.founding import make_company
from orchestration.sample.simulation.ledger import LedgerLine, make_ledger
from orchestration.sample.simulation.newcomers import NewcomerReport, make_newcomers
from orchestration.sample.simulation.occasions import add_occasions
from orchestration.sample.simulation.rates import REPORTING_CURRENCY, Rates
from orchestration.sample.simulation.ratings import spoil_ratings
from orchestration.sample.simulation.respondents import make_surveys
from orchestration.sample.simulation.surveys import Surveys
from orchestration.sample.simulation.ticket_life import TicketSimulator
from orchestration.sample.simulation.tickets import Ticket

ANSWERS_FILE = "sample_answers.json"
_DEFAULT_TICKETS, _DEFAULT_CUSTOMERS, _DEFAULT_DAYS = 20_000, 500, 730


@dataclass(frozen=True)
class SampleSummary:
    """What was written: where, how much, up to which instant (ISO 8601, UTC)."""

    inbox: Path
    answers_file: Path
    as_of: str
    customers: int
    days: int
    tickets: int
    files: int
    records: int


@dataclass(frozen=True)
class Simulation:
    """A simulated company with its tickets, billing, rates and costs, complete to its last day."""

    company: Company
    tickets: list[Ticket]
    billing: list[BillingCustomer]
    rates: Rates
    ledger: list[LedgerLine]
    surveys: Surveys
    newcomers: list[NewcomerReport]


def simulate(customers: int, days: int, seed: int, tickets: int, starts_on: date) -> Simulation:
    """Draw a company; the same arguments give the same one. Each part has random numbers of its own."""
    first_day = to_day(starts_on)
    company = make_company(Random(f"{seed} company"), customers, days, first_day, tickets)
    drawn = TicketSimulator(Random(f"{seed} tickets"), company).run(tickets)
    spoil_ratings(Random(f"{seed} ratings"), drawn)
    return Simulation(
        company=company,
        tickets=drawn,
        billing=make_billing(Random(f"{seed} billing"), company),
        rates=Rates(Random(f"{seed} rates"), first_day, days),
        ledger=make_ledger(Random(f"{seed} ledger"), company),
        surveys=make_surveys(Random(f"{seed} surveys"), company, drawn),
        newcomers=make_newcomers(Random(f"{seed} newcomers"), company),
    )


def write_sample(
    home_root: Path,
    *,
    customers: int = _DEFAULT_CUSTOMERS,
    days: int = _DEFAULT_DAYS,
    seed: int = 1,
    tickets: int | None = None,
    starts_on: date = date(2024, 1, 1),
    day_by_day: bool = False,
    until: date | None = None,
) -> SampleSummary:
    """Write the demo company into a warehouse home: inbox, settings and bands of
    service credits (if there are none), and known answers.

    `tickets` defaults to 20,000 for 500 customers and 730 days, in proportion. `day_by_day` writes a file for
    each table and day with what that day changed, instead of one file for each table. `until` delivers only
    what was known at the end of that day (inclusive, UTC) and answers as of then; the company is the same
    whatever its value.
    Raises ValueError where an argument is out of range, or the home holds anything but an earlier day of this company.
    """
    if customers < 1 or days < 1:
        raise ValueError(f"A company needs at least 1 customer and 1 day, not {customers} and {days}.")
    if tickets is None:
        tickets = max(1, round(_DEFAULT_TICKETS * customers * days / (_DEFAULT_CUSTOMERS * _DEFAULT_DAYS)))
    if tickets < 1:
        raise ValueError(f"A company needs at least 1 ticket, not {tickets}.")
    first_day = to_day(starts_on)
    last_day = first_day + days - 1 if until is None else to_day(until)
    if not first_day <= last_day < first_day + days:
        end = to_date(first_day + days - 1)
        raise ValueError(f"until must be a day of the simulation, {starts_on} to {end}, not {until}.")
    window = Window(first_day, last_day, day_by_day)
    parameters: dict[str, object] = {
        "customers": customers,
        "days": days,
        "seed": seed,
        "tickets": tickets,
        "starts_on": starts_on.isoformat(),
        "day_by_day": day_by_day,
    }
    answers_file = home_root / ANSWERS_FILE
    refuse_a_mixture(Home(home_root), answers_file, parameters, utc(window.ends_at))
    sim = simulate(customers, days, seed, tickets, starts_on)
    writer, faults = InboxWriter(home_root / "inbox", window), FaultLog(window)
    world = World(Random(f"{seed} others"), sim.company, sim.tickets, sim.billing, sim.rates, sim.ledger)
    for table in _tables(sim, world, seed, window):
        writer.write(faults.spoil(table))
    complaints = world.resolved_complaints
    surveys = add_occasions(Random(f"{seed} occasions"), sim.company, sim.tickets, sim.surveys, complaints)
    for table in feedback_tables(surveys, first_day):
        writer.write(faults.spoil(table))
    settings = home_root / "settings.yml"
    if not settings.exists():
        write_if_new(settings, f"reporting_currency: {REPORTING_CURRENCY}\n".encode())
    bands = Home(home_root).reference / "penalty_bands.csv"
    if not bands.exists():
        write_if_new(bands, PENALTY_BANDS.encode())
    answers: dict[str, object] = {
        "as_of": utc(window.ends_at),
        "reporting_currency": REPORTING_CURRENCY,
        "parameters": parameters,
        "population": population(sim.company, sim.billing, sim.tickets, window.ends_at),
        **ticket_answers(sim.tickets, first_day, last_day),
        "mrr": mrr_answers(sim.company, sim.billing, sim.rates, last_day),
        "costs": cost_answers(sim.ledger, sim.rates, window.ends_at),
        "surveys": survey_answers(surveys, window.ends_at),
        "effects": planted_effects(surveys, sim.tickets, window.ends_at),
        "rating_alerts": rating_alerts(sim.tickets, window.ends_at),
        "newcomers": newcomer_answers(sim.newcomers, window.ends_at),
        "deliveries": {
            name: {"files": writer.files[name], "records": writer.records[name]}
            for name in sorted(writer.files)
        },
        "quarantined": dict(sorted(faults.quarantined.items())),
        "field_defects": dict(sorted(faults.field_defects.items())),
    }
    write_if_new(answers_file, (json.dumps(answers, indent=1, ensure_ascii=False) + "\n").encode())
    delivered = sum(t.created_at // DAY <= last_day for t in sim.tickets)
    return SampleSummary(
        inbox=home_root / "inbox",
        answers_file=answers_file,
        as_of=utc(window.ends_at),
        customers=customers,
        days=last_day - first_day + 1,
        tickets=delivered,
        files=sum(writer.files.values()),
        records=sum(writer.records.values()),
    )


def _tables(sim: Simulation, world: World, seed: int, window: Window) -> Iterator[Table]:
    """Every table of the inbox but those of feedback, which take up what was complained about."""
    yield from salesforce_tables(Random(f"{seed} crm"), sim.company, sim.billing)
    yield from zendesk_tables(sim.company, sim.tickets, window)
    yield from stripe_tables(sim.billing, sim.company.first_day)
    for tables in (
        commerce_tables,
        workforce_tables,
        contact_tables,
        support_contract_tables,
    ):
        yield from tables(world)
    yield from newcomer_tables(sim.newcomers)
