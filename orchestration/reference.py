"""The company's own reference data, `reference/*.csv`: every file read strictly before any work of a refresh."""

from __future__ import annotations

import csv
import difflib
import io
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from orchestration.errors import CxwError
from orchestration.home import PROJECT_ROOT, Home

SEEDS = PROJECT_ROOT / "seeds"
DECLARED = PROJECT_ROOT / "models" / "staging" / "reference" / "_reference__sources.yml"
TARGETS = "kpi_targets"
RULES = "alert_rules"
ASKED_FOR = {
    (RULES, "valid_from"): "give the day from which the rule holds, like 2025-03-31, so that no past changes",
}
"""What is said of a value that is missing, where there is more to say than the names of the columns."""


@dataclass(frozen=True)
class ReferenceTable:
    """A file that a company may keep: its columns, those that name a line, are numbers or dates, or may be empty.

    `absent` are columns that the file may lack altogether, `words` the values of columns that have a closed list; of a
    column of numbers they are allowed beside these. Of a `worded` column the words alone count, as in verbatims.
    """

    name: str
    words: Mapping[str, tuple[str, ...]]
    columns: tuple[str, ...]
    key: tuple[str, ...]
    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    optional: tuple[str, ...]
    absent: tuple[str, ...]
    worded: tuple[str, ...]


def check_reference(home: Home) -> None:
    """Raises CxwError (usage) at the first file or line that cannot be meant, and names it."""
    if not home.reference.is_dir():
        return
    known = {f"{table.name}.csv": table for table in reference_tables()}
    for file in sorted(home.reference.iterdir()):
        if file.name.startswith("."):
            continue
        if file.name not in known:
            close = difflib.get_close_matches(file.name, known, n=1, cutoff=0.4)
            meant = f"did you mean {close[0]}?" if close else f"the files are {', '.join(sorted(known))}."
            raise CxwError(f"{file}: no such reference file is known, so nobody would read it; {meant}")
        _check_lines(file, known[file.name])


def reference_tables() -> tuple[ReferenceTable, ...]:
    """Every reference file, as dbt declares it: the columns are those of the seed of the same name."""
    (source,) = _yaml(DECLARED)["sources"]
    seeds = {seed["name"]: seed for file in SEEDS.glob("*.yml") for seed in _yaml(file)["seeds"]}
    tables = []
    for declared in source["tables"]:
        meta = declared["config"]["meta"]
        columns = tuple(seeds[declared["name"]]["config"]["column_types"])
        words = {name: tuple(listed) for name, listed in meta.get("words", {}).items()}
        marked = (
            tuple(meta.get(mark, ())) for mark in ("key", "numbers", "dates", "optional", "absent", "worded")
        )
        tables.append(ReferenceTable(declared["name"], words, columns, *marked))
    return tuple(tables)


@cache
def seed_column(seed: str, column: str) -> tuple[str, ...]:
    """A column of one of the shipped tables, such as the currencies or the time zones."""
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(line[column] for line in csv.DictReader(lines))


def _check_lines(file: Path, table: ReferenceTable) -> None:
    keys: dict[tuple[str, ...], int] = {}
    for number, line in _lines(file, table):
        where = f"{file}, line {number}"
        for name in table.columns:
            given = line.get(name, "").strip()
            if not given:
                if name in table.optional:
                    continue
                needed = ", ".join(column for column in table.columns if column not in table.optional)
                raise CxwError(
                    f"{where}: {name} is missing; {ASKED_FOR.get((table.name, name), f'fill {needed}')}."
                )
            listed = table.words.get(name, ())
            if name in table.numbers and not (_is_number(line[name]) or given.lower() in listed):
                beside = f", or {' or '.join(listed)}" if listed else ""
                raise CxwError(f"{where}: {name} is no number; write it like 12.5{beside}.")
            if name in table.worded and not _plain_words(given):
                raise CxwError(f"{where}: {name} has no word; write one or more, like wait time.")
            if name in table.dates and not _is_date(line[name]):
                raise CxwError(f"{where}: {name} is no date; write it like 2025-03-31.")
            if name not in table.numbers and listed and given.lower() not in listed:
                raise CxwError(f"{where}: {name} is none of {', '.join(listed)}.")
        key = tuple(
            _plain_words(line[name]) if name in table.worded else line[name].strip().lower()
            for name in table.key
        )
        if key in keys:
            raise CxwError(
                f"{where}: the key ({', '.join(table.key)}) stands in line {keys[key]} too: {', '.join(key)}; "
                "keep one of the lines."
            )
        keys[key] = number
        if table.name == TARGETS:
            _check_kpi(where, *key)
        if table.name == RULES:
            _check_rule(where, {name: line.get(name, "").strip().lower() for name in table.columns})


def _lines(file: Path, table: ReferenceTable) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The lines after the header by column, each with its number; blank lines are passed over."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise CxwError(f"{file}, line {line}: is not UTF-8; save the file as UTF-8.") from error
    except OSError as error:
        raise CxwError(f"{file}: cannot be read ({error.strerror}).") from error
    first = text.partition("\n")[0]
    mark = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    header: list[str] | None = None
    started = 1
    try:
        for values in reader:
            if header is None:
                header = [name.strip() for name in values]
                _check_header(file, header, table)
            elif values:
                if len(values) != len(header):
                    raise CxwError(
                        f"{file}, line {started}: {len(values)} values where the header has {len(header)}."
                    )
                yield started, dict(zip(header, values, strict=True))
            started = reader.line_num + 1
    except csv.Error as error:
        raise CxwError(f"{file}, line {started}: a quote is not closed, or text follows it.") from error
    if header is None:
        _check_header(file, [], table)


def _check_header(file: Path, header: Sequence[str], table: ReferenceTable) -> None:
    for name in table.columns:
        if name not in header and name not in table.absent:
            wanted = ",".join(table.columns)
            raise CxwError(f"{file}, line 1: the column {name} is missing; the header must be: {wanted}")


def _check_kpi(where: str, kpi_id: str, variant: str) -> None:
    known = dict(
        zip(seed_column("kpi_reference", "kpi_id"), seed_column("kpi_reference", "variants"), strict=True)
    )
    if kpi_id not in known:
        close = difflib.get_close_matches(kpi_id, known, n=1)
        meant = f"did you mean {close[0]}?" if close else "docs/kpi_values.md says which there are."
        raise CxwError(f"{where}: no KPI is called {kpi_id}; {meant}")
    variants = [word.strip() for word in known[kpi_id].split("|")]
    if variant not in variants:
        raise CxwError(f"{where}: {kpi_id} has no variant {variant}; it has {', '.join(variants)}.")


def _check_rule(where: str, line: Mapping[str, str]) -> None:
    """It holds for a day at least, and on a condition."""
    if not (line["threshold"] or line["keyword"] or line["segment"]):
        raise CxwError(
            f"{where}: no condition, so every answer would alarm; fill threshold (such as negative), keyword or "
            "segment."
        )
    if line["valid_to"] and line["valid_to"] <= line["valid_from"]:
        raise CxwError(
            f"{where}: valid_to is not after valid_from, so the rule would never hold; write the day after its "
            "last one, or leave it empty."
        )
    _check_scale(where, line["metric"], line["threshold"], line["scale"])


def _check_scale(where: str, metric: str, threshold: str, scale: str) -> None:
    """A number says nothing without its scale, unless it is of a recommendation."""
    ends = scale.split(" to ")
    if scale and not (len(ends) == 2 and all(map(_is_number, ends)) and float(ends[0]) != float(ends[1])):
        raise CxwError(f"{where}: scale is none; write it from the worst answer to the best, like 1 to 5.")
    if not _is_number(threshold):
        if scale:
            raise CxwError(f"{where}: scale is for a threshold that is a number; leave it empty.")
    elif scale:
        low, high = sorted(map(float, ends))
        if not low <= float(threshold) <= high:
            raise CxwError(f"{where}: threshold is not on the scale {scale}.")
    elif metric != "nps":
        raise CxwError(f"{where}: of which scale is {threshold}? Fill scale, like 1 to 5, or write negative.")


def _plain_words(text: str) -> str:
    """As the warehouse reads verbatims: small letters without accents, one blank for whatever parts two words."""
    letters = (sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", "".join(letters).replace("œ", "oe")).strip()


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and "_" not in text
    except ValueError:
        return False


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text.strip()).isoformat() == text.strip()
    except ValueError:
        return False


def _yaml(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded
