"""What is measured: how each home is prepared, which command is timed, and what it may take at most."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import generate
from benchmarks.running import cxw, run
from orchestration.build import dbt_command, prepare_build
from orchestration.home import PROJECT_ROOT, Home
from orchestration.settings import Settings

LOG = Path(
    os.environ.get(
        "CXW_SERVICENOW_LOG", PROJECT_ROOT.parent / "shared/data/servicenow/incident_event_log.csv.gz"
    )
)
LAST_DAY = "2025-12-30 00:00:00"
LARGE_SETTINGS = "memory_limit: 6GB\nthreads: 2\n"


@dataclass(frozen=True)
class Case:
    """`prepare` fills a home and gives the command to time; `tickets` where the company is Zendesk-shaped.

    `full` names the case that a night is compared with, of which it may take `target_share` at most.
    """

    name: str
    prepare: Callable[[Home], list[str]]
    target_seconds: float | None = None
    target_mib: int = 2048
    tickets: int | None = None
    is_large: bool = False
    full: str | None = None
    target_share: float | None = None


def _empty_build(home: Home) -> list[str]:
    """The cost of the nodes alone: dbt over a home to which nothing was delivered, parse cache warm."""
    command = dbt_command(home, Settings.load(home))
    prepare_build(home)
    run(command, home)
    prepare_build(home)
    return command


def _demo(home: Home) -> list[str]:
    """The default demo company: about 500 customers, 2 years, 20,000 tickets; parse cache cold."""
    run(cxw(home, "sample"), home)
    return cxw(home, "refresh")


def _servicenow(home: Home) -> list[str]:
    """The real log alone, parse cache cold."""
    inbox = home.inbox / "servicenow" / "incident_event_log"
    inbox.mkdir(parents=True)
    shutil.copy(LOG, inbox)
    return cxw(home, "refresh")


def _zendesk(tickets: int, settings: str = "") -> Callable[[Home], list[str]]:
    """A Zendesk-shaped company, parse cache cold."""

    def prepare(home: Home) -> list[str]:
        home.root.mkdir(parents=True, exist_ok=True)
        if settings:
            home.settings_file.write_text(settings, encoding="utf-8")
        generate(home, tickets)
        return cxw(home, "refresh")

    return prepare


def _night(tickets: int, settings: str = "") -> Callable[[Home], list[str]]:
    """The night after: everything up to the last day is published, then that day's changes arrive."""

    def prepare(home: Home) -> list[str]:
        home.root.mkdir(parents=True, exist_ok=True)
        if settings:
            home.settings_file.write_text(settings, encoding="utf-8")
        generate(home, tickets, cut_at=LAST_DAY)
        waiting = [
            (path, home.root / f"{path.parent.name}.parquet") for path in home.inbox.rglob("2.parquet")
        ]
        for path, aside in waiting:
            path.rename(aside)
        run(cxw(home, "refresh"), home)
        for path, aside in waiting:
            aside.rename(path)
        return cxw(home, "refresh")

    return prepare


CASES = [
    Case("empty dbt build", _empty_build, 30),
    Case("demo company", _demo, 60),
    *([Case("ServiceNow log", _servicenow, 40)] if LOG.exists() else []),
    Case("Zendesk, 200 tickets", _zendesk(200), tickets=200),
    Case("Zendesk, 10,000 tickets", _zendesk(10_000), 40, tickets=10_000),
    Case("Zendesk, 100,000 tickets", _zendesk(100_000), tickets=100_000, is_large=True),
    Case(
        "Zendesk, 1,000,000 tickets",
        _zendesk(1_000_000, LARGE_SETTINGS),
        120,
        target_mib=8192,
        tickets=1_000_000,
        is_large=True,
    ),
    Case(
        "100,000 tickets, a day later",
        _night(100_000),
        is_large=True,
        full="Zendesk, 100,000 tickets",
    ),
    Case(
        "1,000,000 tickets, a day later",
        _night(1_000_000, LARGE_SETTINGS),
        target_mib=8192,
        is_large=True,
        full="Zendesk, 1,000,000 tickets",
        target_share=0.25,
    ),
]
