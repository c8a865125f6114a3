"""What `cxw` shows while it works and when it is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import click

from orchestration.build import Progress
from orchestration.home import Home
from orchestration.releases import Release

PLAIN_SECONDS = 5.0
"""Where there is no terminal, at most one line in this time, and one for each room."""


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Gives a function that shows what is being done: one moving line in a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield _PlainLines()
        return
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    with console.status("starting", spinner="dots") as status:

        def show(message: str) -> None:
            if _is_milestone(message):
                console.print(message, markup=False)
            status.update(message.replace("[", r"\["))

        yield show


class _PlainLines:
    """Milestones always, other messages now and then."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, message: str) -> None:
        now = time.monotonic()
        if _is_milestone(message) or now - self._last >= PLAIN_SECONDS:
            self._last = now
            click.echo(message, err=True)


def _is_milestone(message: str) -> bool:
    return ": done in " in message or message.startswith("alerts: ")


def print_release(home: Home, release: Release) -> None:
    """Says where the release is and what it holds."""
    from orchestration.headlines import read_headlines

    manifest = release.manifest()
    click.echo(f"Release {release.number} is published, as of {manifest['as_of'][:19]} UTC.")
    click.echo(f"  open read-only: {home.current / release.database.name}")
    click.echo(f"  audit report:   {home.current / 'audit.html'}")
    rows = sum(table["rows"] for table in manifest["tables"].values())
    click.echo(f"  {len(manifest['tables'])} tables, {rows:,} rows")
    if headlines := read_headlines(release.database, manifest["settings"].get("reporting_currency")):
        click.echo(f"\nThe last complete month, {headlines[0].month:%B %Y}:")
        print_table(["figure", "value"], [(headline.label, headline.text) for headline in headlines])
    else:
        click.echo(
            "No month is complete yet, so there are no headline figures; marts.kpi_values has the rest."
        )


def print_table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints aligned columns; a control character in a value is shown, not obeyed."""
    lines = [list(titles), *([printable(cell) for cell in row] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(titles))]
    for line in lines:
        click.echo(
            "  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def printable(value: object) -> str:
    """A value on one line: nothing for None, control characters escaped."""
    text = "" if value is None else str(value)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def age_text(seconds: float) -> str:
    """`26 h 5 min`."""
    minutes = int(seconds // 60)
    return f"{minutes // 60} h {minutes % 60} min"
