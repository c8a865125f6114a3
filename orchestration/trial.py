"""What a delivery would do: taken and cast in a home of its own that is thrown away."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from orchestration.build import run_dbt
from orchestration.contract import load_contract
from orchestration.defects import Defect, untyped_values
from orchestration.home import Home
from orchestration.settings import Settings


def trial_defects(company: Home, file: Path, source: str, table: str, settings: Settings) -> list[Defect]:
    """Records and fields of `file` that could be read but would be refused or emptied, personal values hidden.

    The file must be one that the intake takes. What dbt parsed for `company` is not parsed again.
    Raises CxwError (BUILD_FAILED) where dbt fails.
    """
    from orchestration.intake import take_deliveries

    contract = load_contract(settings.dbt_vars())
    with tempfile.TemporaryDirectory(prefix="cxw-check-") as folder:
        home = Home(Path(folder))
        inbox = home.inbox / source / table
        inbox.mkdir(parents=True)
        shutil.copy(file, inbox)
        take_deliveries(home, contract)
        if company.parse_cache.is_file():
            home.dbt_target.mkdir(parents=True)
            shutil.copyfile(company.parse_cache, home.parse_cache)
        run_dbt(home, settings, progress=lambda message: None, select=["stg_record_defects"])
        return untyped_values(home, contract)
