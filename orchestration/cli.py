"""`cxw`, the command line of the warehouse."""

from __future__ import annotations

import os
import sys

import click

from orchestration import cli_care, cli_erase, cli_inspect, cli_releases, cli_sample
from orchestration.cli_releases import UNHEALTHY
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home

EPILOG = """Exit codes: 0 done (a release is published), 1 status found something wrong, 2 usage, settings or the home,
3 deliveries refused past the threshold, 4 build failed, 5 audit failed, 6 another refresh is running."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
@click.option(
    "--home",
    "root",
    metavar="DIR",
    help="The warehouse home. Default: CXW_HOME, else ./warehouse of the project.",
)
@click.version_option(package_name="customer-experience-warehouse", prog_name="cxw")
@click.pass_context
def cli(context: click.Context, root: str | None) -> None:
    """From raw CRM, ticketing and billing deliveries to a trusted release for BI tools.

    Put files into HOME/inbox/<source>/<table>/, run `cxw refresh`, and open
    HOME/current/warehouse.duckdb read-only. `cxw sample` makes a demo company to try it on.
    """
    context.obj = Home.locate(root)


@cli.command()
@click.option(
    "--as-of",
    metavar="T",
    help="Compute everything as of this instant (ISO 8601; UTC without an offset). A date alone means the end of that "
    "day in the reporting time zone. Default: the latest event delivered.",
)
@click.option(
    "--target",
    type=click.Choice(["duckdb", "spark"]),
    help="Engine that builds, for this refresh. Default: `target` of the settings, else duckdb.",
)
@click.pass_obj
def refresh(home: Home, as_of: str | None, target: str | None) -> None:
    """Take what has arrived, rebuild, audit and publish; tell the webhook of the settings, if any, of new alerts.

    One refresh runs at a time. When deliveries, the build or the audit fail, readers stay on the release
    that they have, and the exit code says which it was.
    """
    from orchestration.cli_output import print_release, shown_progress
    from orchestration.instants import parse_as_of, parse_instant
    from orchestration.refresh import refresh as run_refresh
    from orchestration.settings import Settings

    arrived = os.environ.get("CXW_ARRIVED_AT")
    with shown_progress() as progress:
        outcome = run_refresh(
            home,
            as_of=parse_as_of(as_of, Settings.load(home).reporting_time_zone) if as_of else None,
            arrived_at=parse_instant(arrived, "CXW_ARRIVED_AT") if arrived else None,
            progress=progress,
            target=target,
        )
    print_release(home, outcome.release)
    for warning in outcome.warnings:
        click.echo(f"warning: {warning}", err=True)


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def dagster(home: Home, options: tuple[str, ...]) -> None:
    """Serve Dagster on this machine alone: its page, the nightly schedule, the sensors.

    OPTIONS go to `dagster dev`, such as `--port 3001`.
    """
    from orchestration.pipeline.serving import serve

    serve(home, options)


cli.add_command(cli_sample.sample)
cli.add_command(cli_releases.releases)
cli.add_command(cli_releases.rollback)
cli.add_command(cli_releases.status)
cli.add_command(cli_care.backup)
cli.add_command(cli_care.restore)
cli.add_command(cli_care.prune)
cli.add_command(cli_inspect.quarantine)
cli.add_command(cli_inspect.check)
cli.add_command(cli_erase.erase)


def main(arguments: list[str] | None = None) -> int:
    """Runs `cxw` and gives its exit code; errors go to standard error, one sentence and no traceback."""
    try:
        cli.main(arguments, prog_name="cxw", standalone_mode=False)
        return int(ExitCode.PUBLISHED)
    except CxwError as error:
        click.echo(f"error: {error}", err=True)
        return int(error.exit_code)
    except click.UsageError as error:
        hint = f"\nTry '{error.ctx.command_path} --help'." if error.ctx else ""
        click.echo(f"error: {error.format_message()}{hint}", err=True)
        return int(ExitCode.USAGE)
    except click.ClickException as error:
        click.echo(f"error: {error.format_message()}", err=True)
        return error.exit_code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("error: stopped; readers stay on the release they have.", err=True)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("CXW_DEBUG"):
            raise
        click.echo(f"error: {type(error).__name__}: {error}\nSet CXW_DEBUG=1 to see where.", err=True)
        return UNHEALTHY


if __name__ == "__main__":
    sys.exit(main())
