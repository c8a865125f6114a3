"""Small files are there whole or not at all."""

from __future__ import annotations

import ast
import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.durable import replace_text, replacing, sweep_drafts
from orchestration.home import PROJECT_ROOT, Home
from orchestration.preparation import prepare_home

KILLED = """
import os, signal, sys
from pathlib import Path
from orchestration.durable import replacing
with replacing(Path(sys.argv[1])) as stream:
    stream.write(b"half of it")
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
WRITERS_OF_THEIR_OWN = {
    # Written anew by every build, scan or answer before anything reads it, and moved or removed as a whole.
    "dbt_process.py": "dbt's log and papers of this build",
    "dbt_shortcuts.py": "dbt's papers of this build",
    "cluster.py": "the options of a Spark cluster that is about to start",
    "processes.py": "logs and process ids of a Spark cluster",
    "contents.py": "a release that is renamed as a whole",
    "csv_reader.py": "files of this scan",
    "parquet_reader.py": "files of this scan",
    "publishing.py": "a release that is renamed as a whole",
    "quarantine.py": "quarantine of this scan",
    "room.py": "results of this build",
    "scan.py": "files of this scan",
    "staged.py": "files of this scan",
    "trial.py": "a home that is thrown away",
    "unpacking.py": "files of this scan",
    "ledger.py": "prepared, then moved",
    "inbox_files.py": "prepared in the erasure's folder, then copied into its place",
    "rewriting.py": "a release that is exchanged as a whole",
    "kept_releases.py": "a release that is exchanged as a whole",
    "places.py": "a release that is exchanged as a whole",
    "raw_store.py": "prepared in the erasure's folder, then moved",
    "untaken.py": "files of this erasure",
    "restoring.py": "a copy that its list names last",
    # No content.
    "memory.py": "a switch of the kernel's",
    "store.py": "a log that is added to, and a lock",
    "manifest.py": "a lock",
    # Helpers that do it right.
    "durable.py": "this is it",
}


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.json"
    replace_text(file, "eins")
    replace_text(file, "zwei é")
    assert file.read_text(encoding="utf-8") == "zwei é"
    assert [path.name for path in file.parent.iterdir()] == ["a.json"]


def test_what_fails_half_way_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.json"
    replace_text(file, "old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("orchestration.durable.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_text(file, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"] and file.read_text() == "old"


def test_a_writer_that_is_killed_leaves_a_draft_that_the_next_refresh_sweeps(tmp_path: Path) -> None:
    home = Home(tmp_path)
    notes = home.build / "refresh.json"
    replace_text(notes, "{}")
    done = subprocess.run([sys.executable, "-c", KILLED, str(notes)], cwd=PROJECT_ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert notes.read_text() == "{}"
    assert [path.name for path in home.build.glob(".*")] == [".refresh.json.draft"]
    prepare_home(home)
    assert list(home.build.glob(".*")) == [] and notes.read_text() == "{}"


def test_the_next_writer_writes_over_a_draft(tmp_path: Path) -> None:
    (tmp_path / ".a.json.draft").write_text("a longer one that was left")
    with replacing(tmp_path / "a.json") as stream:
        stream.write(b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"] and (
        tmp_path / "a.json"
    ).read_text() == "new"
    sweep_drafts(tmp_path, tmp_path / "missing")
    assert (tmp_path / "a.json").exists()


def test_nobody_else_writes_a_file_in_place() -> None:
    """A new writer uses `durable`, or is named above with what makes it safe."""
    writers = set()
    for path in (PROJECT_ROOT / "orchestration").rglob("*.py"):
        if "sample" not in path.parts and any(map(_writes, ast.walk(ast.parse(path.read_text())))):
            writers.add(path.name)
    assert writers <= set(WRITERS_OF_THEIR_OWN), writers - set(WRITERS_OF_THEIR_OWN)
    assert len(writers) > 5


def _writes(node: ast.AST) -> bool:
    """Whether it is a call that opens or makes a file for writing."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    modes = [a.value for a in [*node.args, *(k.value for k in node.keywords)] if isinstance(a, ast.Constant)]
    opens = name == "open" and any(
        isinstance(m, str) and m in {"w", "wb", "a", "ab", "x", "xb"} for m in modes
    )
    return opens or name in {"write_text", "write_bytes", "copyfile", "copy", "copy2"}
