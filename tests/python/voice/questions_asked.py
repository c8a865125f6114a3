"""What the questions of a company are, and which of their answers are good and bad, by going through all of them."""

from __future__ import annotations

from typing import NamedTuple

from voice_book import Company, Row
from voice_scores import POSITIVE_ANSWERS

RATING = {
    "question_id": "ticket_satisfaction", "survey_id": "ticket_satisfaction", "metric": "csat",
    "scope": "transactional", "scale_min": 0, "scale_max": 1, "higher_is_better": True,
}  # fmt: skip
"""The ticketing's own question."""
RECOMMENDATIONS = ("nps", "enps")
NEED_A_CUT = ("complaint_csat", "repurchase_intent", "fcr_stated", "engagement", "mystery_visit")
"""Metrics that are a share of positive answers and nothing else."""


class Question(NamedTuple):
    """A row of dim_survey_question."""

    source: str
    question_id: str
    survey_id: str
    metric: str
    scope: str
    version: str | None = None
    generation: str | None = None
    wording: str | None = None
    scale_min: float | None = None
    scale_max: float | None = None
    scale_size: int | None = None
    is_higher_better: bool | None = None
    positive_cut: float | None = None
    is_cut_given: bool = False
    negative_cut: float | None = None
    is_readable: bool = False
    nps_scale: str | None = None
    mirrored: str | None = None


UNKNOWN = Question("unknown", "unknown", "unknown", "unknown", "unknown")


def questions_asked(company: Company) -> list[Question]:
    """Every delivered one, the ticketing's, and the unknown one."""
    return [*map(_read, [*company.tables["feedback.questions"], RATING]), UNKNOWN]


def _read(row: Row) -> Question:
    metric, is_high_good = row["metric"], row["higher_is_better"]
    low, high = sorted((row["scale_min"], row["scale_max"]))
    is_recommendation = metric in RECOMMENDATIONS
    own_good, own_bad = (
        None if is_recommendation else row.get(cut) for cut in ("positive_from", "negative_to")
    )
    step = 1 if low % 1 == high % 1 == 0 else 0.5
    size = round((high - low) / step) + 1
    from_worst = [low + step * number for number in range(size)][:: 1 if is_high_good else -1]
    has_classes = (low, high) in ((0, 10), (1, 10))
    positive_cut, negative_cut = _cuts(from_worst, own_good, own_bad)
    return Question(
        "files",
        row["question_id"],
        row["survey_id"],
        metric,
        row.get("scope") or "unknown",
        row.get("version"),
        ("2.0" if is_high_good else "1.0") if metric == "ces" else None,
        row.get("wording"),
        low,
        high,
        size,
        is_high_good,
        positive_cut,
        own_good is not None,
        negative_cut,
        has_classes if is_recommendation else metric not in NEED_A_CUT or positive_cut is not None,
        f"{low}-{high}" if is_recommendation and has_classes else None,
        row.get("mirrors_question_id"),
    )


def _cuts(
    from_worst: list[float], own_good: float | None, own_bad: float | None
) -> tuple[float | None, float | None]:
    """The last good answer and the last bad one. An own cut holds, and takes from the other end what is on its side."""
    size, sign = len(from_worst), 1 if from_worst[0] <= from_worst[-1] else -1
    if size > 11:
        return own_good, own_bad
    good_count = POSITIVE_ANSWERS.get(size, 1)
    bad_count = {10: 6, 11: 7}.get(size, good_count)
    if own_good is not None:
        good = [score for score in from_worst if sign * score >= sign * own_good]
    else:
        good = [s for s in from_worst[-good_count:] if own_bad is None or sign * s > sign * own_bad]
    bad = [score for score in from_worst if own_bad is not None and sign * score <= sign * own_bad]
    bad = [score for score in bad or from_worst[:bad_count] if score not in good]
    return good[0] if own_good is None else own_good, bad[-1] if bad else None
