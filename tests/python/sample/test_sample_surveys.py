"""The surveys of the demo company: counted again from its files, and biased as people are."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sample_files import SMALL, read_answers, read_file, read_table

from orchestration.sample import SampleSummary, write_sample

Record = dict[str, Any]


def _counting(home: Path) -> list[Record]:
    """The answers that count: complete, with a readable score, the last of each invitation and question."""
    last: dict[tuple[str, str], Record] = {}
    for row in sorted(read_table(home, "files", "feedback.survey_answers"), key=lambda r: r["answered_at"]):
        if row["is_complete"] and isinstance(row.get("score"), int):
            unit = row.get("invitation_id") or f"{row['respondent_id']} {row.get('wave')} {row.get('site')}"
            last[unit, row["question_id"]] = row
    return list(last.values())


def _net(scores: list[int]) -> float:
    return 100 * (sum(s in (9, 10) for s in scores) - sum(s < 7 for s in scores)) / len(scores)


def test_scores_follow_from_the_files(home: Path, answers: dict[str, Any]) -> None:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in _counting(home):
        found[row["question_id"], row["answered_at"][:7]].append(row["score"])
    told = {(q, m): row for q, months in answers["surveys"]["scores"].items() for m, row in months.items()}
    assert {key: (len(s), sum(s)) for key, s in found.items()} == {
        key: (row["n"], row["sum"]) for key, row in told.items()
    }
    for (question, month), row in told.items():
        scores = found[question, month]
        if question in ("q-nps", "q-nps-ticket", "q-enps"):
            assert row["score"] == _net(scores)
        if question == "q-csat":
            assert row["positive_percent"] == 100 * sum(s in (4, 5) for s in scores) / len(scores)
        if question == "q-ces":
            assert row["positive"] == len(scores) - sum(s < 5 for s in scores)


def test_what_is_set_aside_and_what_counts_is_what_was_delivered(answers: dict[str, Any]) -> None:
    told = answers["surveys"]["answers"]
    assert told["counted"] + sum(told["set_aside"].values()) == told["delivered"]
    assert set(told["set_aside"]) >= {"incomplete", "resubmitted", "superseded"}


def test_responses_follow_from_the_files(home: Path, answers: dict[str, Any]) -> None:
    complete = {
        r.get("invitation_id")
        for r in read_table(home, "files", "feedback.survey_answers")
        if r["is_complete"]
    }
    found: dict[str, dict[tuple[str, str], Counter[str]]] = {"month": {}, "channel": {}}
    for row in read_table(home, "files", "feedback.survey_invitations"):
        for kind, name in (("month", row["sent_at"][:7]), ("channel", row["channel"])):
            counts = found[kind].setdefault((row["survey_id"], name), Counter())
            counts["sent"] += 1
            counts["delivered"] += bool(row["delivered_at"])
            counts["bounced"] += bool(row["bounced_at"])
            counts["answered"] += row["invitation_id"] in complete
            if row["expires_at"] <= answers["as_of"]:
                counts["sent_and_over"] += 1
                counts["delivered_and_over"] += bool(row["delivered_at"])
                counts["answered_and_over"] += row["invitation_id"] in complete
    for kind, rows in found.items():
        told = answers["surveys"]["invitations"][kind]
        assert {(s, name): row for s, names in told.items() for name, row in names.items()} == rows


def test_alerts_and_calls_follow_from_the_files(home: Path, answers: dict[str, Any]) -> None:
    calls = defaultdict(list)
    for row in read_table(home, "files", "feedback.follow_ups"):
        if row["kind"] == "customer_contacted":
            calls[row["answer_id"][:10]].append(datetime.fromisoformat(row["done_at"]))
    limits = {"q-nps": 6, "q-nps-ticket": 6, "q-csat": 2}
    responses = defaultdict(list)
    for row in sorted(read_table(home, "files", "feedback.survey_answers"), key=lambda r: r["answered_at"]):
        if row["is_complete"] and row["question_id"] in limits and isinstance(row["score"], int):
            responses[row["answer_id"][:10]].append(row)
    found: dict[str, Counter[str]] = {name: Counter() for name in ("watched", "alerts", "due", "called")}
    as_of = datetime.fromisoformat(answers["as_of"])
    for response, rows in responses.items():
        bad = [r for r in rows if r["score"] <= limits[r["question_id"]]]
        at = datetime.fromisoformat((bad or rows)[0]["answered_at"])
        found["watched"][f"{at:%Y-%m}"] += 1
        if bad:
            found["alerts"][f"{at:%Y-%m}"] += 1
            ends = at + timedelta(hours=48)
            if ends <= as_of:
                found["due"][f"{ends:%Y-%m}"] += 1
                found["called"][f"{ends:%Y-%m}"] += any(at <= call <= ends for call in calls[response])
    told = answers["surveys"]["alerts"]
    for name, months in (("watched", "month"), ("alerts", "month"), ("due", "due"), ("called", "due")):
        assert {m: row[name] for m, row in told[months].items() if row[name]} == +found[name], name
    assert 0 < sum(found["called"].values()) < sum(found["due"].values())


def test_nobody_answers_before_the_delivery_or_after_two_weeks(home: Path) -> None:
    sent = {r["invitation_id"]: r for r in read_table(home, "files", "feedback.survey_invitations")}
    for row in read_table(home, "files", "feedback.survey_answers"):
        if "invitation_id" not in row:
            assert row["survey_id"] in ("s-review", "s-mystery")
            continue
        invitation = sent[row["invitation_id"]]
        assert (
            invitation["delivered_at"]
            < invitation["opened_at"]
            < invitation["started_at"]
            < row["answered_at"]
        )
        assert row["answered_at"] < invitation["expires_at"]


def test_invitations_and_unhappy_answers_lead_to_known_people_and_tickets(home: Path) -> None:
    tickets = {t["id"] for t in read_table(home, "zendesk", "ticket")}
    users = {u["id"] for u in read_table(home, "zendesk", "user")}
    accounts = {a["id"] for a in read_table(home, "salesforce", "account")}
    for row in read_table(home, "files", "feedback.survey_invitations"):
        assert row["respondent_id"] in users
        assert row["ticket_id"] in tickets or row["survey_id"] != "s-ticket"
        assert row["account_id"] in accounts | {""}
    answer_ids = {r["answer_id"] for r in read_table(home, "files", "feedback.survey_answers")}
    assert {r["answer_id"] for r in read_table(home, "files", "feedback.follow_ups")} <= answer_ids


def test_words_agree_with_scores_most_of_the_time_in_two_languages(home: Path) -> None:
    praise = ("happy", "thank you", "friendly", "great", "excellent", "best", "not bad", "at once")
    praise += ("content", "merci.", "aimable", "précieuse", "meilleur", "pas mal", "tout de suite")
    said: Counter[tuple[bool, bool]] = Counter()
    languages: Counter[str] = Counter()
    for row in read_table(home, "files", "feedback.survey_answers"):
        if row.get("verbatim") and row["question_id"] == "q-csat":
            languages[row["language"]] += 1
            text = row["verbatim"].lower()
            if row["score"] in (1, 2, 4, 5):
                said[row["score"] > 3, any(word in text for word in praise)] += 1
    assert min(languages["en"], languages["fr"]) > 20
    agreeing = said[True, True] + said[False, False]
    assert 0.8 < agreeing / sum(said.values()) < 1


def test_surveys_move_nothing_else(tmp_path: Path) -> None:
    """Another draw of the surveys alone changes the deliveries of feedback, and no other."""
    from orchestration.sample import generate

    small: dict[str, Any] = {"customers": 15, "days": 60, "tickets": 120, "seed": 5}
    write_sample(tmp_path / "a", **small)
    kept = generate.make_surveys
    try:
        generate.make_surveys = lambda rng, *rest: kept(type(rng)("another"), *rest)
        write_sample(tmp_path / "b", **small)
    finally:
        generate.make_surveys = kept
    a, b = (
        {p.relative_to(r): p.read_bytes() for p in r.rglob("*.*") if p.is_file()}
        for r in (tmp_path / "a" / "inbox", tmp_path / "b" / "inbox")
    )
    assert {str(p.parent) for p in a.keys() | b.keys() if a.get(p) != b.get(p)} <= {
        f"files/feedback.{name}" for name in ("survey_invitations", "survey_answers", "follow_ups")
    }


def test_every_night_adds_to_the_nights_before(
    daily: tuple[Path, SampleSummary], answers: dict[str, Any]
) -> None:
    """Delivered day by day, no day's file has anything that happened later, and the answers are the same."""
    assert read_answers(daily[0])["surveys"] == answers["surveys"]
    for name, column in (("survey_invitations", "opened_at"), ("survey_answers", "answered_at")):
        for path in (daily[0] / "inbox" / "files" / f"feedback.{name}").iterdir():
            day = path.name[:10]
            rows = read_file(path)
            assert max((r.get(column) or "" for r in rows), default="")[:10] <= day


def test_who_answers_is_not_who_was_asked(home: Path) -> None:
    """Channels differ, and so do segments."""
    answered = {r.get("invitation_id") for r in read_table(home, "files", "feedback.survey_answers")}
    rates: dict[str, list[bool]] = defaultdict(list)
    for row in read_table(home, "files", "feedback.survey_invitations"):
        if row["respondent_type"] == "customer" and row["delivered_at"]:
            rates[row["channel"]].append(row["invitation_id"] in answered)
    share = {channel: sum(rows) / len(rows) for channel, rows in rates.items()}
    assert share["email"] + 0.1 < share["sms"]
    assert 0.2 < sum(map(sum, rates.values())) / sum(map(len, rates.values())) < 0.5
    assert SMALL["tickets"] > len(answered) > 200
