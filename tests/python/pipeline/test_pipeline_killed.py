"""Dagster as it is served, with its daemon: where it listens, and what comes of a run whose process is killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from listening import listening

from faults.forking import processes_of
from orchestration.cli import main
from orchestration.home import PROJECT_ROOT, Home
from orchestration.lock import holder
from orchestration.releases import find_release, list_releases, verify

WORKSPACE = "{ repositoriesOrError { ... on RepositoryConnection { nodes { name location { name } } } } }"
LAUNCH = """mutation ($selector: JobOrPipelineSelector!) {
  launchRun(executionParams: {selector: $selector, runConfigData: {}}) {
    ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""
STATUS = "query ($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"


class Served:
    """A running `cxw dagster`."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The answer of Dagster's GraphQL."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql",
            json.dumps({"query": query, "variables": variables}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=180) as answer:
            data: dict[str, Any] = json.load(answer)["data"]
            return data

    def launch(self) -> str:
        """Starts `nightly_refresh` as the page does; gives the run's id."""
        (repository,) = self.ask(WORKSPACE)["repositoriesOrError"]["nodes"]
        selector = {
            "repositoryName": repository["name"],
            "repositoryLocationName": repository["location"]["name"],
            "jobName": "nightly_refresh",
        }
        return str(self.ask(LAUNCH, selector=selector)["launchRun"]["run"]["runId"])

    def status(self, run: str) -> str:
        """`STARTED`, `FAILURE`, `SUCCESS` ..."""
        return str(self.ask(STATUS, id=run)["runOrError"]["status"])


def _until(is_so: Callable[[], object], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listening_addresses(port: int) -> set[str]:
    """Local addresses on which somebody of this machine listens to the port, of IPv4 and IPv6, as Linux has them."""
    lines = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    ]
    return {
        local.partition(":")[0]
        for _, local, _, state, *_ in lines
        if state == "0A" and int(local.partition(":")[2], 16) == port
    }


@pytest.fixture
def served(home: Home) -> Iterator[Served]:
    """`cxw dagster` on the home, in a session of its own, until its page answers."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "orchestration.cli",
        "--home",
        str(home.root),
        "dagster",
        "--port",
        str(port),
    ]
    home.root.mkdir(parents=True, exist_ok=True)
    # A test run in the background ignores interrupts, and what it starts would, too.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    with open(home.root / "served.log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=log, stderr=log, start_new_session=True)
    signal.signal(signal.SIGINT, handler)
    served = Served(port)

    def answers() -> bool:
        assert process.poll() is None, (home.root / "served.log").read_text()[-3000:]
        try:
            return bool(served.ask(WORKSPACE)["repositoriesOrError"]["nodes"])
        except OSError:
            return False

    try:
        _until(answers, 180)
        yield served
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_run_whose_process_is_killed_fails_is_told_and_the_next_one_publishes(
    home: Home, served: Served
) -> None:
    assert main(["--home", str(home.root), "sample", "--customers", "12", "--days", "40"]) == 0
    assert _listening_addresses(served.port) == {"0100007F"}, "127.0.0.1 alone"
    with listening() as webhook, open(home.settings_file, "a", encoding="utf-8") as settings:
        settings.write(f"alert_webhook: {webhook.address}\n")
        settings.flush()
        killed = served.launch()
        _until(lambda: (home.build / "workings.duckdb").exists() and _dbt_of(home), 120)
        pid = int(str(holder(home)))
        os.kill(pid, signal.SIGKILL)
        _until(lambda: served.status(killed) == "FAILURE", 60)
        _until(lambda: not _dbt_of(home), 5)
        assert holder(home) is None and list_releases(home) == []
        _until(lambda: [m["event"] for m in webhook.messages] == ["refresh_failed"], 90)
        assert webhook.messages[0]["reasons"] == ["RUN_STOPPED"]
        following = served.launch()
        _until(lambda: served.status(following) in ("SUCCESS", "FAILURE"), 300)
        assert served.status(following) == "SUCCESS"
        _until(lambda: webhook.messages[-1]["event"] == "refresh_recovered", 90)
    assert find_release(home).number == 1 and verify(home) == []
    assert sorted(path.name for path in home.releases.iterdir()) == [
        ".lock",
        "000001",
        "log.jsonl",
        "runs.jsonl",
    ]


def _dbt_of(home: Home) -> list[int]:
    """Processes of dbt that build in the home."""
    return [
        pid
        for pid in processes_of(home.root)
        if b"dbt_process"
        in (Path(f"/proc/{pid}/cmdline").read_bytes() if Path(f"/proc/{pid}").exists() else b"")
    ]
