"""`voices`: the release of one company that asks, refreshed once, and what is true of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from delivering import deliver_csv
from employee_book import add_employees
from mirror_book import add_predictions
from newcomer_book import add_newcomers
from odd_respondents import add_odd_respondents
from odd_scales import add_odd_scales
from reach_cases import CHANNEL_MAPPING, add_reach_cases
from running import Run
from voice_book import AS_OF
from voice_cases import add_voice_cases
from voice_company import COMPANY_TERMS, make_company
from voices_told import Voices
from worked_surveys import (
    add_agent_between_teams,
    add_invitations,
    add_mystery_visits,
    add_worked_surveys,
)


@pytest.fixture(scope="session")
def voices(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Iterator[Voices]:
    """Delivered in one night, as of the end of 2023."""
    home: Path = tmp_path_factory.mktemp("voices")
    company = make_company(seed=23)
    employees = add_employees(company, random.Random(5))
    mirrors = add_predictions(company, random.Random(11))
    newcomers = add_newcomers(company, random.Random(12))
    add_worked_surveys(company)
    add_mystery_visits(company)
    add_invitations(company)
    add_agent_between_teams(company)
    add_voice_cases(company)
    add_reach_cases(company)
    add_odd_scales(company)
    add_odd_respondents(company)
    for table, rows in company.tables.items():
        columns = list(dict.fromkeys(name for row in rows for name in row))
        deliver_csv(home, table, ",".join(columns), ([row.get(name) for name in columns] for row in rows))
    (home / "reference").mkdir()
    (home / "reference" / "verbatim_terms.csv").write_text(COMPANY_TERMS, encoding="utf-8")
    (home / "reference" / "channel_words.csv").write_text(CHANNEL_MAPPING, encoding="utf-8")
    cxw(home, "refresh", "--as-of", AS_OF.isoformat())
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as connection:
        yield Voices(connection, company, employees, mirrors, newcomers, home)
