"""No check goes away, or gets weaker, unnoticed: `checks.txt` has them all, and a change of it is read in a review.

`.venv/bin/python -m pytest tests/python/rules/test_checks.py` says the lines that differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from orchestration.audit import Minimum, load_reconciliations, load_suites

LISTED = Path(__file__).with_name("checks.txt")
MODEL_TESTS_AT_LEAST = {"unique_key": 265, "contract_holds": 54}
"""Those that another rule asks of every model, and of every entity, are counted; it says which model has none."""

PART = re.compile(r"'[^']+' as part|\bas part\b")


def declared_checks(manifest: Mapping[str, Any]) -> Iterator[str]:
    """One line for each check: its kind, its name, how it counts, and what it must look at."""
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and (given := _further_test(node)):
            severity, model = node["config"]["severity"].lower(), node["attached_node"].split(".")[-1]
            for column, target in given["references"].items():
                null = ", or NULL" if column in given.get("null_allowed", []) else ""
                yield f"reference | {model}.{column} | {severity} | in {target}{null}"
    for suite in load_suites():
        for each in suite.expectations:
            rule = f"{each.expect} {_spelled(each.arguments)}"
            name = f"{suite.table}.{each.name}"
            yield f"expectation | {name} | {each.severity} | {_least(each.minimum)} | {rule}"
    for each in load_reconciliations():
        parts = len(PART.findall(each.sql))
        yield f"reconciliation | {each.name} | {each.severity} | {_least(each.minimum)} | {parts} parts"


def _further_test(node: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Arguments of a test that no other rule asks for."""
    metadata = node.get("test_metadata")
    assert metadata, f"{node['name']}: say here how a test of its kind is listed"
    if metadata["name"] in MODEL_TESTS_AT_LEAST:
        return None
    assert metadata["name"] == "references_exist", f"{metadata['name']}: say here how it is listed"
    arguments: Mapping[str, Any] = metadata["kwargs"]
    return arguments


def _least(minimum: Minimum) -> str:
    return f"rows {minimum.rows}" + (
        f" if {' '.join(minimum.needed_if.split())}" if minimum.needed_if else ""
    )


def _spelled(arguments: Mapping[str, Any]) -> str:
    return " ".join(" ".join(f"{name}={value}".split()) for name, value in sorted(arguments.items()))


def test_no_check_goes_away_or_gets_weaker_unnoticed(manifest: Mapping[str, Any]) -> None:
    listed = LISTED.read_text(encoding="utf-8").splitlines()
    declared = sorted(declared_checks(manifest))
    gone = [f"take out, if it is meant: {line}" for line in listed if line not in declared]
    new = [f"add: {line}" for line in declared if line not in listed]
    assert "\n".join(gone + new) == "", f"{LISTED.name} says another thing than the declarations"
    assert listed == sorted(set(listed))


def test_models_keep_their_tests(manifest: Mapping[str, Any]) -> None:
    """Adding models raises the numbers above; they are lowered with the models that go."""
    tests = (node for node in manifest["nodes"].values() if node["resource_type"] == "test")
    found = Counter(node["test_metadata"]["name"] for node in tests if node["config"]["enabled"])
    disabled = [node["name"] for nodes in manifest["disabled"].values() for node in nodes]
    assert disabled == [], "a disabled test is none"
    assert {
        name: found[name] for name in MODEL_TESTS_AT_LEAST if found[name] < MODEL_TESTS_AT_LEAST[name]
    } == {}


def test_every_data_test_stops_the_night(manifest: Mapping[str, Any]) -> None:
    """Errors, not warnings; on all rows; and one failure is enough."""
    weaker = []
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test":
            config = node["config"]
            is_whole = config["where"] is None and config["limit"] is None and config["error_if"] == "!= 0"
            if config["severity"].lower() != "error" or not is_whole or config["fail_calc"] != "count(*)":
                weaker.append(node["name"])
    assert weaker == []
