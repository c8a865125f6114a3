"""A home of an older version is upgraded step by step, a newer one is refused; columns that change are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.home_format import FORMAT, read_format, settle_format
from orchestration.releases.columns import change_text, column_changes


def test_a_home_of_before_the_number_gets_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    settle_format(home)
    assert json.loads((tmp_path / "format.json").read_text(encoding="utf-8")) == {"format": FORMAT}


def test_an_older_home_is_upgraded_step_by_step_and_a_step_that_fails_is_done_again(tmp_path: Path) -> None:
    home, done = Home(tmp_path), []

    def breaks(_: Home) -> None:
        done.append(2)
        if done.count(2) == 1:
            raise OSError("disk")

    upgrades = {1: lambda _: done.append(1), 2: breaks}
    with pytest.raises(OSError):
        settle_format(home, upgrades, 3)
    assert read_format(home) == 2
    settle_format(home, upgrades, 3)
    assert (done, read_format(home)) == ([1, 2, 2], 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"format": 99}', "a newer version has refreshed it"),
        ('{"format": "one"}', "it must be a number"),
        ("{", "cannot be read"),
    ],
)
def test_what_this_version_does_not_know_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "format.json").write_text(text, encoding="utf-8")
    with pytest.raises(CxwError, match=words):
        settle_format(Home(tmp_path))
    assert (tmp_path / "format.json").read_text(encoding="utf-8") == text


def test_changed_columns_are_named() -> None:
    before = {"marts.a": {"x": "INTEGER", "y": "VARCHAR"}, "marts.gone": {"z": "DATE"}}
    after = {"marts.a": {"x": "BIGINT", "w": "DATE"}, "marts.new": {"z": "DATE"}}
    assert [change_text(change) for change in column_changes(before, after)] == [
        "added marts.a.w (DATE)",
        "retyped marts.a.x (INTEGER -> BIGINT)",
        "removed marts.a.y (VARCHAR)",
        "removed marts.gone",
        "added marts.new",
    ]
    assert column_changes(after, after) == []
