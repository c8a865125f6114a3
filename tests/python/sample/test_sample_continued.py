"""A demo company is not mixed with another one, or with anything else: only the same one goes on."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_files import read_answers

from orchestration.cli import main
from orchestration.errors import ExitCode
from orchestration.sample import write_sample

TINY: dict[str, Any] = {"customers": 3, "days": 20, "tickets": 12}


def _files(home: Path) -> dict[str, str]:
    files = sorted(path for path in home.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the first ten days of a tiny company, day by day."""
    home = tmp_path_factory.mktemp("made")
    write_sample(home, **TINY, day_by_day=True, until=date(2024, 1, 10))
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(made, tmp_path / "home")
    return tmp_path / "home"


def test_the_same_company_goes_on(home: Path) -> None:
    before = _files(home / "inbox")
    write_sample(home, **TINY, day_by_day=True, until=date(2024, 1, 10))
    assert _files(home / "inbox") == before
    write_sample(home, **TINY, day_by_day=True, until=date(2024, 1, 12))
    after = _files(home / "inbox")
    assert after.items() > before.items()
    assert read_answers(home)["as_of"] == "2024-01-12T23:59:59Z"
    write_sample(home, **TINY, day_by_day=True)
    assert read_answers(home)["as_of"] == "2024-01-20T23:59:59Z"


OTHERS: list[tuple[dict[str, Any], str]] = [
    ({"seed": 2}, "seed 1, not 2"),
    ({"customers": 4}, "customers 3, not 4"),
    ({"days": 21}, "days 20, not 21"),
    ({"tickets": 13}, "tickets 12, not 13"),
    ({"starts_on": date(2024, 1, 2)}, "starts_on 2024-01-01, not 2024-01-02"),
    ({"day_by_day": False}, "day_by_day True, not False"),
    ({"until": date(2024, 1, 9)}, "was delivered until 2024-01-10"),
]


@pytest.mark.parametrize(("changed", "why"), OTHERS)
def test_another_company_is_refused_and_nothing_is_written(
    home: Path, changed: dict[str, Any], why: str
) -> None:
    before = _files(home)
    asked = {**TINY, "day_by_day": True, "until": date(2024, 1, 10), **changed}
    with pytest.raises(ValueError, match=why):
        write_sample(home, **asked)
    assert _files(home) == before


def test_what_was_taken_counts_when_the_inbox_is_empty_again(home: Path) -> None:
    shutil.rmtree(home / "inbox")
    ledger = home / "raw" / "ledger" / "000001.jsonl"
    ledger.parent.mkdir(parents=True)
    ledger.write_text("{}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="another demo company"):
        write_sample(home, **TINY, seed=2)
    ledger.unlink()
    write_sample(home, **TINY, seed=2)


def test_deliveries_of_others_are_not_mixed_with_a_demo_company(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "inbox" / "zendesk" / "ticket" / "a.csv"
    file.parent.mkdir(parents=True)
    (file.parent / ".hidden.csv").write_text("not looked at", encoding="utf-8")
    tiny = ["--home", str(tmp_path), "sample", "--customers", "3", "--days", "20"]
    file.write_text("id\n1\n", encoding="utf-8")
    assert main(tiny) == ExitCode.USAGE
    assert "holds deliveries that are not of a demo company" in capsys.readouterr().err
    file.unlink()
    assert main(tiny) == 0
    assert main([*tiny, "--seed", "2"]) == ExitCode.USAGE
    assert "seed 1, not 2" in capsys.readouterr().err


def test_answers_of_before_the_way_of_delivery_was_written_down_are_read(home: Path) -> None:
    answers_file = home / "sample_answers.json"
    answers = json.loads(answers_file.read_text(encoding="utf-8"))
    del answers["parameters"]["day_by_day"]
    answers_file.write_text(json.dumps(answers), encoding="utf-8")
    write_sample(home, **TINY, day_by_day=True)
    answers_file.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="cannot be read"):
        write_sample(home, **TINY, day_by_day=True)
