"""dbt's parse of the project, which takes seconds, made once for a whole test run."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

from orchestration.home import Home
from orchestration.settings import Settings

DEFAULT_VARS = ("--vars", json.dumps(Settings().dbt_vars(), sort_keys=True))
"""Options of a dbt command that is to share the parse of the homes without a settings file."""


class SharedParse:
    """dbt's parse of the project, made once for each settings file and given to every home that has the same."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _files(self, home: Path) -> tuple[Path, Path]:
        settings = home / "settings.yml"
        text = settings.read_bytes() if settings.is_file() else b""
        kept = self.folder / f"{hashlib.sha256(text).hexdigest()}.msgpack"
        return kept, Home(home).parse_cache

    def lend(self, home: Path) -> None:
        """Puts the parse where dbt looks for it, unless the home has one."""
        kept, used = self._files(home)
        if kept.is_file() and not used.exists():
            used.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(kept, used)

    def keep(self, home: Path) -> None:
        """Keeps the first one; whole or not at all, as the test processes share the folder."""
        kept, used = self._files(home)
        if used.is_file() and not kept.exists():
            draft = kept.with_suffix(f".{os.getpid()}")
            shutil.copyfile(used, draft)
            draft.replace(kept)
