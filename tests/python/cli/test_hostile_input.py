"""Names and values from outside that are meant badly: checked before they reach SQL, a path or a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from orchestration.cli import main
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.instants import parse_as_of
from orchestration.releases import find_release, pointer_problem
from orchestration.settings import Settings

Cxw = Callable[..., int]
Capture = pytest.CaptureFixture[str]
ATTACKS = (
    "x'; drop table conformed.fct_tickets; --",
    'x"; drop table conformed.fct_tickets; --',
    "UTC' or '1'='1",
    "x) union all select email from staging.stg_crm__contacts --",
    "{{ env_var('HOME') }}",
    "{% set x = run_query('drop schema marts cascade') %}",
    "../../../etc/passwd",
    "x\ny",
    "x\0y",
    "1500MB'; copy marts.kpi_values to '/tmp/x",
    "",
)
NEVER_IN_SQL = {"alert_webhook"}
"""Settings that no model and no statement sees."""


@pytest.mark.parametrize("name", [f.name for f in fields(Settings) if f.name not in NEVER_IN_SQL])
def test_no_setting_takes_a_text_that_could_be_sql(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path)
    for attack in ATTACKS:
        for given in (attack, [attack], {attack: 0.5}):
            home.settings_file.write_text(yaml.safe_dump({name: given}), encoding="utf-8")
            with pytest.raises(CxwError, match="settings.yml"):
                Settings.load(home)


def test_what_models_are_given_is_numbers_and_words_of_closed_lists() -> None:
    """A new setting of free text would have to be looked at here, before it reaches a model."""
    given = {name for name, value in Settings().dbt_vars().items() if not isinstance(value, int | float)}
    assert given == {"reporting_currency", "reporting_time_zone", "zendesk_topic_column"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_instant_is_an_instant(attack: str) -> None:
    with pytest.raises(CxwError):
        parse_as_of(attack, "UTC")


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a and "\0" not in a])
def test_a_source_that_is_asked_for_is_a_value(home: Home, cxw: Cxw, capsys: Capture, attack: str) -> None:
    """`cxw quarantine --source` finds nothing of such a source, and `cxw check` refuses such a place."""
    assert main(["--home", str(home.root), "quarantine", "--source", attack]) == 0
    assert "Nothing was refused." in capsys.readouterr().out
    file = str(home.inbox / "zendesk" / "ticket" / "a.csv")
    for place in (["--source", attack, "--table", "ticket"], ["--source", "zendesk", "--table", attack]):
        assert cxw("check", file, *place) == ExitCode.DELIVERIES_REFUSED
        assert "has characters other than letters, digits" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-1", "../000001", "1;", "1/../2", "999999999999"])
def test_a_release_to_roll_back_to_is_a_number_of_one(home: Home, cxw: Cxw, number: str) -> None:
    (home.releases / "000001").mkdir(parents=True)
    assert cxw("rollback", "--", number) == ExitCode.USAGE
    assert not home.current.is_symlink()


def test_a_pointer_that_leads_out_of_the_releases_is_no_release(
    home: Home, cxw: Cxw, capsys: Capture, tmp_path: Path
) -> None:
    """It has the number of one, and readers would be shown what somebody else wrote. A home may be moved all the same."""
    assert cxw("refresh") == 0
    outside = tmp_path / "outside" / "000001"
    outside.mkdir(parents=True)
    for target in (str(outside), "../outside/000001", "releases/../../outside/000001", "/000001"):
        home.current.unlink()
        home.current.symlink_to(target)
        assert "which is no release; run 'cxw rollback 1'" in str(pointer_problem(home))
        assert cxw("status") == 1 and cxw("rollback", "1") == 0
        assert find_release(home).number == 1 and home.current.resolve() == home.releases / "000001"
    moved = Home(home.root.rename(tmp_path / "moved"))
    assert find_release(moved).number == 1 and pointer_problem(moved) is None
