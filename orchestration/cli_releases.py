"""`cxw releases`, `cxw rollback` and `cxw status`: what readers see."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from orchestration.cli_inspect import Duration
from orchestration.errors import CxwError
from orchestration.home import Home

if TYPE_CHECKING:
    from orchestration.releases import Release

CLOCK_SECONDS = 600.0
"""By how much a clock may be behind the one that a release was published by."""

UNHEALTHY = 1
"""Exit code of `status` where there is no release, or it is too old or not as it was published; and of a defect."""


CHANGES_SHOWN = 10


class CxwStatus(click.ClickException):
    """Something about the current release that a watcher must hear of."""

    exit_code = UNHEALTHY


@click.command()
@click.pass_obj
def releases(home: Home) -> None:
    """List the releases that are kept, oldest first; `*` marks the current one."""
    from orchestration.cli_output import print_table
    from orchestration.releases import list_releases, pointer_problem

    rows = [_listed(release) for release in list_releases(home)]
    if rows:
        print_table(["", "release", "as of (UTC)", "created (UTC)", "size", "path"], rows)
    else:
        click.echo(f"{home.root}: nothing has been published yet; run 'cxw refresh'.")
    for release in list_releases(home):
        _show_changes(release)
    if problem := pointer_problem(home):
        click.echo(f"warning: {problem}", err=True)


def _show_changes(release: Release) -> None:
    """Says which columns a release has that the one before it did not have, and the other way round."""
    from orchestration.releases.columns import change_text

    changes = [] if release.damage() else release.manifest().get("column_changes", [])
    if changes:
        told = ", ".join(change_text(change) for change in changes[:CHANGES_SHOWN])
        more = f", and {len(changes) - CHANGES_SHOWN} more" if len(changes) > CHANGES_SHOWN else ""
        click.echo(f"columns since the release before {release.number}: {told}{more}")


def _listed(release: Release) -> tuple[object, ...]:
    """A line of the list; of a release that is damaged what is known of it, and the damage on standard error."""
    as_of, created_at = "damaged", ""
    if damage := release.damage():
        click.echo(f"warning: release {release.number}: {damage}", err=True)
    else:
        manifest = release.manifest()
        as_of, created_at = manifest["as_of"][:19], manifest["created_at"][:19]
    size = f"{release.database.stat().st_size / 1e6:.1f} MB" if release.database.is_file() else ""
    return ("*" if release.is_current else "", release.number, as_of, created_at, size, release.path)


@click.command()
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.pass_obj
def rollback(home: Home, number: int | None) -> None:
    """Show readers an earlier release: NUMBER, or the one before the current one.

    Takes no rebuild and stops no reader. The next refresh publishes a higher number.
    """
    from orchestration.releases import rollback as move_back
    from orchestration.spark.serving import refuse_unreadable, show_after_rollback

    release = move_back(home, number, refuse_unreadable)
    left_behind = show_after_rollback(home, release)
    click.echo(f"Readers now see release {release.number} ({release.path}).")
    if left_behind:
        click.echo(f"warning: {left_behind}", err=True)


@click.command()
@click.option(
    "--verify", "is_verified", is_flag=True, help="Read the whole release and compare it with its manifest."
)
@click.option(
    "--max-age", type=Duration(), help="Exit 1 if the release is older than this, such as 26h or 90m."
)
@click.pass_obj
def status(home: Home, is_verified: bool, max_age: float | None) -> None:
    """Show the current release, its age, whether a refresh is running, and which alerts wait to be told.

    Exit code 1 says that nothing is published, that a file of the release is missing or unreadable, that it
    is older than --max-age, or that --verify found a difference; so it can be watched from outside.
    """
    from orchestration.lock import holder
    from orchestration.operations.sizes import sizes
    from orchestration.releases import find_release, pointer_problem
    from orchestration.releases.store import next_number

    running = holder(home)
    click.echo(f"home:      {home.root}")
    click.echo(f"refresh:   {f'running (process {running})' if running else 'none is running'}")
    if problem := pointer_problem(home):
        raise CxwStatus(problem)
    try:
        current = find_release(home)
    except CxwError as error:
        raise CxwStatus(str(error)) from error
    click.echo(f"release:   {current.number} ({current.path})")
    if damage := current.damage():
        raise CxwStatus(f"release {current.number}: {damage}")
    problems = _aged(current, max_age)
    click.echo(f"next:      release {next_number(home)}")
    taken = [f"{part} {size / 1e6:,.1f} MB" for part, size in sizes(home).items()]
    click.echo(f"disk:      {', '.join(taken)}")
    _show_alerts(home)
    problems += _verified(home, current) if is_verified else []
    if problems:
        raise CxwStatus("\nerror: ".join(problems))


def _aged(current: Release, max_age: float | None) -> list[str]:
    """Says how old the release is, and whether that is too old."""
    from orchestration.cli_output import age_text

    manifest = current.manifest()
    created_at = datetime.fromisoformat(manifest["created_at"]).replace(tzinfo=UTC)
    age = (datetime.now(UTC) - created_at).total_seconds()
    click.echo(f"as of:     {manifest['as_of'][:19]} UTC")
    click.echo(f"published: {manifest['created_at'][:19]} UTC, {age_text(age)} ago")
    if age < -CLOCK_SECONDS:
        return [f"release {current.number} was published in the future; see to this machine's clock"]
    if max_age is None or age <= max_age:
        return []
    return [f"release {current.number} is {age_text(age)} old; at most {age_text(max_age)} is allowed"]


def _show_alerts(home: Home) -> None:
    """Says how announcements stand. What waits is told by the next refresh, so it is no problem of the release."""
    from orchestration.announcements import sentences, standing

    try:
        found = list(sentences(standing(home)))
    except (OSError, ValueError) as error:
        click.echo(f"warning: of alerts nothing can be said ({error}); the next refresh sees to it", err=True)
        return
    for number, sentence in enumerate(found):
        click.echo(f"{'alerts:' if number == 0 else '':<11}{sentence}")


def _verified(home: Home, current: Release) -> list[str]:
    from orchestration.releases import verify

    started = time.monotonic()
    found = verify(home)
    if not found:
        click.echo(f"verified:  as published ({time.monotonic() - started:.1f} s)")
    return [f"release {current.number}: {problem}" for problem in found]
