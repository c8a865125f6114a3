"""`python -m faults.histories`: random delivery histories, which must come to the same in whatever form they arrive.

A company is drawn: some entities of the contract, and all tables of the inbox that give them, each with a history of
its own. It is delivered night by night, at once, and shuffled, to three homes; intake and staging are the real ones.
Exits with 1 where two forms differ, or where a build that ignores the order of records (the control) is not found out.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

from faults.campaign import machine
from faults.deliveries_report import HISTORIES, write
from faults.history_building import Staging, differences, without_order
from faults.history_making import FORMS, NIGHTS, TableHistory, arrival, draw_history, in_form
from faults.history_refreshes import try_refreshes
from faults.history_tables import read_tables
from orchestration.contract import Contract, load_contract
from orchestration.home import Home
from orchestration.intake import take_deliveries

REAL, CONTROL, REFRESHED = "histories", "order ignored", "refreshed"
ALL_ENTITIES = 1000
FINDINGS_SHOWN = 20


@dataclass
class Company:
    """What one company's histories came to."""

    seed: str
    entities: tuple[str, ...]
    histories: int
    records: int
    deliveries: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    rows: int = 0
    seconds: float = 0.0


def try_company(staging: Staging, entities: Sequence[str], seed: str, folder: Path) -> Company:
    """Delivers one company in every form, twice, and compares; homes are removed unless something was found."""
    started = time.monotonic()
    random_ = random.Random(seed)
    tables = read_tables(staging.manifest)
    histories = [draw_history(tables[place], random_) for place in staging.tables_of(entities)]
    histories = [history for history in histories if history.drawn]
    company = Company(seed, tuple(entities), len(histories), sum(history.records for history in histories))
    if not histories:
        return company
    contract = load_contract()
    built = {}
    for form in FORMS:
        home = Home(folder / form.replace(" ", "-"))
        company.findings += _deliver(home, contract, histories, form, random.Random(f"{seed} {form}"))
        built[form] = staging.build(home, entities)
    company.rows = sum(rows.total() for rows in built["nightly"].values())
    for form in FORMS[1:]:
        company.findings += [
            f"nightly, {form}: {found}" for found in differences(built["nightly"], built[form])
        ]
    for history in histories:
        company.deliveries.update(one.kind for one in history.drawn)
    company.seconds = time.monotonic() - started
    if not company.findings:
        for form in FORMS:
            shutil.rmtree(folder / form.replace(" ", "-"))
    return company


def _deliver(
    home: Home,
    contract: Contract,
    histories: Sequence[TableHistory],
    form: str,
    random_: random.Random,
) -> list[str]:
    """Every night of the real intake, then one more with all files under other names, which must change nothing."""
    files = [file for history in histories for file in in_form(history, form, random_)]
    found = []
    for night in range(NIGHTS):
        for file in files:
            if file.night == night:
                path = home.inbox / file.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.content)
        home.inbox.mkdir(parents=True, exist_ok=True)
        scan = take_deliveries(home, contract, arrived_at=arrival(night))
        found += [f"{form}: {report.reason}" for report in (*scan.rejected, *scan.waiting)]
    for number, file in enumerate(files):
        original = home.inbox / file.name
        original.rename(original.with_name(f"moved-{number}.{original.name.partition('.')[2]}"))
    again = take_deliveries(home, contract, arrived_at=arrival(NIGHTS))
    if again.scan is not None or again.known_deliveries != len(files):
        found.append(
            f"{form}: delivered again, {len(again.deliveries)} of {len(files)} files are taken for new"
        )
    return found


def campaign(
    staging: Staging, count: int, seed: int, folder: Path, entities: int = ALL_ENTITIES, minutes: float = inf
) -> list[Company]:
    """Tries companies until they have `count` histories, or until time is up."""
    done: list[Company] = []
    end = time.monotonic() + 60 * minutes
    names = staging.entities()
    while sum(company.histories for company in done) < count and time.monotonic() < end:
        number = f"{seed + len(done)}"
        chosen = random.Random(number).sample(names, min(entities, len(names)))
        company = try_company(staging, chosen, number, folder / number)
        done.append(company)
        for finding in company.findings:
            print(f"seed {company.seed}: {finding}", file=sys.stderr)
        print(
            f"company {len(done)}: seed {company.seed}, {company.histories} histories, "
            f"{len(company.findings)} findings, {company.seconds:.1f} s",
            file=sys.stderr,
            flush=True,
        )
    return done


def told(done: Sequence[Company]) -> dict[str, Any]:
    """Figures of a campaign."""
    with_findings = [company for company in done if company.findings]
    files: Counter[str] = Counter()
    for company in done:
        files.update(company.deliveries)
    return {
        "companies": len(done),
        "histories": sum(company.histories for company in done),
        "records": sum(company.records for company in done),
        "deliveries": dict(sorted(files.items())),
        "entities": len({name for company in done for name in company.entities}),
        "rows_compared": sum(company.rows for company in done),
        "differ": len(with_findings),
        "with_findings": [
            {"seed": company.seed, "entities": company.entities, "first": company.findings[0][:300]}
            for company in with_findings[:FINDINGS_SHOWN]
        ],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what is asked for, writes the JSON and says what differs."""
    parser = argparse.ArgumentParser(prog="python -m faults.histories", description=__doc__)
    parser.add_argument("--count", type=int, default=500, metavar="N", help="histories (500)")
    parser.add_argument("--control", type=int, default=90, metavar="N", help="histories of the control (90)")
    parser.add_argument(
        "--entities", type=int, default=ALL_ENTITIES, metavar="N", help="of each company, drawn (all)"
    )
    parser.add_argument(
        "--refreshed", type=int, default=0, metavar="N", help="demo companies through the whole refresh (0)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the first company; others follow it (1)")
    parser.add_argument("--minutes", type=float, default=inf, metavar="M", help="begin no company later")
    parser.add_argument("--folder", type=Path, help="where homes are made; those that differ stay there")
    parser.add_argument("--json", type=Path, default=HISTORIES, help="where figures are written")
    asked = parser.parse_args(arguments)
    os.environ.pop("CXW_HOME", None)
    report: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="cxw-histories-") as temporary:
        folder = (asked.folder or Path(temporary)).resolve()
        scenes = ((REAL, asked.count), (CONTROL, asked.control), (REFRESHED, asked.refreshed))
        for name, count in scenes:
            if count > 0:
                place = folder / name.replace(", ", "-").replace(" ", "-")
                started = time.monotonic()
                figures = _figures(name, count, asked, place)
                seconds = round(time.monotonic() - started, 1)
                report[name] = {"seed": asked.seed, "machine": machine(), **figures, "seconds": seconds}
    write(report, asked.json)
    return verdict(report)


def _figures(name: str, count: int, asked: argparse.Namespace, place: Path) -> dict[str, Any]:
    """One scene: the histories, their control, or demo companies through the whole refresh."""
    project = {"project": without_order(place / "project")} if name == CONTROL else {}
    staging = Staging(place, **project)
    if name != REFRESHED:
        return told(campaign(staging, count, asked.seed, place, asked.entities, asked.minutes))
    tables = read_tables(staging.manifest)
    found = {n: try_refreshes(tables, asked.seed + n, place / f"{n}") for n in range(count)}
    findings = [finding for each in found.values() for finding in each]
    print("\n".join(findings), file=sys.stderr)
    return {
        "companies": count,
        "refreshes": 4 * count,
        "differ": sum(bool(each) for each in found.values()),
        "with_findings": findings[:FINDINGS_SHOWN],
    }


def verdict(report: dict[str, Any]) -> int:
    """1 where forms differ, or where the control does not."""
    for name, its in report.items():
        histories = f"{its['histories']} histories of " if "histories" in its else ""
        print(f"{name}: {histories}{its['companies']} companies, {its['differ']} of them differ")
    wrong = [name for name, its in report.items() if (name == CONTROL) != bool(its["differ"])]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
