"""What a build on Spark needs before dbt runs."""

from __future__ import annotations

from contextlib import suppress

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases.store import next_number
from orchestration.spark import schemas
from orchestration.spark.recovery import TablesMissing
from orchestration.spark.removal import numbers_with_tables
from orchestration.spark.serving import settle
from orchestration.spark.session import open_session

NOT_IN_A_PATH = "*?[]{}\\"


def begin_build(home: Home) -> None:
    """Empty schemas for the next release; what killed builds left goes.

    Raises CxwError (usage) where Spark does not answer, or belongs to another home.
    """
    if forbidden := sorted(set(NOT_IN_A_PATH) & set(str(home.root))):
        raise CxwError(
            f"{home.root}: Spark takes {' '.join(forbidden)} in a path for a pattern, and would not find its tables; "
            "rename the folder."
        )
    with suppress(
        TablesMissing
    ):  # what readers see is lost already, and the release to be built is what mends it
        settle(home)
    with open_session() as session:
        schemas.begin_candidate(session, home, next_number(home), numbers_with_tables(home))
