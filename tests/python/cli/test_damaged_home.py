"""A home in which something was damaged by hand: said in one sentence, and the next refresh goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orchestration.errors import ExitCode
from orchestration.home import Home
from orchestration.releases import find_release

Cxw = Callable[..., int]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def two_releases(home: Home, cxw: Cxw, capsys: Capture) -> Home:
    """The home after two refreshes."""
    assert (cxw("refresh"), cxw("refresh")) == (0, 0)
    capsys.readouterr()
    return home


def test_a_broken_manifest_is_a_warning_of_the_next_refresh(
    two_releases: Home, cxw: Cxw, capsys: Capture
) -> None:
    manifest = two_releases.current / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_text('{"number":', encoding="utf-8")
    for arguments in (["status"], ["status", "--verify"]):
        assert cxw(*arguments) == 1
        assert "000002/manifest.json: cannot be read" in capsys.readouterr().err
    assert cxw("releases") == 0
    out, err = capsys.readouterr()
    assert [line.split()[:3] for line in out.splitlines()[1:]][1] == ["*", "2", "damaged"]
    assert "warning: release 2: " in err and "manifest.json: cannot be read" in err
    assert cxw("refresh") == 0
    assert "warning: " in (err := capsys.readouterr().err) and "000002/manifest.json: cannot be read" in err
    assert cxw("status", "--verify") == 0
    assert find_release(two_releases).number == 3


def test_deliveries_that_an_older_release_knows_are_not_judged_again(
    home: Home, cxw: Cxw, capsys: Capture
) -> None:
    """One of four records was refused and accepted; without release 2 the older release says so."""
    (home.inbox / "zendesk" / "ticket" / "b.csv").write_text("id,subject\n5,too,many\n", encoding="utf-8")
    home.settings_file.write_text("quarantine_thresholds: {zendesk: 0.3}\n", encoding="utf-8")
    assert (cxw("refresh"), cxw("refresh")) == (0, 0)
    home.settings_file.unlink()
    (home.current / "manifest.json").chmod(0o644)
    (home.current / "manifest.json").write_text("{", encoding="utf-8")
    assert cxw("refresh") == 0


def test_a_missing_database_is_unhealthy(two_releases: Home, cxw: Cxw, capsys: Capture) -> None:
    (two_releases.current / "warehouse.duckdb").unlink()
    assert cxw("status") == 1
    assert "000002/warehouse.duckdb: is missing" in capsys.readouterr().err
    assert cxw("releases") == 0
    assert "damaged" in capsys.readouterr().out


def test_a_missing_pointer_is_said(two_releases: Home, cxw: Cxw, capsys: Capture) -> None:
    two_releases.current.unlink()
    said = f"{two_releases.current}: is missing; run 'cxw rollback 2'."
    assert cxw("status") == 1 and said in capsys.readouterr().err
    assert cxw("rollback") == ExitCode.USAGE and said in capsys.readouterr().err
    assert cxw("releases") == 0 and said in capsys.readouterr().err
    two_releases.current.symlink_to("releases/000009")
    assert cxw("status") == 1 and "points to releases/000009" in capsys.readouterr().err
    assert cxw("rollback", "2") == 0 and cxw("status") == 0


def test_a_directory_in_the_place_of_the_pointer_stops_before_any_work(
    two_releases: Home, cxw: Cxw, capsys: Capture
) -> None:
    two_releases.current.unlink()
    two_releases.current.mkdir()
    assert cxw("refresh") == ExitCode.USAGE
    assert "is not a link to a release; move it away, then run 'cxw rollback 2'" in capsys.readouterr().err
