"""The figures that the KPI pages derive by hand, against a build of the deliveries that the pages show."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from doc_pages import OWN_HOMES, PAGES, Block, WorkedCompany, read_blocks

from orchestration.home import PROJECT_ROOT

SHARED = tuple(page for page in PAGES if page not in OWN_HOMES)
ANSWERS_BEGIN = "kpi_id,variant,period_kind,"
KEY = ("kpi_id", "variant", "period_kind", "period_start", "dimension", "dimension_value")
FIGURES = ("numerator", "denominator", "value", "n", "interval_low", "interval_high")


def _answers(project: Path, pages: Sequence[Path] = PAGES) -> list[dict[str, str]]:
    found = []
    for page in pages:
        for block in (
            read_blocks(project / page.relative_to(PROJECT_ROOT)) if page.parent.name == "docs" else []
        ):
            if block.text.startswith(ANSWERS_BEGIN):
                found += list(csv.DictReader(block.text.splitlines()))
    return found


def _published(project: Path) -> dict[str, set[str]]:
    with (project / "seeds" / "kpi_reference.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["status"] == "published"]
    return {row["kpi_id"]: {variant.strip() for variant in row["variants"].split("|")} for row in rows}


def _results() -> list[tuple[Block, Block]]:
    """SQL blocks whose result the page gives, with that result."""
    pairs = []
    for page in SHARED:
        blocks = read_blocks(page)
        pairs += [(sql, gives) for sql, gives in itertools.pairwise(blocks) if gives.intro == "It gives:"]
    return pairs


def _told(value: object) -> Decimal | str:
    """A cell of a result as CSV has it: numbers by their value, NULL as nothing, yes and no as true and false."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def test_every_answer_is_what_the_build_says(worked_company: WorkedCompany) -> None:
    answers = _answers(worked_company.project, SHARED)
    assert len(answers) > len(_answers(PROJECT_ROOT, SHARED)) > 10, (
        "the answers of CONTRIBUTING.md are among them"
    )
    query = f"select {', '.join(FIGURES)} from marts.kpi_values where ({', '.join(KEY)}) = (?, ?, ?, cast(? as date), ?, ?)"
    wrong = []
    for answer in answers:
        rows = worked_company.candidate.execute(query, [answer[name] for name in KEY]).fetchall()
        found = [[None if v is None else float(v) for v in row] for row in rows]
        expected = [float(answer[name]) if answer[name] else None for name in FIGURES]
        if found != [pytest.approx(expected, abs=5e-5)]:
            wrong.append(f"{[answer[name] for name in KEY]}: expected {expected}, found {found}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(("sql", "gives"), _results(), ids=lambda block: block.place)
def test_every_shown_result_is_what_the_build_says(
    sql: Block, gives: Block, worked_company: WorkedCompany
) -> None:
    found = worked_company.candidate.execute(sql.text)
    header, *records = list(csv.reader(gives.text.splitlines()))
    assert [column[0] for column in found.description or []] == header
    assert [[_told(v) for v in row] for row in found.fetchall()] == [[_told(v) for v in r] for r in records]


def test_words_that_nothing_has_judged_have_no_label_and_say_why(worked_company: WorkedCompany) -> None:
    """dbt alone has built here, and a whole refresh judges words. What their score says is known all the same."""
    answers = [
        answer
        for page in SHARED
        for block in read_blocks(page)
        if (block.new_file or "").startswith("inbox/files/feedback.survey_answers/")
        for answer in csv.DictReader(block.text.splitlines())
        if answer.get("verbatim")
    ]
    assert {answer["question_id"] for answer in answers} == {"parcel-1"}, "a recommendation, from 0 to 10"
    labels = ["negative"] * 7 + ["neutral"] * 2 + ["positive"] * 2
    found = worked_company.candidate.execute(
        "select text_id, kind, rated_label, is_counted, language, has_abstained, reason, [model_id, model_version,"
        " label, guessed_label, is_lexicon::varchar, has_taught::varchar, polarity::varchar, intensity::varchar,"
        " confidence::varchar] from conformed.fct_text_sentiments order by text_id"
    ).fetchall()
    unjudged = (True, "unknown", True, "not judged in this build", [None] * 9)
    assert found == [
        (answer["answer_id"], "answer", labels[int(answer["score"])], *unjudged)
        for answer in sorted(answers, key=lambda answer: answer["answer_id"])
    ]
    assert len(found) > 5


@pytest.mark.parametrize("kpi_id", sorted(_published(PROJECT_ROOT)))
def test_every_published_kpi_has_a_paragraph_and_an_answer(kpi_id: str) -> None:
    pages = [page for page in PAGES if f"\n## `{kpi_id}`\n" in page.read_text(encoding="utf-8")]
    assert len(pages) == 1, f"one page of docs/ must have the heading ## `{kpi_id}`"
    paragraph = pages[0].read_text(encoding="utf-8").split(f"\n## `{kpi_id}`\n")[1].split("\n## ")[0]
    for part in ("**Formula**", "**Date key**", "**Variant", "**By hand**", "**Elsewhere**"):
        assert part in paragraph, f"{kpi_id}: {part} is missing in {pages[0].name}"
    answered = {answer["variant"] for answer in _answers(PROJECT_ROOT) if answer["kpi_id"] == kpi_id}
    variants = _published(PROJECT_ROOT)[kpi_id]
    assert answered == variants, f"{kpi_id}: each variant needs a known answer in {pages[0].name}"
    assert all(f"`{variant}`" in paragraph for variant in variants)
