"""Where the home is, and who may look into it."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.cli import main
from orchestration.errors import ExitCode
from orchestration.home import Home

Cxw = Callable[..., int]


@pytest.mark.parametrize("command", ["status", "refresh", "releases", "quarantine"])
@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_a_home_that_is_a_file_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, below: str
) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder", encoding="utf-8")
    assert main(["--home", str(file / below), command]) == ExitCode.USAGE
    assert f"error: {file}: is not a folder" in capsys.readouterr().err


def test_what_holds_personal_data_is_for_the_owner_alone(home: Home, cxw: Cxw) -> None:
    home.state.mkdir()
    home.erasure.mkdir(mode=0o755)
    home.raw.mkdir(mode=0o755)
    assert cxw("refresh") == 0
    modes = {folder.name: stat.S_IMODE(folder.stat().st_mode) for folder in home.private_folders}
    assert modes == {"raw": 0o700, "build": 0o700, "state": 0o700, "erasure": 0o700}
    assert stat.S_IMODE(home.current.resolve().stat().st_mode) == 0o755


def test_a_home_with_a_very_long_path_is_refused_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path.joinpath(*["x" * 250] * 13)
    assert main(["--home", str(home), "refresh"]) == ExitCode.USAGE
    assert "a path of more than 3,000 bytes; move the home to a shorter one" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["what?", "no#1"])
def test_a_home_that_dbt_cannot_name_is_refused_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["--home", str(tmp_path / name), "refresh"]) == ExitCode.USAGE
    assert f"{tmp_path / name}: dbt cannot open a database below a name with" in capsys.readouterr().err
    assert not (tmp_path / name / "raw").exists()
