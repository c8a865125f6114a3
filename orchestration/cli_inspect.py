"""`cxw quarantine` and `cxw check`: what was refused, and what would be."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orchestration.home import Home

if TYPE_CHECKING:
    from orchestration.defects import Defect

UNIT_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
LONGEST_DAYS = 36500


class Duration(click.ParamType[float]):
    """`26h`, `90m`, `2d` or `30s`, in seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Seconds; a usage error where the text is not a number and a unit, or is longer than a century."""
        if isinstance(value, float):
            return value
        number, unit = value[:-1], value[-1:]
        if unit not in UNIT_SECONDS or not number.isascii() or not number.replace(".", "", 1).isdigit():
            self.fail(f"{value!r} is not a number with s, m, h or d, such as 26h.", param, ctx)
        seconds = float(number) * UNIT_SECONDS[unit]
        if seconds > LONGEST_DAYS * UNIT_SECONDS["d"]:
            self.fail(f"{value!r} is too long; the longest is {LONGEST_DAYS}d.", param, ctx)
        return seconds


@click.command()
@click.option("--source", help="Only what this source delivered, such as zendesk.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=50, show_default=True, help="Lines to list; 0 for all."
)
@click.option("--json", "is_json", is_flag=True, help="One JSON object a line, for programs.")
@click.pass_obj
def quarantine(home: Home, source: str | None, limit: int, is_json: bool) -> None:
    """List what was refused, with file, record, column, value and reason.

    `refused` is a record that is not in the warehouse: deliver it again, corrected, and it joins.
    `field_defect` is a record that is, with the field empty. Values of personal columns are shown as ***.
    """
    import duckdb

    from orchestration.cli_output import print_table
    from orchestration.contract import load_contract
    from orchestration.defects import unreadable_records, untyped_values

    contract = load_contract()
    found = list(unreadable_records(home, contract, source))
    try:
        found += untyped_values(home, contract, source)
    except duckdb.Error:
        click.echo("Some may be missing: the last build is unfinished. Look again after a refresh.", err=True)
    shown = found[:limit] if limit else found
    if is_json:
        for defect in shown:
            click.echo(json.dumps(asdict(defect)))
        return
    if not found:
        click.echo("Nothing was refused.")
        return
    titles = ["kind", "file", "record", "column", "value", "reason"]
    print_table(titles, [(d.kind, d.path, d.record, d.column, d.value, d.reason) for d in shown])
    if len(found) > len(shown):
        click.echo(f"... and {len(found) - len(shown)} more; --limit 0 lists all.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--source",
    help="Source that it would be delivered for. Default: that of its place in the inbox.",
)
@click.option(
    "--table", help="Table that it would be delivered for. Default: that of its place in the inbox."
)
@click.pass_obj
def check(home: Home, file: Path, source: str | None, table: str | None) -> None:
    """Say what a delivery of FILE would do, without taking it.

    Reads the file as a refresh would, header, columns and every record, and casts every value in a trial
    home that is thrown away. Exit code 3 if the file would be rejected.
    """
    from orchestration.cli_output import printable
    from orchestration.contract import load_contract
    from orchestration.errors import CxwError, ExitCode
    from orchestration.intake import check_delivery, closest_table
    from orchestration.settings import Settings
    from orchestration.trial import trial_defects

    settings = Settings.load(home)
    contract = load_contract(settings.dbt_vars())
    report = check_delivery(file, home, contract, source, table)
    click.echo(f"{report.path}: {report.format}, {report.bytes:,} bytes, for {report.source}/{report.table}")
    if report.status != "taken":
        raise CxwError(
            f"it would not be taken ({report.status}): {report.reason}", ExitCode.DELIVERIES_REFUSED
        )
    click.echo(
        f"  {report.physical_records:,} records: {report.accepted_records:,} accepted, "
        f"{report.quarantined_records:,} refused, {report.blank_records:,} blank"
    )
    for reason, records in sorted(report.quarantined_by_reason.items()):
        places = [str(example.record) for example in report.quarantine_examples if example.reason == reason]
        click.echo(
            f"    {reason}: {records:,} (records {', '.join(places[:5])}{', ...' if records > 5 else ''})"
        )
    if not report.is_known_table:
        meant = closest_table(contract, report.source, report.table)
        hint = f"; did you mean {meant}?" if meant else ""
        click.echo(f"  no adapter knows this table: it would be kept, and change nothing{hint}")
    if report.unknown_columns:
        click.echo(f"  unknown columns, kept and not used: {printable(', '.join(report.unknown_columns))}")
    if report.missing_columns:
        click.echo(f"  optional columns that it does not have: {', '.join(report.missing_columns)}")
    if report.taken_before_as is not None:
        click.echo(
            f"  its bytes were taken before, as delivery {report.taken_before_as}: it would change nothing"
        )
    else:
        click.echo("  it would be taken")
        click.echo("  casting its values ...", err=True)
    known = report.is_known_table
    defects = trial_defects(home, file, report.source, report.table, settings) if known else []
    for (kind, column, reason), at_fault in sorted(_counted(defects).items()):
        what = "quarantined" if kind == "refused" else "taken with the field empty"
        click.echo(f"    {column}: {reason}: would be {what}: {len(at_fault):,} (records {_some(at_fault)})")


def _counted(defects: list[Defect]) -> dict[tuple[str, str, str], list[int]]:
    """Record numbers by kind, column and reason."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for defect in defects:
        found.setdefault((defect.kind, defect.column or "record", defect.reason), []).append(
            defect.record or 0
        )
    return found


def _some(records: list[int]) -> str:
    return ", ".join(str(record) for record in records[:5]) + (", ..." if len(records) > 5 else "")
