"""`cxw backup`, `cxw restore` and `cxw prune`: care of a home."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from orchestration.cli_inspect import Duration
from orchestration.home import Home
from orchestration.home_format import known_format

SHOWN = 20


@click.command()
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def backup(home: Home, target: Path) -> None:
    """Copy the home into the folder TARGET: all that a refresh cannot make anew, and the keys.

    Again into the same folder, it copies what is new. It holds personal data: keep it as safe as the home.
    """
    from orchestration.operations.restoring import back_up

    copied = back_up(home, target)
    click.echo(f"{target}: {copied.files:,} files, {copied.bytes / 1e6:,.1f} MB; {copied.new:,} copied now.")
    for name in copied.passed_over:
        click.echo(f"warning: {name}: is a link or cannot be read, and is not in the backup", err=True)


@click.command()
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def restore(home: Home, source: Path) -> None:
    """Make a home of the backup SOURCE, in a folder that is new or empty (--home). Every file is compared first."""
    from orchestration.operations.restoring import restore as make_again

    copied = make_again(source, home)
    click.echo(
        f"{home.root}: {copied.files:,} files, {copied.bytes / 1e6:,.1f} MB. Now run 'cxw status --verify'."
    )


@click.command()
@click.option(
    "--older-than",
    type=Duration(),
    default="720h",
    show_default=True,
    help="Only files taken longer ago than this.",
)
@click.option("--apply", "is_applied", is_flag=True, help="Remove them. Without it, they are only listed.")
@click.pass_obj
def prune(home: Home, older_than: float, is_applied: bool) -> None:
    """List files of the inbox that are whole in the raw store, and remove them with --apply.

    Files with refused records, and files that changed since, stay. Old releases go by themselves (releases_to_keep).
    """
    from orchestration.lock import single_writer
    from orchestration.operations.sizes import spent_files

    with single_writer(home):
        known_format(home)
        now = datetime.now(UTC).replace(tzinfo=None)
        found = spent_files(home, timedelta(seconds=older_than), now)
        for spent in found[:SHOWN]:
            click.echo(f"  {spent.path}  {spent.bytes / 1e6:.1f} MB, taken {spent.arrived_at:%Y-%m-%d}")
        if len(found) > SHOWN:
            click.echo(f"  ... and {len(found) - SHOWN:,} more")
        if is_applied:
            for spent in found:
                spent.file.unlink()
    size = sum(spent.bytes for spent in found) / 1e6
    done = "removed" if is_applied else "may go; run it again with --apply to remove them"
    click.echo(f"{len(found):,} files, {size:,.1f} MB: {done}.")
