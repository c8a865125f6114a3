"""`cxw erase`: a person is forgotten."""

from __future__ import annotations

import click

from orchestration.erasure.request import ID_KINDS, PERSONS_AT_MOST, Request
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.home_format import known_format


@click.command()
@click.option("--email", metavar="ADDRESS", help="Everybody with this e-mail address.")
@click.option("--phone", metavar="NUMBER", help="Everybody whose record has this telephone number.")
@click.option("--contact", metavar="ID", help="A person of the CRM, as id or source:id.")
@click.option("--requester", metavar="ID", help="A person of the ticketing, agents included.")
@click.option("--employee", metavar="ID", help="A person employed, as an agent too.")
@click.option("--account", metavar="ID", help="A customer that is a person or household.")
@click.option("--dry-run", is_flag=True, help="Count what would change, and change nothing.")
@click.option(
    "--at-most",
    type=click.IntRange(min=1),
    default=PERSONS_AT_MOST,
    show_default=True,
    help="Refuse what meets more records of people than this in one system.",
)
@click.pass_obj
def erase(
    home: Home, /, email: str | None, phone: str | None, dry_run: bool, at_most: int, **ids: str | None
) -> None:
    """Forget a person: in the inbox, the raw store, every kept release, logs; also when delivered again.

    Their records stay, counted, under a pseudonym; names, addresses, numbers and words go. Killed at any moment, it
    is simply run again. The next refresh builds without them; docs/erasure.md says what figures change.
    """
    from orchestration.cli_output import print_table, shown_progress
    from orchestration.contract import load_contract
    from orchestration.erasure.erasing import erase as run_erasure
    from orchestration.lock import single_writer
    from orchestration.settings import Settings

    given = tuple((kind, value) for kind in ID_KINDS if (value := ids.get(kind)) is not None)
    request = Request(email, phone, given, at_most)
    request.refuse_vague()
    if not home.inbox.is_dir() and not home.raw.is_dir():
        raise CxwError(
            f"{home.root}: is no warehouse home (it has no inbox), so nobody was erased; name it with --home."
        )
    settings = Settings.load(home)
    with single_writer(home), shown_progress() as progress:
        known_format(home)
        erased = run_erasure(
            home,
            load_contract(settings.dbt_vars()),
            request,
            is_dry=dry_run,
            memory_limit=settings.memory_limit,
            tell=lambda line: progress(f"erase: {line}"),
        )
    print_table(["place", "would change" if dry_run else "changed"], sorted(erased.places.items()))
    for warning in erased.warnings:
        click.echo(f"warning: {warning}", err=True)
    if dry_run:
        click.echo("Nothing was changed.")
    elif erased.is_nothing:
        click.echo("The person is nowhere in this home, and is kept out from now on.")
    else:
        click.echo(
            "The person is erased, and is kept out from now on. Run 'cxw refresh' to build without them."
        )
