"""Asks the advisory service of PyPI about every locked package, with pip-audit in an environment of its own.

Exit code 1 says that a package has a known advisory that nobody has accepted. Where the service or the packages of
pip-audit cannot be reached, nothing was audited: that is said, and is no failure, so that a build without a network
goes on. A package that the service does not know was not audited either, and counts as such.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
UV = ROOT / ".venv" / "bin" / "uv"
TOOL = ROOT / "requirements-advisories.lock"
AUDITED = (
    "requirements.lock",
    "requirements-uv.lock",
    "requirements-advisories.lock",
    "requirements-spark.lock",
)
SECONDS = 300

NETWORK = (
    "onnection",
    "roxyError",
    "imeout",
    "imed out",
    "ServiceError",
    "HTTPError",
    "ailed to fetch",
    "dns error",
)
"""What is said by uv and pip-audit where nothing answers."""

ACCEPTED: dict[str, str] = {}
"""Advisories that change nothing here: their id, and why."""


def judge(found: dict[str, Any], accepted: dict[str, str]) -> tuple[int, list[str]]:
    """The exit code and what is told, of pip-audit's own JSON."""
    packages = {(p["name"], p.get("version", "")): p for p in found["dependencies"]}.values()
    skipped = [p for p in packages if "skip_reason" in p]
    known = len(packages) - len(skipped)
    if not known:
        return 0, [f"NOT AUDITED: the advisory service knows none of {len(packages)} packages."]
    lines, is_bad = [], False
    for package in packages:
        for advisory in package.get("vulns", []):
            names = {advisory["id"], *advisory.get("aliases", [])}
            why = next((accepted[name] for name in sorted(names) if name in accepted), None)
            fixed = ", ".join(advisory.get("fix_versions", [])) or "no version yet"
            is_bad |= why is None
            what = (
                f"accepted: {why}"
                if why
                else f"fixed in {fixed}; raise it in pyproject.toml and run make lock"
            )
            lines.append(f"{package['name']} {package['version']}: {advisory['id']} ({what})")
    if skipped:
        names = ", ".join(sorted(p["name"] for p in skipped)[:5])
        lines.append(
            f"NOT AUDITED: {len(skipped)} of {len(packages)} packages, which the service does not know: {names} ..."
        )
    lines.append(f"{known} packages were looked up.")
    return int(is_bad), lines


class NotReachedError(Exception):
    """The network, the service or the packages of pip-audit were not there."""


def main() -> int:
    """Installs pip-audit from its lock, runs it on every lock and judges."""
    with tempfile.TemporaryDirectory(prefix="cxw-advisories-") as folder:
        try:
            found = _ask(Path(folder))
        except NotReachedError as error:
            print(f"NOT AUDITED: {error}")
            return 0
    code, lines = judge(found, ACCEPTED)
    print("\n".join(lines))
    return code


def _ask(folder: Path) -> dict[str, Any]:
    python = folder / "venv" / "bin" / "python"
    _run(UV, "venv", "--quiet", "--python", sys.executable, folder / "venv")
    _run(UV, "pip", "sync", "--quiet", "--python", python, "--require-hashes", TOOL)
    packages: list[dict[str, Any]] = []
    for lock in AUDITED:
        told = folder / f"{lock}.json"
        options = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", "30")
        _run(
            python,
            "-m",
            "pip_audit",
            "--requirement",
            ROOT / lock,
            *options,
            "--format",
            "json",
            "--output",
            told,
            makes=told,
        )
        packages += json.loads(told.read_text(encoding="utf-8"))["dependencies"]
    return {"dependencies": packages}


def _run(*command: object, makes: Path | None = None) -> None:
    """Runs a command that must succeed, or make a file. Raises NotReachedError where the network was what failed."""
    words = [str(word) for word in command]
    environment = {**os.environ, "UV_SYSTEM_CERTS": "true"}
    try:
        done = subprocess.run(
            words, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NotReachedError(f"no answer in {SECONDS} s") from error
    if done.returncode == 0 or (makes and makes.exists()):
        return
    last = (done.stderr.strip() or "no message").splitlines()[-1].strip()
    if any(sign in done.stderr for sign in NETWORK):
        raise NotReachedError(last[:300])
    raise SystemExit(f"error: {' '.join(words[:4])}: {last}")


if __name__ == "__main__":
    sys.exit(main())
