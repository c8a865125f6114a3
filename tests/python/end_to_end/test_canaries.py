"""A canary in every personal column of the contract, and in the one secret of the settings: none sings in a release."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from running import Run

from orchestration.contract import Contract, load_contract
from orchestration.home import Home

WORD = "kanarienvogel"
SECRET = f"{WORD}geheimnis"
NAMES = {
    "files/ticketing.agents/name",
    "files/crm.accounts/name",
    "salesforce/account/name",
    "zendesk/user/name",
}
"""What `people.duckdb` is for."""

VALUES = {
    "timestamp": "2024-03-01T10:00:00Z",
    "date": "2024-03-01",
    "boolean": "true",
    "status": "open",
    "channel": "email",
    "author_role": "agent",
}
"""Of a row that the demo company does not deliver: by name or type of a column; any other is `x1`."""

Row = dict[str, Any]


class Canaries:
    """One word for each personal column, and where it was put."""

    def __init__(self, contract: Contract) -> None:
        places = [
            f"{source}/{table}/{column.name}"
            for (source, table), declared in sorted(contract.items())
            for column in declared.columns
            if column.is_personal
        ]
        self.words = {place: f"{WORD}{number:02d}x" for number, place in enumerate(places)}
        self.contract = contract

    def plant(self, home: Home) -> None:
        """Into every delivery that lies in the inbox, and into one of every table that has none."""
        there = {
            path.parent.relative_to(home.inbox).as_posix()
            for path in home.inbox.rglob("*.*")
            if path.is_file()
        }
        for place in sorted({place.rpartition("/")[0] for place in self.words} - there):
            self._deliver(home, place)
        for place in sorted({place.rpartition("/")[0] for place in self.words} & there):
            for file in (home.inbox / place).iterdir():
                self._rewrite(file, place)

    def _sing(self, place: str, row: Row) -> Row:
        source, _, table = place.partition("/")
        for column in self.contract[source, table].columns:
            word = self.words.get(f"{place}/{column.name}")
            is_text = row.get("field_name", "subject") in ("subject", "description")  # of Zendesk's history
            if word and is_text:
                row[column.name] = f"{word} {row.get(column.name) or ''}".rstrip()
                if column.name == "email":
                    row[column.name] = f"{word}@example.org"
        return row

    def _deliver(self, home: Home, place: str) -> None:
        source, _, table = place.partition("/")
        columns = [c for c in self.contract[source, table].columns if c.is_key or c.is_required]
        row = {
            c.name: VALUES.get(c.name) or VALUES.get(c.data_type) or "x1"
            for c in columns
            if c.name != "source"
        }
        folder = home.inbox / place
        folder.mkdir(parents=True)
        (folder / "one.csv").write_text(_csv([self._sing(place, row)]), encoding="utf-8")

    def _rewrite(self, file: Path, place: str) -> None:
        opened: Callable[..., Any] = gzip.open if file.suffix == ".gz" else open
        with opened(file, "rt", encoding="utf-8", newline="") as stream:
            if ".jsonl" in file.name:
                rows = [self._sing(place, json.loads(line)) for line in stream]
                text = "".join(json.dumps(row) + "\n" for row in rows)
            else:
                rows = list(csv.DictReader(stream))
                if rows and "field_name" in rows[0]:
                    rows.append({**rows[0], "field_name": "subject", "value": ""})
                text = _csv([self._sing(place, row) for row in rows])
        with opened(file, "wt", encoding="utf-8", newline="") as stream:
            stream.write(text)


def _csv(rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture(scope="module")
def sung(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> tuple[Home, Canaries]:
    """A refreshed home with canaries."""
    home, canaries = Home(tmp_path_factory.mktemp("canaries")), Canaries(load_contract())
    cxw(home.root, "sample", "--customers", "12", "--days", "120", "--seed", "3")
    canaries.plant(home)
    with open(home.settings_file, "a", encoding="utf-8") as settings:
        settings.write(f"alert_webhook: http://127.0.0.1:9/{SECRET}\n")
    cxw(home.root, "refresh")
    return home, canaries


def songs(database: Path, words: list[str]) -> set[str]:
    """The words that any row, name or comment of a table of a database has."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        texts = [
            str(connection.execute(f"from {what}()").fetchall())
            for what in ("duckdb_tables", "duckdb_columns")
        ]
        for schema, table in tables:
            rows = connection.execute(
                f'select t::varchar from "{schema}"."{table}" as t where contains(t::varchar, \'{WORD}\')'
            ).fetchall()
            texts += [text for (text,) in rows]
    whole = "\n".join(texts)
    return {word for word in words if word in whole}


@pytest.mark.slow
def test_every_canary_was_let_in(sung: tuple[Home, Canaries]) -> None:
    """Else its silence in the release says nothing."""
    home, canaries = sung
    files = list(home.raw.rglob("*.parquet"))
    raw = set()
    for file in files:
        with duckdb.connect() as connection:
            literal = str(file).replace("'", "''")
            found = connection.execute(
                f"select t::varchar from read_parquet('{literal}') as t where contains(t::varchar, '{WORD}')"
            ).fetchall()
        raw |= {word for word in canaries.words.values() if any(word in text for (text,) in found)}
    assert {place for place, word in canaries.words.items() if word not in raw} == set()
    assert len(raw) > 25
    staged = songs(home.workings, list(canaries.words.values()))
    assert len(staged) > 20


@pytest.mark.slow
def test_no_canary_sings_in_a_release(sung: tuple[Home, Canaries]) -> None:
    home, canaries = sung
    release = home.current.resolve()
    words = [*canaries.words.values(), SECRET]
    assert songs(release / "warehouse.duckdb", words) == set()
    names = {path.name for path in release.iterdir()}
    assert names == {"warehouse.duckdb", "people.duckdb", "manifest.json", "audit.html", "audit.json"}
    for path in [*(release / name for name in names - {"people.duckdb"}), home.releases / "log.jsonl"]:
        assert WORD.encode() not in path.read_bytes(), path.name


@pytest.mark.slow
def test_people_has_names_alone_and_is_for_the_owner(sung: tuple[Home, Canaries]) -> None:
    home, canaries = sung
    people = home.current.resolve() / "people.duckdb"
    found = songs(people, [*canaries.words.values(), SECRET])
    places = {place for place, word in canaries.words.items() if word in found}
    assert places and places <= NAMES
    assert stat.S_IMODE(people.stat().st_mode) == 0o600


@pytest.mark.slow
def test_the_address_of_the_webhook_is_in_the_settings_alone(sung: tuple[Home, Canaries]) -> None:
    home, _ = sung
    found = [
        path
        for folder, _, names in os.walk(home.root)
        for path in (Path(folder) / name for name in names)
        if SECRET.encode() in path.read_bytes()
    ]
    assert found == [home.settings_file]
