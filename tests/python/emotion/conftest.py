"""`emotion_home`: the page's reception desk, and a survey of a year in English from which a model can learn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from delivering import deliver_csv
from docs.doc_pages import EMOTION, read_blocks
from rated_corpus import LAST_MONTH, YEAR, corpus
from running import FIGURES_ONLY, Run

from orchestration.candidate import open_candidate
from orchestration.home import Home

SCORES = {"negative": (0, 6), "neutral": (7, 8), "positive": (9, 10)}
ANSWERS = "answer_id,survey_id,question_id,respondent_type,respondent_id,answered_at,score,verbatim,language,channel,account_id"


def year_of_answers() -> Iterator[tuple[object, ...]]:
    """1,000 rated answers of 2023, one in ten of them with words that say something else, and what teaches nothing:
    200 of January without a score, words of employees and for a test account, and a second answer of one respondent."""
    for place, each in enumerate(corpus(1000, wrong=0.1)):
        low, high = SCORES[each.label]
        score = low + place % (high - low + 1)
        yield answer(f"Y{place:04}", f"y{place}", f"{each.day}T12:00:00Z", score, each.text)
    for place, each in enumerate(corpus(200, wrong=0.1, seed=6)):
        at = f"{LAST_MONTH}-{1 + place % 9:02}T12:00:00Z"
        yield answer(f"Z{place:04}", f"z{place}", at, None, each.text, channel="email")
    yield answer("E1", "e1", "2023-03-01T00:00:00Z", 9, "I was lovely myself", kind="employee")
    yield answer("Z9999", "z0", "2024-01-09T13:00:00Z", None, "was rude after all")
    yield answer("X1", "x1", "2023-01-05T12:00:00Z", 9, "was rude as a test", account="A-test")
    yield answer("X2", "x2", "2024-01-05T12:00:00Z", None, "was rude as a test", account="A-test")
    yield answer("X3", "y5", "2023-12-31T12:00:00Z", 0, "was rude as a test", account="A-test")
    yield answer("U1", "u1", "2023-02-05T12:00:00Z", None, "😡😡", channel="kiosk")
    yield answer("U2", "u2", "2023-02-05T12:00:00Z", None, "xyz", channel="kiosk")
    yield answer("U3", "u3", "2023-02-05T12:00:00Z", None, "Was it at the board?", channel="kiosk")
    for place in range(36):
        yield answer(
            f"P{place}", f"p{place}", "2023-11-05T12:00:00Z", None, "was lovely at counter 3", channel="sms"
        )
    yield answer("L1", "c-fr", "2024-01-06T12:00:00Z", None, "Terrible !", language="")


def answer(
    answer_id: str,
    respondent: str,
    at: str,
    score: int | None,
    text: str,
    *,
    kind: str = "customer",
    channel: str = "web",
    account: str = "",
    language: str = "en",
) -> tuple[object, ...]:
    """A row of the survey of the year."""
    return answer_id, YEAR, "year-1", kind, respondent, at, score, text, language, channel, account


def unlisted() -> Iterator[tuple[object, ...]]:
    """A question that nobody listed, answered and then broken off."""
    yield "N1", YEAR, "never listed", "customer", "n1", "2023-02-06T12:00:00Z", "Bought a parcel.", True
    yield "N2", YEAR, "never listed", "customer", "n1", "2023-02-07T12:00:00Z", "Bought", False


def ratings() -> Iterator[tuple[str, str, str, str]]:
    """K1 is rated good, then bad, with words that come a little before, beside and after."""
    yield "K1", "satisfaction_score", "2023-06-02T08:00:00Z", "offered"
    yield "K1", "satisfaction_comment", "2023-06-02T08:59:00Z", "Merci."
    yield "K1", "satisfaction_score", "2023-06-02T09:00:00Z", "good"
    yield "K1", "satisfaction_score", "2023-06-03T09:00:00Z", "bad"
    yield "K1", "satisfaction_comment", "2023-06-03T09:00:00Z", "Bof"
    yield "K1", "satisfaction_comment", "2023-06-03T09:05:00Z", "Finalement pas content."


def deliver_messages_of_both_languages(home: Path) -> None:
    """A word of both languages, and one message whose words tell: who wrote it, who asked, what the ticket says."""
    french, unknown = "rq-crm", ""
    deliver_csv(
        home, "ticketing.requesters", "requester_id,contact_id,language",
        [(french, "c-fr", ""), ("rq-own", "c-fr", "en-US"), ("rq-locale", "", "fr-CA"), ("rq-silent", "", "")],
    )  # fmt: skip
    tickets = [("K2", french, ""), ("K3", "rq-silent", ""), ("K4", french, "en"), ("K5", "", "")]
    deliver_csv(
        home, "ticketing.tickets", "ticket_id,requester_id,language,channel,topic,status,created_at",
        [(*ticket, "email", "outage", "open", "2023-06-01T08:00:00Z") for ticket in tickets], "asked",
    )  # fmt: skip
    messages = [
        ("M-asker", "K2", unknown, "Terrible !"), ("M-own", "K2", "rq-own", "Terrible !"),
        ("M-locale", "K3", "rq-locale", "Terrible !"), ("M-silent", "K3", "rq-silent", "Terrible !"),
        ("M-ticket", "K4", french, "Terrible !"), ("M-words", "K2", french, "It was terrible, and they know it."),
        ("M-copied", "K2", "rq-silent", "Terrible !"), ("M-nobody", "K5", unknown, "Terrible !"),
    ]  # fmt: skip
    deliver_csv(
        home, "ticketing.ticket_messages", "message_id,ticket_id,author_id,body,sent_at,author_role,is_public",
        [(*message, "2023-06-01T09:00:00Z", "customer", "true") for message in messages], "asked",
    )  # fmt: skip


@pytest.fixture(scope="session")
def emotion_home(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Home:
    """That home, refreshed once."""
    home = Path(tmp_path_factory.mktemp("emotion"))
    for block in read_blocks(EMOTION):
        if block.new_file:
            path = home / block.new_file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    questions = home / "inbox" / "files" / "feedback.questions"
    with (questions / "reception.csv").open("a", encoding="utf-8") as handle:
        handle.write(f"year-1,{YEAR},nps,relational,0,10,true\n")
    (home / "inbox" / "files" / "feedback.survey_answers").rename(home / "page")
    deliver_csv(home, "feedback.survey_answers", ANSWERS, year_of_answers())
    columns = "answer_id,survey_id,question_id,respondent_type,respondent_id,answered_at,verbatim,is_complete"
    deliver_csv(home, "feedback.survey_answers", columns, unlisted(), "unlisted")
    deliver_csv(
        home, "crm.accounts", "account_id,created_at,is_test", [("A-test", "2022-01-01T00:00:00Z", "true")]
    )
    deliver_csv(
        home, "crm.contacts", "contact_id,language,created_at", [("c-fr", "fr", "2022-01-01T00:00:00Z")]
    )
    deliver_csv(home, "ticketing.ticket_changes", "ticket_id,field,changed_at,value", ratings())
    deliver_messages_of_both_languages(home)
    with (home / "inbox" / "files" / "ticketing.tickets" / "reception.csv").open(
        "a", encoding="utf-8"
    ) as out:
        out.write("K1,email,outage,open,2023-06-01T08:00:00Z\n")
    (home / "page" / "reception.csv").rename(
        home / "inbox" / "files" / "feedback.survey_answers" / "reception.csv"
    )
    cxw(home, "refresh", "--as-of", "2024-01-10", CXW_ARRIVED_AT="2024-01-11T06:00:00Z", **FIGURES_ONLY)
    return Home(home)


@pytest.fixture(scope="session")
def emotions(emotion_home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """What the refresh built, workings included, read-only."""
    with open_candidate(emotion_home.candidate) as candidate:
        yield candidate
