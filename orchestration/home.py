"""The warehouse home: where everything that is not code lives."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from orchestration.errors import CxwError

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEFAULT_HOME = PROJECT_ROOT / "warehouse"


def workings_of(candidate: Path) -> Path:
    """The database beside a candidate that holds what it was made from."""
    return candidate.with_name("workings.duckdb")


@dataclass(frozen=True)
class Home:
    """Paths of one warehouse home; holds no state of its own."""

    root: Path

    @classmethod
    def locate(cls, given: str | Path | None = None) -> Home:
        """The home named on the command line, else by `CXW_HOME`, else `./warehouse` of the project.

        It need not be there yet. Raises CxwError (usage) where it cannot be a folder.
        """
        root = Path(given or os.environ.get("CXW_HOME") or DEFAULT_HOME).resolve()
        for path in (root, *root.parents):
            if path.exists() and not path.is_dir():
                raise CxwError(f"{path}: is not a folder, so the warehouse home cannot be {root}.")
        return cls(root)

    @property
    def inbox(self) -> Path:
        """What arrives: `<source>/<table>/<file>`; never changed by the warehouse."""
        return self.root / "inbox"

    @property
    def reference(self) -> Path:
        """The company's own mappings, laid over the seeds."""
        return self.root / "reference"

    @property
    def raw(self) -> Path:
        """Immutable Parquet, one file for each delivery."""
        return self.root / "raw"

    @property
    def ledger_dir(self) -> Path:
        """One JSON Lines file for each scan of the inbox."""
        return self.raw / "ledger"

    @property
    def quarantine_dir(self) -> Path:
        """Records that could not be read, one JSON Lines file for each scan."""
        return self.raw / "quarantine"

    @property
    def build(self) -> Path:
        """Private to the running refresh."""
        return self.root / "build"

    @property
    def candidate(self) -> Path:
        """What dbt builds to be published, conformed and marts, and the audit judges."""
        return self.build / "candidate.duckdb"

    @property
    def workings(self) -> Path:
        """What dbt builds on the way there: raw, staging, intermediate. It holds personal data."""
        return workings_of(self.candidate)

    @property
    def spill(self) -> Path:
        """Where a release that is written spills what does not fit into memory."""
        return self.build / "spill"

    @property
    def spark(self) -> Path:
        """The cluster of this machine alone (orchestration/spark): logs, pids, metastore, tables."""
        return self.root / "spark"

    @property
    def dbt_target(self) -> Path:
        """dbt's own artefacts (manifest, run results, parse cache)."""
        return self.build / "target"

    @property
    def parse_cache(self) -> Path:
        """dbt's parse of the project, which takes seconds; it serves other homes with the same settings, too."""
        return self.dbt_target / "partial_parse.msgpack"

    @property
    def state(self) -> Path:
        """What the next night may start from, promoted together with its release."""
        return self.root / "state"

    @property
    def erasure(self) -> Path:
        """The key of pseudonyms, and who was erased, as keyed hashes."""
        return self.root / "erasure"

    @property
    def private_folders(self) -> tuple[Path, ...]:
        """Folders that hold personal data: for the owner of the home alone."""
        return (self.raw, self.build, self.state, self.erasure)

    @property
    def tables(self) -> Path:
        """Parquet files of releases that Spark built, one folder for each schema."""
        return self.root / "tables"

    @property
    def releases(self) -> Path:
        """Numbered, immutable releases."""
        return self.root / "releases"

    @property
    def current(self) -> Path:
        """Link to the release that readers see."""
        return self.root / "current"

    @property
    def settings_file(self) -> Path:
        """The company's choices; optional."""
        return self.root / "settings.yml"

    @property
    def lock_file(self) -> Path:
        """Held by the one refresh that may write here."""
        return self.root / "refresh.lock"
