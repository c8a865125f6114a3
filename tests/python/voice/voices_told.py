"""What the fixture `voices` gives to tests."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import duckdb
from employee_book import Voice
from newcomer_book import Newcomers
from voice_book import Company


class Voices(NamedTuple):
    """The release, and what went into it."""

    release: duckdb.DuckDBPyConnection
    company: Company
    employees: list[Voice]
    mirrors: list[Voice]
    newcomers: Newcomers
    home: Path
