"""The corrected net emotion score of kpi_values: from the card's matrices and a count of guesses, in Python."""

from __future__ import annotations

from collections import Counter, defaultdict

import duckdb
import numpy as np
import pytest

from orchestration.enrichment.emotion.judging import net_corrections

LABELS = ("negative", "neutral", "positive")
Z = 1.959964
CUTS = ("channel", "topic", "team", "agent", "segment", "product", "brand", "survey", "wave")
Figures = tuple[float | None, int, float | None, float | None]


def matrices(emotions: duckdb.DuckDBPyConnection) -> dict[bool, np.ndarray]:
    """Of the texts that taught the English model, and of all others."""
    found = {False: np.zeros((3, 3)), True: np.zeros((3, 3))}
    for metric, true, guessed, count in emotions.execute(
        "select metric, true_label, guessed_label, figure from marts.sentiment_model_card"
        " where language = 'en' and metric in ('confusion', 'confusion_out_of_fold')"
    ).fetchall():
        found[metric == "confusion_out_of_fold"][LABELS.index(true), LABELS.index(guessed)] = count
    return found


def net(counted: np.ndarray, guesses: np.ndarray) -> float:
    """Positive less negative of what solves guessed = transposed matrix x true, even where a share is below 0."""
    rates = counted / counted.sum(axis=1, keepdims=True)
    true = np.linalg.solve(rates.T, guesses / guesses.sum())
    return float(true[2] - true[0])


def variance(counted: np.ndarray, guesses: np.ndarray) -> float:
    """By the delta method in numbers: how the net moves as a share of the guesses, or of a row, moves a little; the
    shares are drawn from those of the counts with half a text more of each label."""
    total, sizes = guesses.sum(), counted.sum(axis=1)
    seen, rates = guesses / total, counted / sizes[:, None]

    def moved(shares: np.ndarray, rows: np.ndarray) -> float:
        true = np.linalg.solve(rows.T, shares)
        return float(true[2] - true[0])

    def spread(counts: np.ndarray, n: float, slopes: list[float]) -> float:
        draw = (counts + 0.5) / (n + 1.5)
        mean = sum(p * s for p, s in zip(draw, slopes, strict=True))
        return float(sum(p * (s - mean) ** 2 for p, s in zip(draw, slopes, strict=True)) / n)

    step, base = 1e-6, moved(seen, rates)
    found = spread(
        guesses, total, [(moved(seen + step * np.eye(3)[i], rates) - base) / step for i in range(3)]
    )
    for row in range(3):
        slopes = []
        for column in range(3):
            changed = rates.copy()
            changed[row, column] += step
            slopes.append((moved(seen, changed) - base) / step)
        found += spread(counted[row], sizes[row], slopes)
    return found


def expected(parts: dict[bool, np.ndarray], cards: dict[bool, np.ndarray]) -> Figures:
    """Parts are weighted by their texts; fewer than 30 have no figure."""
    n = int(sum(part.sum() for part in parts.values()))
    if n < 30:
        return None, n, None, None
    middle = sum(part.sum() / n * net(cards[taught], part) for taught, part in parts.items())
    spread = sum((part.sum() / n) ** 2 * variance(cards[taught], part) for taught, part in parts.items())
    half, middle = Z * float(np.sqrt(spread)), min(max(middle, -1.0), 1.0)
    return 100 * middle, n, 100 * max(middle - half, -1.0), 100 * min(middle + half, 1.0)


def test_every_corrected_score_is_that_of_the_card(emotions: duckdb.DuckDBPyConnection) -> None:
    cards = matrices(emotions)
    guesses: dict[tuple[str, ...], dict[bool, np.ndarray]] = defaultdict(dict)
    rows = emotions.execute(
        f"select t.written_on, t.has_taught, t.guessed_label, {', '.join(f'a.{cut}' for cut in CUTS)}"
        " from conformed.fct_text_sentiments t join conformed.fct_survey_answers a on t.text_key = a.survey_answer_key"
        " where t.language = 'en' and t.is_counted and t.guessed_label is not null"
    ).fetchall()
    for on, taught, label, *cuts in rows:
        members = [("total", "total"), ("language", "en"), *zip(CUTS, cuts, strict=True)]
        starts = [("month", on.replace(day=1)), ("year", on.replace(month=1, day=1)), ("all", None)]
        starts.append(("quarter", on.replace(month=3 * ((on.month - 1) // 3) + 1, day=1)))
        for kind, start in starts:
            for dimension, value in members:
                part = guesses[kind, str(start), dimension, value].setdefault(taught, np.zeros(3))
                part[LABELS.index(label)] += 1
    found = {
        (kind, str(start), dimension, value): figures
        for kind, start, dimension, value, *figures in emotions.execute(
            "select period_kind, period_start, dimension, dimension_value, value, n, interval_low, interval_high"
            " from marts.kpi_values where kpi_id = 'nes' and variant = 'corrected'"
        ).fetchall()
    }
    assert set(found) == set(guesses), (
        "no lexicon's text is in it: nobody knows how often the lexicon is wrong"
    )
    figures = {key: expected(parts, cards) for key, parts in guesses.items()}
    assert all(low < high for value, _, low, high in figures.values() if value is not None)
    assert {None, 100} < {value for value, *_ in figures.values()}, "too few texts, and texts of one mood"
    for key, (value, n, low, high) in figures.items():
        assert found[key][1] == n
        assert found[key] == [pytest.approx(each, abs=2e-3) for each in (value, n, low, high)], key


def test_it_is_the_net_of_the_shares(emotions: duckdb.DuckDBPyConnection) -> None:
    """As the room computed it by language and month."""
    query = (
        "select k.period_kind, k.value - s.corrected_percent, k.interval_low - s.interval_low, k.n - s.texts"
        " from marts.kpi_values k join marts.sentiment_shares s on s.label = 'net' and s.kind = 'answer'"
        " and s.period_kind = k.period_kind and s.period_start is not distinct from k.period_start"
        " and s.language = k.dimension_value where k.kpi_id = 'nes' and k.variant = 'corrected'"
    )
    rows = emotions.execute(query).fetchall()
    assert Counter(kind for kind, *_ in rows) == {"month": 4, "all": 1}
    for _, *differences in rows:
        assert differences == pytest.approx([0, 0, 0], abs=1e-9)


def test_coverage_is_known_by_language(emotions: duckdb.DuckDBPyConnection) -> None:
    rows = emotions.execute(
        "select dimension_value, numerator, denominator from marts.kpi_values where kpi_id = 'nes'"
        " and variant = 'coverage' and dimension = 'language' and period_kind = 'month' and period_start = '2023-05-01'"
    ).fetchall()
    assert sorted(rows) == [("fr", 4, 5), ("other", 0, 1)]


def test_two_labels_by_hand() -> None:
    """Sensitivity 0.8, specificity 0.9: negative is (q + 0.9 - 1) / 0.7, so 0.9 / 0.7 of one share less 0.1 / 0.7."""
    negative, positive = net_corrections(np.array([[80.0, 0, 20], [0, 0, 0], [10, 0, 90]]))
    assert [negative[f"of_{name}"] for name in ("negative", "positive")] == pytest.approx(
        [0.9 / 0.7, -0.1 / 0.7]
    )
    assert [positive[f"of_{name}"] for name in ("negative", "positive")] == pytest.approx(
        [-0.2 / 0.7, 0.8 / 0.7]
    )
    assert [row["guess_weight"] for row in (negative, positive)] == pytest.approx([-1.1 / 0.7, 0.9 / 0.7])
    assert [row["row_variance"] for row in (negative, positive)] == pytest.approx(
        [4 * (80.5 * 20.5 / 101**2) / 0.49 / 100, 4 * (10.5 * 90.5 / 101**2) / 0.49 / 100]
    ), "half a text more of each label"


@pytest.mark.parametrize(
    "counted", [np.zeros((3, 3)), np.array([[4.0, 0, 0], [0, 9, 0], [0, 0, 9]]), np.full((3, 3), 9.0)]
)
def test_nothing_is_corrected_with_a_matrix_that_says_nothing(counted: np.ndarray) -> None:
    assert net_corrections(counted) == []
