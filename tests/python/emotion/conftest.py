"""`emotion_home`: the page's reception desk, and a survey of a year in English from which a model can learn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from delivering import deliver_csv
from docs.doc_pages import EMOTION, read_blocks
from rated_corpus import LAST_MONTH, YEAR, corpus
from running import Run

from orchestration.candidate import open_candidate
from orchestration.home import Home

SCORES = {"negative": (0, 6), "neutral": (7, 8), "positive": (9, 10)}
ANSWERS = "answer_id,survey_id,question_id,respondent_type,respondent_id,answered_at,score,verbatim,language,channel"


def year_of_answers() -> Iterator[tuple[object, ...]]:
    """1,000 rated answers of 2023, one in ten of them with words that say something else, and what teaches nothing:
    200 of January without a score, words of employees, and a second answer of one respondent."""
    for place, each in enumerate(corpus(1000, wrong=0.1)):
        low, high = SCORES[each.label]
        score = low + place % (high - low + 1)
        at = f"{each.day}T12:00:00Z"
        yield f"Y{place:04}", YEAR, "year-1", "customer", f"y{place}", at, score, each.text, "en", "web"
    for place, each in enumerate(corpus(200, wrong=0.1, seed=6)):
        at = f"{LAST_MONTH}-{1 + place % 9:02}T12:00:00Z"
        yield f"Z{place:04}", YEAR, "year-1", "customer", f"z{place}", at, None, each.text, "en", "email"
    yield (
        "E1",
        YEAR,
        "year-1",
        "employee",
        "e1",
        "2023-03-01T00:00:00Z",
        9,
        "I was lovely myself",
        "en",
        "web",
    )
    yield (
        "Z9999",
        YEAR,
        "year-1",
        "customer",
        "z0",
        "2024-01-09T13:00:00Z",
        None,
        "was rude after all",
        "en",
        "web",
    )


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
    (home / "page" / "reception.csv").rename(
        home / "inbox" / "files" / "feedback.survey_answers" / "reception.csv"
    )
    cxw(home, "refresh", "--as-of", "2024-01-10", CXW_ARRIVED_AT="2024-01-11T06:00:00Z")
    return Home(home)


@pytest.fixture(scope="session")
def emotions(emotion_home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """What the refresh built, workings included, read-only."""
    with open_candidate(emotion_home.candidate) as candidate:
        yield candidate
