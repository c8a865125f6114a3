"""`python -m faults.full_disk`: a night on a disk that fills up, on disks from too small to large enough.

Every disk is a tmpfs in a mount namespace of its own, so that no right of an administrator is needed where Linux gives
user namespaces. The night must say what is full and what to do, leave readers what they have, and work once there is
room. The check of free space before the work is switched off, or no disk would ever fill up; it is tried by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from faults.content import read_file
from faults.judging import judge_files
from faults.scenes import Scene, fresh_home, listing, stand_in_scene
from faults.stand_ins import use_small_build
from faults.victim import load_modules, run_refresh

INSIDE = "CXW_FAULTS_NAMESPACE"
STEPS = 24
ROOM_MB = 1024
REFUSALS = (2, 4, 5)
"""Exit codes of a night whose disk is full: the home, the build, or the written release."""


def without_the_check() -> None:
    """The small build, on a disk that nobody looked at before."""
    from orchestration import preparation

    use_small_build()
    vars(preparation)["refuse_full_disk"] = lambda home, entries, *, on_spark: None


def main() -> int:
    """Goes into a namespace of its own, tries every size, and prints one JSON object with what was found."""
    parser = argparse.ArgumentParser(prog="python -m faults.full_disk", description=__doc__)
    parser.add_argument(
        "--steps", type=int, default=STEPS, help=f"disks between too small and enough ({STEPS})"
    )
    asked = parser.parse_args()
    if not os.environ.get(INSIDE):
        inside = ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-m", "faults.full_disk"]
        return subprocess.run(
            [*inside, *sys.argv[1:]], env={**os.environ, INSIDE: "1"}, check=False
        ).returncode
    os.environ.pop("CXW_HOME", None)
    load_modules()
    with tempfile.TemporaryDirectory(prefix="cxw-full-") as folder:
        place = Path(folder) / "scene"
        place.mkdir()
        report = _try_all(stand_in_scene(place), Path(folder), asked.steps)
    print(json.dumps(report, indent=1))
    return 1 if report["findings"] or not report["refused"] else 0


def _try_all(scene: Scene, folder: Path, steps: int) -> dict[str, Any]:
    built = sum(file.stat().st_size for file in (scene.before / "build").glob("*.duckdb"))
    held = sum(path.stat().st_size for path in scene.before.rglob("*") if path.is_file()) - built
    grows = 2 * built + 2_000_000
    codes: Counter[int] = Counter()
    findings: list[str] = []
    for step in range(steps):
        code, found = _try(scene, folder, held + 400_000 + grows * step // steps)
        codes[code] += 1
        findings += [f"step {step}: {one}" for one in found]
    findings += _try_read_only(scene, folder)
    return {
        "disks": steps,
        "published": codes[0],
        "refused": {str(code): number for code, number in sorted(codes.items()) if code},
        "findings": findings,
    }


def _try(scene: Scene, folder: Path, size: int) -> tuple[int, list[str]]:
    """A night on a disk of so many bytes, and a second one on the same disk made larger."""
    disk, log = folder / "disk", folder / "night.log"
    disk.mkdir(exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk))
    home = disk / "home"
    try:
        shutil.copytree(
            scene.before, home, symlinks=True, ignore=shutil.ignore_patterns("candidate.*", "workings.*")
        )
        code = run_refresh(home, log, scene.environment, without_the_check)
        findings = [] if code == 0 else _judge(scene, home, code, log.read_text(encoding="utf-8"))
        _mount("-o", f"remount,size={ROOM_MB}m", str(disk))
        again = run_refresh(home, log, scene.environment, without_the_check)
        if again or read_file(home / "current" / "warehouse.duckdb") != scene.new:
            findings.append(f"with room: exit code {again}, or another content: {log.read_text()[-300:]}")
        findings += judge_files(scene.files, listing(home)) if code else []
        return code, findings
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def _try_read_only(scene: Scene, folder: Path) -> list[str]:
    """A night on a disk that lost its right to be written, and one on the same disk as it should be."""
    disk, log = folder / "disk", folder / "night.log"
    disk.mkdir(exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={ROOM_MB}m", "tmpfs", str(disk))
    home = disk / "home"
    try:
        fresh_home(scene, home)
        _mount("-o", "remount,ro", str(disk))
        code = run_refresh(home, log, scene.environment, without_the_check)
        said = log.read_text(encoding="utf-8")
        findings = (
            [] if code == 2 and f"{home}: cannot be written (Read-only file system)" in said else [said]
        )
        if read_file(home / "current" / "warehouse.duckdb") != scene.old or listing(home) != listing(
            scene.before
        ):
            findings.append("the home was changed")
        _mount("-o", "remount,rw", str(disk))
        again = run_refresh(home, log, scene.environment, without_the_check)
        if again or read_file(home / "current" / "warehouse.duckdb") != scene.new:
            findings.append(f"writable: exit code {again}, or another content")
        return [f"read-only: {one}" for one in findings]
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def _judge(scene: Scene, home: Path, code: int, said: str) -> list[str]:
    findings = []
    told = "No space left" in said and str(home) in said
    if code not in REFUSALS or not told:
        findings.append(f"exit code {code}, which says {said.strip()[-400:]}")
    if read_file(home / "current" / "warehouse.duckdb") != scene.old:
        findings.append("readers no longer have the old release")
    return findings


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
