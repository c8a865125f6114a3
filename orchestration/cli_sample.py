"""`cxw sample`: a demo company in the inbox."""

from __future__ import annotations

from datetime import datetime

import click

from orchestration.errors import CxwError
from orchestration.home import Home


@click.command()
@click.option(
    "--customers",
    type=click.IntRange(min=1),
    default=500,
    show_default=True,
    help="Customers of the company.",
)
@click.option(
    "--days",
    type=click.IntRange(min=1),
    default=730,
    show_default=True,
    help="Days that it has been at work.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same company.")
@click.option(
    "--day-by-day", is_flag=True, help="One delivery for each day and table, instead of one for each table."
)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Deliver only what was known at the end of this day; run again with a later one for the nights that follow.",
)
@click.option(
    "--if-empty", is_flag=True, help="Do nothing where deliveries are in the inbox, or were taken before."
)
@click.pass_obj
def sample(
    home: Home, customers: int, days: int, seed: int, day_by_day: bool, until: datetime | None, if_empty: bool
) -> None:
    """Fill the inbox with a demo company: Salesforce, Zendesk and Stripe tables, and files for the rest.

    It is simulated, the same for the same options, and comes with its known answers. The company starts
    on 2024-01-01. A home that holds other deliveries, or a company of other options, is left alone.
    """
    from orchestration.sample import holds_deliveries, write_sample

    if if_empty and holds_deliveries(home):
        click.echo(f"{home.root} holds deliveries already; nothing was added.")
        return
    try:
        made = write_sample(
            home.root,
            customers=customers,
            days=days,
            seed=seed,
            day_by_day=day_by_day,
            until=until.date() if until else None,
        )
    except ValueError as error:
        raise CxwError(str(error)) from error
    click.echo(
        f"{made.files:,} files with {made.records:,} records are in {made.inbox}: {made.customers:,} customers, "
        f"{made.tickets:,} tickets, {made.days:,} days."
    )
    click.echo(f"The known answers are in {made.answers_file}. Now run 'cxw refresh'.")
