"""A small sample of the mutants: what is changed, who notices, and that the page shows the last campaign."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faults.mutants.built_home import BuiltHome
from faults.mutants.changes import changed, changes
from faults.mutants.report import LATEST, PAGE, table
from orchestration.home import Home

STATEMENT = """
with open_tickets as (
  select distinct team, coalesce(waits, 0) as waits from tickets where opened_on <= as_of and not is_spam
)
select team, sum(waits) as waits, row_number() over (partition by team order by waits desc) as place
from open_tickets left join teams using (team)
group by all
"""
EXPECTED = {
    ("boundary", "opened_on <= as_of", "opened_on < as_of"),
    ("comparison", "opened_on <= as_of", "opened_on >= as_of"),
    ("comparison", "NOT is_spam", "is_spam"),
    ("join", "LEFT JOIN teams USING (team)", "INNER JOIN teams USING (team)"),
    ("predicate", "opened_on <= as_of AND NOT is_spam", "opened_on <= as_of"),
    ("predicate", "opened_on <= as_of AND NOT is_spam", "NOT is_spam"),
    ("connective", "opened_on <= as_of AND NOT is_spam", "(opened_on <= as_of OR NOT is_spam)"),
    ("aggregate", "SUM(waits)", "COUNT(waits)"),
    ("default", "COALESCE(waits, 0)", "waits"),
    ("number", "0", "1"),
}


def test_a_statement_is_changed_in_every_way() -> None:
    found = {(change.operator, change.before, change.after) for change in changes(STATEMENT)}
    assert found >= EXPECTED
    assert {operator for operator, _, _ in found} == {o for o, _, _ in EXPECTED} | {"distinct", "window"}
    dropped_key = next(change for change in changes(STATEMENT) if "OVER (ORDER BY" in change.after)
    assert "OVER (PARTITION BY team ORDER BY" in dropped_key.before
    assert next(change.line for change in changes(STATEMENT) if change.operator == "aggregate") == 5


def test_each_change_is_one_and_is_found_again_in_another_statement() -> None:
    for change in changes(STATEMENT):
        statement = changed(STATEMENT, change)
        assert statement is not None and changes(statement) != changes(STATEMENT)
        assert (
            changed(STATEMENT.replace("select team,", "select 'of all' as kind, team,"), change) is not None
        )
        assert changed("select 1 as nothing from nowhere", change) is None


def test_the_page_shows_the_last_campaign() -> None:
    report = json.loads(LATEST.read_text(encoding="utf-8"))
    assert table(report) in PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_changed_model_changes_what_follows_from_it(demo_home: Path) -> None:
    home = BuiltHome(Home(demo_home))
    tickets = home.models["fct_tickets"]
    assert home.rebuild(tickets.name, tickets.sql).changed == []
    volume = home.models["ticket_volume"]
    included = next(
        c for c in changes(volume.sql) if c.operator == "comparison" and "is_excluded" in c.before
    )
    statement = changed(volume.sql, included)
    assert statement is not None
    made = home.rebuild(volume.name, statement)
    assert [model.name for model in made.published] == ["ticket_volume"]
    twice = home.rebuild(volume.name, f"select * from ({volume.sql}) union all select * from ({volume.sql})")
    assert any(name.startswith("unique_key_ticket_volume") for name in home.failed_tests(twice))
    broken = home.rebuild(volume.name, "select nothing from nowhere")
    assert broken.is_stillborn and broken.broken and broken.broken.startswith("ticket_volume: Catalog Error")
    home.close()
