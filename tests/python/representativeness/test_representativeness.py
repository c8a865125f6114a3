"""Weights, differences and weighted scores against a count by hand, and against the truth that the simulation knows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from math import sqrt
from typing import Any

import duckdb
import pytest
from polled_company import Asked, polled
from weighing import PERIODS, behind, mean, net, of_period, share, weights, weights_of

Z = 1.959964
ATTRIBUTES = ("segment", "channel", "topic", "tenure_band")


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    return polled()


def test_every_weight_is_the_one_counted_by_hand(
    polled_home: duckdb.DuckDBPyConnection, asked: list[Asked]
) -> None:
    told = {
        (survey, kind, start, answer_id): weight
        for survey, kind, start, answer_id, weight in polled_home.execute(
            "select answers.survey, weights.period_kind, cast(weights.period_start as varchar), answers.answer_id,"
            " weights.weight from conformed.fct_survey_answer_weights as weights"
            " join conformed.fct_survey_answers as answers using (survey_answer_key)"
        ).fetchall()
    }
    expected = {
        (survey, *period, f"R{invitation_id[1:]}{more}"): weight
        for survey in ("rel", "after", "pilot", "turn")
        for period in PERIODS
        for invitation_id, weight in weights_of(asked, survey, period).items()
        for more in (("", "-2") if survey == "pilot" else ("",))
    }
    expected |= {  # who alone was offered to rate, and did, stands for nobody else
        ("ticket_satisfaction", kind, start, "HATED:1"): Decimal(1)
        for kind, start in (
            ("month", "2024-05-01"), ("quarter", "2024-04-01"), ("year", "2024-01-01"), ("all", None)
        )
    }  # fmt: skip
    assert told == expected
    assert {at for (_, kind, at, _) in told if kind == "month"} == {
        "2024-03-01",
        "2024-04-01",
        "2024-05-01",
    }, "answers came in May of people who were invited in April"
    assert Decimal(5) in told.values(), "some groups are so small that the cap holds"
    levels = polled_home.execute(
        "select count(distinct weighing_level) from conformed.fct_survey_groups"
    ).fetchone()
    assert levels == (5,), "groups of every width"


def test_weighted_scores_are_nearer_to_the_truth(
    polled_home: duckdb.DuckDBPyConnection, asked: list[Asked]
) -> None:
    """What all the invited would have said is known; the large segment of the content answers most."""
    scores: dict[tuple[str, str], tuple[Callable[[int], int], int]] = {
        ("rel", "net"): (net, 100),
        ("after", "positive"): (lambda opinion: int(opinion > 8), 100),
        ("after", "mean"): (lambda opinion: opinion, 1),
    }
    for (survey, measure), (score, times) in scores.items():
        raw, weighted = _row(polled_home, survey, measure)[:2]
        truth = times * mean((1, score(a.opinion)) for a in behind(asked, survey, ("month", "2024-03-01")))
        assert abs(weighted - truth) < abs(raw - truth) / 3, (survey, measure, raw, weighted, truth)


def test_it_is_so_in_nearly_every_draw() -> None:
    """The weights are those of the warehouse (above), so other draws need no other build."""
    nearer = 0
    for seed in range(100, 140):
        asked = polled(seed)
        march = ("month", "2024-03-01")
        invited, answered = behind(asked, "rel", march), of_period(asked, "rel", march)
        weight = weights([invited], answered)
        truth = mean((1, net(a.opinion)) for a in invited)
        raw = mean((1, net(a.opinion)) for a in answered)
        weighted = mean((weight[a.invitation_id], net(a.opinion)) for a in answered)
        nearer += abs(weighted - truth) < abs(raw - truth)
    assert nearer >= 38


def _row(
    release: duckdb.DuckDBPyConnection, survey: str, measure: str, start: str = "2024-03-01"
) -> tuple[Any, ...]:
    found = release.execute(
        "select raw_score, weighted_score, effective_answers, design_effect, largest_weight, capped_answers, answers,"
        " invited, represented_invited from marts.survey_scores_weighted"
        " where survey = ? and measure = ? and period_kind = 'month' and period_start = cast(? as date)",
        [survey, measure, start],
    ).fetchall()
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("survey", "start"), [("rel", "2024-03-01"), ("rel", "2024-04-01"), ("after", "2024-03-01")]
)
def test_scores_and_what_the_weights_cost(
    polled_home: duckdb.DuckDBPyConnection, asked: list[Asked], survey: str, start: str
) -> None:
    measure, score = ("net", net) if survey == "rel" else ("mean", lambda opinion: opinion)
    times = 100 if survey == "rel" else 1
    month = ("month", start)
    invited, answered = behind(asked, survey, month), of_period(asked, survey, month)
    weight = weights_of(asked, survey, month)
    total, squares = sum(weight.values()), sum(w * w for w in weight.values())
    row = _row(polled_home, survey, measure, start)
    assert row[0] == pytest.approx(times * mean((1, score(a.opinion)) for a in answered))
    assert row[1] == pytest.approx(
        times * mean((weight[a.invitation_id], score(a.opinion)) for a in answered)
    )
    assert row[2] == pytest.approx(float(total * total / squares))
    assert row[3] == pytest.approx(float(len(answered) * squares / (total * total)))
    assert row[4:8] == (
        max(weight.values()),
        sum(w == 5 for w in weight.values()),
        len(answered),
        len(invited),
    )
    silent = {"enterprise"} - {a.segment for a in invited if a.answered_at}
    assert row[8] == len(invited) - sum(a.segment in silent for a in invited)


def test_who_all_answer_weigh_one(polled_home: duckdb.DuckDBPyConnection) -> None:
    raw, weighted, effective, design, *_ = _row(polled_home, "pilot", "mean")
    assert (raw, effective, design) == (weighted, 30, 1)


@pytest.mark.parametrize("period", [p for p in PERIODS if p[0] != "month" or p[1] == "2024-04-01"])
def test_who_was_asked_in_another_period_weighs_as_much(
    polled_home: duckdb.DuckDBPyConnection, period: tuple[str, str | None]
) -> None:
    """Half of each customer answered in April: the twin is the raw score, though one was asked in March."""
    found = polled_home.execute(
        "select raw_score, weighted_score, answers, effective_answers, invited from marts.survey_scores_weighted"
        " where survey = 'turn' and measure = 'positive' and period_kind = ?"
        " and period_start is not distinct from cast(? as date)",
        period,
    ).fetchall()
    assert found == ([] if period[1] == "2024-01-01" and period[0] == "quarter" else [(50, 50, 10, 10, 20)])


def test_differences_are_those_counted_by_hand(
    polled_home: duckdb.DuckDBPyConnection, asked: list[Asked]
) -> None:
    told = {
        (survey, attribute, value): difference
        for survey, attribute, value, difference in polled_home.execute(
            "select dimension_value, attribute, attribute_value, standardised_difference"
            " from marts.survey_representativeness where period_kind = 'month' and period_start = '2024-03-01'"
        ).fetchall()
    }
    expected = {}
    for survey in ("rel", "after", "pilot", "turn", "total"):
        invited = [a for a in asked if survey in (a.survey, "total") and a.invited_at.month == 3]
        for attribute in ATTRIBUTES:
            q = share(getattr(a, attribute) for a in invited)
            p = share(getattr(a, attribute) for a in invited if a.answered_at)
            for value in q:
                a, b = p.get(value, 0.0), q[value]
                spread = sqrt((a * (1 - a) + b * (1 - b)) / 2)
                expected[survey, attribute, value] = (a - b) / spread if a != b else 0.0
    assert told == pytest.approx(expected)
    assert told["rel", "segment", "enterprise"] < -0.3 < 0.3 < told["rel", "segment", "smb"]
    kpi = polled_home.execute(
        "select dimension_value, value from marts.kpi_values where kpi_id = 'survey_representativeness'"
        " and period_kind = 'month' and period_start = '2024-03-01'"
    ).fetchall()
    assert dict(kpi) == pytest.approx(
        {
            s: max(abs(d) for (survey, _, _), d in expected.items() if survey == s)
            for s in ("rel", "after", "pilot", "turn", "total")
        }
    )


def test_weighted_kpis_have_the_interval_of_the_effective_answers(
    polled_home: duckdb.DuckDBPyConnection, asked: list[Asked]
) -> None:
    told = {
        (kpi_id, variant, start): row
        for kpi_id, variant, start, *row in polled_home.execute(
            "select kpi_id, variant, cast(period_start as varchar), value, n, interval_low, interval_high"
            " from marts.kpi_values where variant like '%weighted' and period_kind = 'month' and dimension = 'total'"
        ).fetchall()
    }
    for start, survey, kpi_id, variant in (
        ("2024-03-01", "rel", "nps", "relational_weighted"),
        ("2024-04-01", "rel", "nps", "relational_weighted"),
        ("2024-03-01", "after", "csat", "top_box_weighted"),
        ("2024-03-01", "after", "csat", "mean_weighted"),
    ):
        answered = of_period(asked, survey, ("month", start))
        weight = weights_of(asked, survey, ("month", start))
        pairs = [(weight[a.invitation_id], a.opinion) for a in answered]
        n = float(sum(w for w, _ in pairs) ** 2 / sum(w * w for w, _ in pairs))
        ends = _interval(variant, pairs, n)
        times = 1 if variant == "mean_weighted" else 100
        value = times * _value(variant, pairs)
        assert told[kpi_id, variant, start] == pytest.approx(
            [value, len(answered), *(times * e for e in ends)]
        )


def test_a_weighted_score_of_few_effective_answers_is_flagged(
    polled_home: duckdb.DuckDBPyConnection, asked: list[Asked]
) -> None:
    """The 68 answers from the app are as good as 25 or so, and 30 are the least for csat."""
    march = ("month", "2024-03-01")
    weight = weights_of(asked, "after", march)
    ours = [weight[a.invitation_id] for a in of_period(asked, "after", march) if a.channel == "app"]
    assert sum(ours) ** 2 / sum(w * w for w in ours) < 30 < len(ours)
    told = polled_home.execute(
        "select variant, n, is_small_sample from marts.kpi_values where kpi_id = 'csat' and dimension_value = 'app'"
        " and variant like 'top_box%' and period_kind = 'month' and period_start = '2024-03-01' order by variant"
    ).fetchall()
    assert told == [("top_box", len(ours), False), ("top_box_weighted", len(ours), True)]


def _value(variant: str, pairs: list[tuple[Decimal, int]]) -> float:
    score = {"relational_weighted": net, "top_box_weighted": lambda x: int(x > 8)}.get(variant, lambda x: x)
    return mean((w, score(x)) for w, x in pairs)


def _interval(variant: str, pairs: list[tuple[Decimal, int]], n: float) -> tuple[float, float]:
    """95 %, as if there were n answers of equal weight."""
    m = _value(variant, pairs)
    if variant == "relational_weighted":
        p, d = (mean((w, int(net(x) == side)) for w, x in pairs) for side in (1, -1))
        if n < 100:
            p, d, n = (p * n + 0.75) / (n + 3), (d * n + 0.75) / (n + 3), n + 3
        half = Z * sqrt((p + d - (p - d) ** 2) / n)
        return p - d - half, p - d + half
    if variant == "top_box_weighted":
        middle, half = m + Z * Z / 2 / n, Z * sqrt(m * (1 - m) / n + Z * Z / 4 / n / n)
        return (middle - half) / (1 + Z * Z / n), (middle + half) / (1 + Z * Z / n)
    variance = mean((w, x * x) for w, x in pairs) - m * m
    half = Z * sqrt(variance / (n - 1))
    return m - half, m + half
