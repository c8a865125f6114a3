"""`cxw`, the command line of the warehouse."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime

import click

from orchestration import cli_inspect, cli_sample
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home

UNHEALTHY = 1
"""Exit code of `status` where there is no release, or it is too old or not as it was published; and of a defect."""

EPILOG = """Exit codes: 0 done (a release is published), 1 status found something wrong, 2 usage or settings,
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
@click.pass_obj
def refresh(home: Home, as_of: str | None) -> None:
    """Take what has arrived, rebuild, audit and publish.

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


@cli.command()
@click.pass_obj
def releases(home: Home) -> None:
    """List the releases that are kept, oldest first; `*` marks the current one."""
    from orchestration.cli_output import print_table
    from orchestration.releases import list_releases

    rows = []
    for release in list_releases(home):
        manifest = release.manifest()
        size = f"{release.database.stat().st_size / 1e6:.1f} MB"
        mark = "*" if release.is_current else ""
        rows.append(
            (mark, release.number, manifest["as_of"][:19], manifest["created_at"][:19], size, release.path)
        )
    if not rows:
        click.echo(f"{home.root}: nothing has been published yet; run 'cxw refresh'.")
        return
    print_table(["", "release", "as of (UTC)", "created (UTC)", "size", "path"], rows)


@cli.command()
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.pass_obj
def rollback(home: Home, number: int | None) -> None:
    """Show readers an earlier release: NUMBER, or the one before the current one.

    Takes no rebuild and stops no reader. The next refresh publishes a higher number.
    """
    from orchestration.releases import rollback as move_back

    release = move_back(home, number)
    click.echo(f"Readers now see release {release.number} ({release.path}).")


@cli.command()
@click.option(
    "--verify", "is_verified", is_flag=True, help="Read the whole release and compare it with its manifest."
)
@click.option(
    "--max-age",
    type=cli_inspect.Duration(),
    help="Exit 1 if the release is older than this, such as 26h or 90m.",
)
@click.pass_obj
def status(home: Home, is_verified: bool, max_age: float | None) -> None:
    """Show the current release, its age, and whether a refresh is running.

    Exit code 1 says that nothing is published, that it is older than --max-age, or that --verify found
    a difference; so it can be watched from outside.
    """
    from orchestration.cli_output import age_text
    from orchestration.lock import holder
    from orchestration.releases import list_releases, verify
    from orchestration.releases.store import next_number

    running = holder(home)
    click.echo(f"home:      {home.root}")
    click.echo(f"refresh:   {f'running (process {running})' if running else 'none is running'}")
    current = next((release for release in list_releases(home) if release.is_current), None)
    if current is None:
        raise CxwStatus(f"{home.root}: nothing has been published yet; run 'cxw refresh'.")
    manifest = current.manifest()
    created_at = datetime.fromisoformat(manifest["created_at"]).replace(tzinfo=UTC)
    age = (datetime.now(UTC) - created_at).total_seconds()
    click.echo(f"release:   {current.number} ({current.path})")
    click.echo(f"as of:     {manifest['as_of'][:19]} UTC")
    click.echo(f"published: {manifest['created_at'][:19]} UTC, {age_text(age)} ago")
    click.echo(f"next:      release {next_number(home)}")
    problems = []
    if max_age is not None and age > max_age:
        problems.append(
            f"release {current.number} is {age_text(age)} old; at most {age_text(max_age)} is allowed"
        )
    if is_verified:
        started = time.monotonic()
        found = verify(home)
        problems += [f"release {current.number}: {problem}" for problem in found]
        if not found:
            click.echo(f"verified:  as published ({time.monotonic() - started:.1f} s)")
    if problems:
        raise CxwStatus("\nerror: ".join(problems))


class CxwStatus(click.ClickException):
    """Something about the current release that a watcher must hear of."""

    exit_code = UNHEALTHY


cli.add_command(cli_sample.sample)
cli.add_command(cli_inspect.quarantine)
cli.add_command(cli_inspect.check)


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
