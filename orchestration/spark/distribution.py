"""Where Spark and Java are on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from orchestration.errors import CxwError
from orchestration.home import PROJECT_ROOT

NEEDED_JAVA = 17


def spark_home() -> Path:
    """The folder of Spark: `SPARK_HOME`, else the package that `make spark-up` installed.

    Raises CxwError (usage) where there is none.
    """
    if given := os.environ.get("SPARK_HOME"):
        found = Path(given)
    else:
        packages = (PROJECT_ROOT / ".venv-spark").glob("lib/python3*/site-packages/pyspark")
        found = next(iter(sorted(packages)), PROJECT_ROOT / ".venv-spark")
    if not (found / "bin" / "spark-class").exists():
        raise CxwError(
            f"{found}: has no bin/spark-class; run `make spark-up`, which installs Spark, or set SPARK_HOME."
        )
    return found


def require_java() -> None:
    """Raises CxwError (usage) where Java is missing or too old."""
    java = (
        Path(os.environ["JAVA_HOME"]) / "bin" / "java"
        if os.environ.get("JAVA_HOME")
        else shutil.which("java")
    )
    if java is None or not Path(java).exists():
        raise CxwError(f"Java {NEEDED_JAVA} or newer is needed for Spark; install it, or set JAVA_HOME.")
    said = subprocess.run([str(java), "-version"], capture_output=True, text=True, check=False).stderr
    words = said.split('"')
    major = words[1].split(".")[0] if len(words) > 1 else ""
    if not major.isdigit() or int(major) < NEEDED_JAVA:
        raise CxwError(
            f"{java}: Spark needs Java {NEEDED_JAVA} or newer, and this says: {said.strip() or 'nothing'}"
        )
