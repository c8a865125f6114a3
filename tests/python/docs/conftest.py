"""`worked_company`: what the pages tell to write and to deliver, built once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from doc_pages import CONTRIBUTING, OWN_HOMES, PAGES, WorkedCompany, apply, read_blocks

from orchestration.build import dbt_environment
from orchestration.candidate import open_candidate
from orchestration.contract import load_contract
from orchestration.dbt_process import EVENTS_OPTION
from orchestration.home import PROJECT_ROOT, Home
from orchestration.intake import take_deliveries
from orchestration.settings import Settings

PROJECT_PARTS = ("dbt_project.yml", "profiles.yml", "macros", "models", "seeds", "tests/dbt", "docs")
ARRIVED_AT = datetime(2025, 4, 3, 6, 0, tzinfo=UTC)
AS_OF = "2025-04-02T23:59:59.999999"
EXAMPLES = ("stg_ticketing__teams", "stg_ticketing__tickets", "stg_ticketing__ticket_watchers")
SELECTED = [
    *("+kpi_values", "+ticket_backlog", "+open_tickets", "+churn_monthly", "stg_record_defects"),
    *("+contact_coverage", "+quality_scores", "+cost_to_serve", "+customer_360"),
    *("+survey_representativeness", "+survey_scores_weighted", "+mirror_gaps"),
    *("+score_drivers", "+verbatim_topics"),
    *("+renewals", "+renewals_due", "+newsletter_lists", "+fct_cancellations", "+fct_follow_ups"),
    *(f"+{model}" for model in EXAMPLES),
    *(f"path:models/staging/ticketing/{model}.yml" for model in EXAMPLES),
]
"""Data tests run only where a path names them: those of the entities that the examples feed."""


@pytest.fixture(scope="session")
def worked_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkedCompany]:
    """Applies every block that says where it belongs, takes the deliveries, and runs dbt once."""
    project, home = tmp_path_factory.mktemp("project"), Home(tmp_path_factory.mktemp("home"))
    for part in PROJECT_PARTS:
        copy = shutil.copytree if (PROJECT_ROOT / part).is_dir() else shutil.copyfile
        copy(PROJECT_ROOT / part, project / part)
    for page in PAGES:
        for block in read_blocks(page) if page not in OWN_HOMES else []:
            if page == CONTRIBUTING or (block.new_file or "").startswith("inbox/files/"):
                apply(block, project, home.root)
    scan = take_deliveries(home, load_contract(project_root=project), arrived_at=ARRIVED_AT)
    _dbt_build(project, home)
    with open_candidate(home.candidate) as candidate:
        yield WorkedCompany(project, home, scan, candidate)


def _dbt_build(project: Path, home: Home) -> None:
    home.build.mkdir()
    folder = str(project)
    log = home.build / "logs" / "dbt.log"
    command = [sys.executable, "-m", "orchestration.dbt_process", EVENTS_OPTION, str(log), "build"]
    command += ["--project-dir", folder, "--profiles-dir", folder]
    command += ["--target-path", str(home.dbt_target), "--log-path", str(log.parent)]
    command += ["--indirect-selection", "empty", "--select", *SELECTED]
    environment = {**os.environ, **dbt_environment(home, Settings(), AS_OF)}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
