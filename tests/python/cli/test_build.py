"""The build room: dbt's arguments, its failures in words, and no orphan."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from orchestration import build
from orchestration.errors import CxwError, ExitCode
from orchestration.home import PROJECT_ROOT, Home
from orchestration.settings import Settings

PROJECT = {
    "dbt_project.yml": "{name: cxw, version: '1.0', profile: cxw, model-paths: [models]}",
    "profiles.yml": "cxw: {target: duckdb, outputs: {duckdb: {type: duckdb, "
    "path: \"{{ env_var('CXW_HOME') }}/build/candidate.duckdb\", "
    "settings: {memory_limit: \"{{ env_var('CXW_MEMORY_LIMIT') }}\"}}}}",
    "models/first.sql": "select {{ var('recontact_days') }} as days, '{{ env_var('CXW_AS_OF', 'none') if execute }}' as as_of",
    "models/second.sql": "select days / {{ '2' if var('recontact_days') == 7 else 'nosuch' }} as half "
    "from {{ ref('first') }}",
    "models/third.sql": "select * from {{ ref('second') }}",
    "models/models.yml": "models: [{name: first, columns: [{name: days, data_tests: [not_null, unique]}]}]",
}

CONTRACT = """models: [{name: NAME, config: {materialized: table, contract: {enforced: true}},
  columns: [{name: word, data_type: string}, {name: worth, data_type: double}]}]"""
CONTRACTED = {
    "kept": "select 'a' as word, cast(1.5 as double) as worth",
    "retyped": "select 'a' as word, 1.5 as worth",
    "renamed": "select 'a' as words, cast(1.5 as double) as worth",
    "widened": "select 'a' as word, cast(1.5 as double) as worth, 1 as more",
    "turned": "select cast(1.5 as double) as worth, 'a' as word",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home, and a dbt project of three models in the place of the warehouse's."""
    for name, text in PROJECT.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(build, "PROJECT_ROOT", tmp_path / "project")
    monkeypatch.setenv("PYTHONPATH", str(PROJECT_ROOT))
    return Home(tmp_path / "home")


def test_the_arguments_stay_the_same_from_night_to_night() -> None:
    home = Home(Path("/home"))
    arguments = build.dbt_arguments(home, Settings())
    assert arguments == build.dbt_arguments(home, Settings())
    assert arguments[0] == "build" and arguments[-2] == "--vars"
    assert "as_of" not in json.loads(arguments[-1])
    assert build.dbt_environment(home, Settings())["CXW_AS_OF"] == ""
    assert (
        build.dbt_environment(home, Settings(), "2024-01-31T23:59:59")["CXW_AS_OF"] == "2024-01-31T23:59:59"
    )
    assert arguments[arguments.index("--target-path") + 1] == str(home.dbt_target)
    assert arguments[arguments.index("--threads") + 1] == "2"


def test_a_build_makes_the_candidate_and_keeps_the_parse(home: Home) -> None:
    home.build.mkdir(parents=True)
    (home.build / "candidate.duckdb").write_text("not a database", encoding="utf-8")
    (home.build / "candidate.duckdb.wal").write_text("stale", encoding="utf-8")
    messages: list[str] = []
    result = build.run_dbt(home, Settings(), as_of="2024-01-31T00:00:00.000000", progress=messages.append)
    assert (result.nodes, result.tests, result.warnings) == (5, 2, ())
    assert sorted(build.dbt_tests(home), key=lambda test: test["name"]) == [
        {"name": "not_null_first_days", "status": "pass", "failures": 0},
        {"name": "unique_first_days", "status": "pass", "failures": 0},
    ]
    assert home.candidate.stat().st_size > 1000
    assert not (home.build / "candidate.duckdb.wal").exists()
    assert "build: 1 of 5 first" in messages
    assert (home.dbt_target / "partial_parse.msgpack").exists()
    assert sorted(path.name for path in (home.root.parent / "project").iterdir()) == [
        "dbt_project.yml",
        "models",
        "profiles.yml",
    ]


def test_tests_that_did_not_run_stop_the_build(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of dbt may leave out all of them; who knows what that means says so with one of ours."""
    monkeypatch.setenv("DBT_EXCLUDE_RESOURCE_TYPES", "test")
    with pytest.raises(CxwError) as failure:
        build.run_dbt(home, Settings(), progress=lambda message: None)
    assert failure.value.exit_code == ExitCode.BUILD_FAILED
    said = str(failure.value)
    assert "2 of 2 tests of dbt did not run: not_null_first_days, unique_first_days. " in said
    assert "unset the variables of the environment that begin with DBT_" in said
    monkeypatch.delenv("DBT_EXCLUDE_RESOURCE_TYPES")
    monkeypatch.setenv("CXW_WITHOUT_DATA_TESTS", "1")
    result = build.run_dbt(home, Settings(), progress=lambda message: None)
    assert (result.nodes, result.tests) == (3, 0)
    assert result.warnings == ("dbt's data tests were left out, as CXW_WITHOUT_DATA_TESTS asks",)


def test_a_parse_serves_another_home_and_another_instant(home: Home) -> None:
    """Nothing is parsed again where the parse of one home lies in another; a setting that models read is another parse."""
    build.run_dbt(home, Settings(), progress=lambda message: None)
    parsed = {}
    for name, settings in (("same", Settings()), ("other", Settings(stale_ticket_days=9))):
        other = Home(home.root.parent / name)
        other.dbt_target.mkdir(parents=True)
        shutil.copy(home.dbt_target / "partial_parse.msgpack", other.dbt_target)
        build.run_dbt(other, settings, as_of="2024-01-31T00:00:00.000000", progress=lambda message: None)
        performance = json.loads((other.dbt_target / "perf_info.json").read_text(encoding="utf-8"))
        parsed[name] = performance["parsed_path_count"] > 0
    assert parsed == {"same": False, "other": True}


def test_a_failed_build_names_the_models_and_the_log(home: Home) -> None:
    """Among them those whose columns are not the declared ones, in name, type, number or order."""
    project = home.root.parent / "project"
    (project / "macros").mkdir()
    shutil.copy(PROJECT_ROOT / "macros" / "duckdb" / "table.sql", project / "macros")
    for name, query in CONTRACTED.items():
        (project / "models" / f"{name}.sql").write_text(query, encoding="utf-8")
        (project / "models" / f"{name}.yml").write_text(CONTRACT.replace("NAME", name), encoding="utf-8")
    with pytest.raises(CxwError) as failure:
        build.run_dbt(home, Settings(recontact_days=8), progress=lambda message: None)
    assert failure.value.exit_code == ExitCode.BUILD_FAILED
    message = str(failure.value)
    assert "dbt build failed: 5 of 10 nodes" in message
    assert "second: Runtime Error" in message and "nosuch" in message
    told = {line.split(":")[0].strip(): line for line in message.splitlines()}
    assert "kept" not in told
    assert "are those of its contract in another order: worth DOUBLE, word VARCHAR" in told["turned"]
    for name, difference in {
        "retyped": "worth | DECIMAL(2,1)",
        "renamed": "words",
        "widened": "more",
    }.items():
        assert "enforced contract that failed" in told[name] and difference in told[name]
    with duckdb.connect(str(home.candidate), read_only=True) as candidate:
        made = candidate.execute("select table_name from duckdb_tables() order by 1").fetchall()
    assert made == [("kept",)]
    assert str(home.build / "logs" / "dbt.log") in message and (home.build / "logs" / "dbt.log").exists()


def test_a_project_that_cannot_be_read_is_told_by_the_last_errors(home: Home) -> None:
    message = build._explain([], ["Compilation Error\n  model third depends on nobody"], home)
    assert (
        "dbt build failed before any node ran.\n  Compilation Error model third depends on nobody\n"
        in message
    )


def test_a_project_that_cannot_be_parsed_says_why(home: Home) -> None:
    (home.root.parent / "project" / "models" / "third.sql").write_text("select * from {{ ref('nobody') }}")
    with pytest.raises(CxwError) as failure:
        build.run_dbt(home, Settings(), progress=lambda message: None)
    message = str(failure.value)
    assert "before any node ran" in message and "'nobody' which was not found" in message
    assert "'nobody' which was not found" in (home.build / "logs" / "dbt.log").read_text(encoding="utf-8")


def test_at_most_ten_failures_are_told(home: Home) -> None:
    results = [{"status": "error", "unique_id": f"model.cxw.m{i}", "message": "bad"} for i in range(12)]
    message = build._explain(results, [], home)
    assert (
        "12 of 12 nodes" in message
        and "  m9: bad" in message
        and "m10" not in message
        and "and 2 more" in message
    )


SPILLS = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1], config={"memory_limit": "60MB", "threads": 1})
connection.execute("create table t as select md5(i::varchar) as a, md5((i + 1)::varchar) as b from range(9000000) as r(i) order by a")
"""


def test_what_a_killed_build_has_spilled_is_gone_when_a_build_begins(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.dbt_target.mkdir(parents=True)
    parse = home.dbt_target / "partial_parse.msgpack"
    parse.touch()
    process = subprocess.Popen([sys.executable, "-c", SPILLS, str(home.workings)])
    deadline = time.monotonic() + 60
    while not list(home.build.glob("workings.duckdb.tmp/duckdb_temp*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert list(home.build.glob("workings.duckdb.tmp/duckdb_temp*")), "DuckDB leaves it"
    home.spill.mkdir()
    (home.spill / "duckdb_temp_storage_DEFAULT-0.tmp").touch()
    build.prepare_build(home)
    assert [path for path in home.build.rglob("*") if path.is_file()] == [parse]
    assert not home.spill.exists() and not list(home.build.glob("*.tmp"))


CHILD = "import time; from orchestration.dbt_process import die_with_parent; die_with_parent(); print('up', flush=True); time.sleep(60)"
PARENT = f"import subprocess, sys; c = subprocess.Popen([sys.executable, '-c', {CHILD!r}]); print(c.pid, flush=True); c.wait()"


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere the lock that dbt holds is what protects the candidate"
)
def test_dbt_dies_with_the_refresh_that_started_it() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ},
    )
    assert parent.stdout is not None
    lines = {parent.stdout.readline().strip(), parent.stdout.readline().strip()}
    (child,) = (int(line) for line in lines if line.isdigit())
    assert "up" in lines and Path(f"/proc/{child}").exists()
    os.kill(parent.pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while _is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    parent.communicate()
    assert not _is_running(child)


def _is_running(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
