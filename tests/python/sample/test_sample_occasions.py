"""Reviews, mystery visits, answers after complaints, the mirror and newcomers' reports of the demo company."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

from sample_files import read_answers, read_table

from orchestration.sample import SampleSummary

Record = dict[str, Any]


def _said(home: Path, survey_id: str) -> list[Record]:
    return [r for r in read_table(home, "files", "feedback.survey_answers") if r["survey_id"] == survey_id]


def test_reviews_follow_from_the_files(home: Path, answers: dict[str, Any]) -> None:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    writers = Counter()
    for row in _said(home, "s-review"):
        found[row["site"]].update(reviews=1, stars=row["score"], replied=int("replied_at" in row))
        writers[row["site"], row["respondent_id"]] += 1
        assert row.get("replied_at", "9") > row["answered_at"]
    assert found == answers["surveys"]["reviews"] and len(found) == 2
    assert max(writers.values()) == 1
    named = [isinstance(person, int) for _, person in writers]
    assert 0.2 < sum(named) / len(named) < 0.7


def test_mystery_visits_follow_from_the_files(home: Path, answers: dict[str, Any]) -> None:
    visits: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for row in _said(home, "s-mystery"):
        visits[row["wave"]][row["respondent_id"]].append(row)
    told = answers["surveys"]["mystery"]
    assert {wave: len(shoppers) for wave, shoppers in visits.items()} == {
        w: r["visits"] for w, r in told.items()
    }
    for wave, shoppers in visits.items():
        rows = [row for visit in shoppers.values() for row in visit]
        asked = [row for row in rows if row["is_applicable"]]
        assert told[wave]["applicable"] == sum(row["weight"] for row in asked)
        assert told[wave]["met"] == sum(row["weight"] for row in asked if row["score"])
        assert all("score" not in row for row in rows if not row["is_applicable"])
        assert {len(visit) for visit in shoppers.values()} == {5}
        assert all(len({r["answered_at"] for r in visit}) == 1 for visit in shoppers.values())
    agents = {u["id"] for u in read_table(home, "zendesk", "user") if u["role"] != "end-user"}
    assert {str(row["agent_id"]) for row in _said(home, "s-mystery")} <= agents


def test_who_complained_is_asked_afterwards_and_is_less_content(home: Path) -> None:
    complaints = {c["complaint_id"]: c for c in read_table(home, "files", "ticketing.complaints")}
    rows = _said(home, "s-complaint")
    assert len(rows) > 5
    for row in rows:
        complaint = complaints[row["complaint_id"]]
        assert (
            complaint["resolved_at"] < row["answered_at"] and int(complaint["ticket_id"]) == row["ticket_id"]
        )
    content = mean(row["score"] for row in _said(home, "s-ticket") if row["question_id"] == "q-csat")
    assert mean(row["score"] for row in rows) < content


def test_employees_think_too_well_of_what_customers_say(home: Path, answers: dict[str, Any]) -> None:
    """The mirror is one person's, in one go: what customers will say, and what one would say oneself."""
    sides = {"q-predicted": Counter[str](), "q-own": Counter[str]()}
    for row in _said(home, "s-people"):
        if row["question_id"] in sides:
            sides[row["question_id"]][row["invitation_id"]] += 1
    assert sides["q-predicted"] == sides["q-own"] and len(sides["q-own"]) > 20
    scores = answers["surveys"]["scores"]

    def of(question: str) -> float:
        rows = scores[question].values()
        return float(sum(row["sum"] for row in rows) / sum(row["n"] for row in rows))

    assert of("q-own") < of("q-csat") < of("q-predicted")
    questions = {q["question_id"]: q for q in read_table(home, "files", "feedback.questions")}
    for question in sides:
        assert questions[question]["mirrors_question_id"] == "q-csat"


def test_words_are_in_french_and_in_english(home: Path) -> None:
    for survey_id in ("s-review", "s-complaint"):
        spoken = Counter(row["language"] for row in _said(home, survey_id) if row.get("verbatim"))
        assert set(spoken) == {"en", "fr"}, survey_id
    said = {row["summary"] for row in read_table(home, "files", "workforce.newcomer_findings")}
    assert any(" the " in f" {text.lower()} " for text in said) and any("é" in text for text in said)


def test_newcomers_follow_from_the_files(home: Path, answers: dict[str, Any]) -> None:
    today = answers["as_of"][:10]
    left = {e["employee_id"]: e["left_on"] for e in read_table(home, "files", "workforce.employees")}
    reports = {r["report_id"]: r for r in read_table(home, "files", "workforce.newcomer_reports")}
    due: dict[str, Counter[str]] = defaultdict(Counter)
    excluded: Counter[str] = Counter()
    for row in reports.values():
        last = left[row["employee_id"]]
        if last and last < row["due_on"]:
            excluded["left_before_due"] += 1
        elif row["due_on"] >= today:
            excluded["not_due"] += 1
        else:
            in_time = bool(row["submitted_on"]) and row["submitted_on"] <= row["due_on"]
            due[row["due_on"][:7]].update(due=1, in_time=int(in_time))
    found: dict[str, dict[str, Counter[str]]] = {
        "findings": defaultdict(Counter),
        "topics": defaultdict(Counter),
    }
    for row in read_table(home, "files", "workforce.newcomer_findings"):
        report = reports[row["report_id"]]
        if report["due_on"] >= today:
            excluded["findings_not_due"] += 1
            continue
        opened = row["action_opened_on"]
        days = (date.fromisoformat(opened) - date.fromisoformat(report["submitted_on"])).days if opened else 0
        for kind, name in (("findings", report["due_on"][:7]), ("topics", row["topic"] or "unknown")):
            found[kind][name].update(findings=1, acted_on=int(bool(opened)), days=days)
    assert answers["newcomers"] == {"due": due, **found, "excluded": excluded}
    assert sum(row["due"] for row in due.values()) > sum(row["in_time"] for row in due.values()) > 0


def test_newcomers_of_nights_are_those_of_the_whole(
    daily: tuple[Path, SampleSummary], answers: dict[str, Any]
) -> None:
    assert read_answers(daily[0])["newcomers"] == answers["newcomers"]
    for name, column in (("newcomer_reports", "submitted_on"), ("newcomer_findings", "action_closed_on")):
        folder = daily[0] / "inbox" / "files" / f"workforce.{name}"
        for path in folder.iterdir():
            rows = path.read_text(encoding="utf-8").splitlines()
            place = rows[0].split(",").index(column) - len(rows[0].split(","))
            assert max(row.split(",")[place] for row in rows[1:]) <= path.name[:10]
