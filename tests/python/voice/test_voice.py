"""Answers count once, scores are those of the literature, and every figure is that of a count in Python."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from voice_book import QUESTIONS
from voice_scores import CUTS, POSITIVE_ANSWERS, Figure, facts_of, figures
from voices_told import Voices
from worked_surveys import CASES

VARIANTS = [
    *[("nps", "relational"), ("nps", "transactional"), ("csat", "top_box"), ("csat", "mean")],
    *[("ces", "mean"), ("ces", "easy_share"), ("ces", "mean_ces_1"), ("ces", "easy_share_ces_1")],
    *[("repurchase_intent", "top_box"), ("repurchase_intent", "realised_180d")],
    *[("complaint_csat", "default"), ("review_rating", "mean")],
    *[("survey_response_rate", "sent"), ("survey_response_rate", "delivered")],
]
DIMENSIONS = {
    "review_rating": ("channel", "topic", "team", "segment", "site", "survey", "wave"),
    "survey_response_rate": ("channel", "topic", "team", "segment", "survey", "wave"),
}
MAY = "period_kind = 'all' and dimension = 'survey' and dimension_value"


def row(voices: Voices, kpi_id: str, variant: str, where: str) -> tuple[Any, ...]:
    found = voices.release.execute(
        "select value, n, interval_low, interval_high from marts.kpi_values where kpi_id = ? and variant = ?"
        f" and {where}",
        [kpi_id, variant],
    ).fetchall()
    assert len(found) == 1, found
    return found[0]


def _near(found: Figure, figure: Figure) -> bool:
    return all(
        a is b if a is None or b is None else a == pytest.approx(b, rel=1e-6, abs=1e-6)
        for a, b in zip(found, figure, strict=True)
    )


@pytest.mark.parametrize(("kpi_id", "variant"), VARIANTS)
def test_every_figure_is_that_of_a_count_in_python(voices: Voices, kpi_id: str, variant: str) -> None:
    facts, interval = facts_of(voices.company)[kpi_id, variant]
    assert len(facts) > 40
    least = 0 if kpi_id == "survey_response_rate" else 5
    for dimension in ("total", *DIMENSIONS.get(kpi_id, CUTS)):
        for kind in ("month", "quarter"):
            rows = voices.release.execute(
                "select period_start, dimension_value, numerator::double, denominator::double, n, n_immature,"
                " interval_low, interval_high from marts.kpi_values where kpi_id = ? and variant = ?"
                " and dimension = ? and period_kind = ? and period_start >= date '2023-01-01'",
                [kpi_id, variant, dimension, kind],
            ).fetchall()
            found = {(start, member): Figure(*figure) for start, member, *figure in rows}
            expected = figures(facts, interval, dimension, kind, least)
            assert found.keys() == expected.keys(), (dimension, kind)
            for key, figure in expected.items():
                assert _near(found[key], figure), (dimension, kind, key, found[key], figure)


def test_every_answer_is_there_and_those_set_aside_say_why(voices: Voices) -> None:
    found = dict(
        voices.release.execute(
            "select answer_id, exclusion_reason from conformed.fct_survey_answers"
            " where respondent_kind = 'customer' and answered_at >= '2023-01-01'"
        ).fetchall()
    )
    company = voices.company
    expected = {answer.answer_id: None for answer in company.counted} | company.reasons
    assert {k: (found.get(k), v) for k, v in expected.items() if found.get(k, "missing") != v} == {}
    assert found.keys() == expected.keys()
    assert min(Counter(company.reasons.values()).values()) > 5
    assert len(Counter(company.reasons.values())) == 7


@pytest.mark.parametrize("case", CASES)
def test_each_rule_of_counting(voices: Voices, case: str) -> None:
    found = voices.release.execute(
        "select exclusion_reason, is_counted from conformed.fct_survey_answers where regexp_matches(answer_id, ?)"
        " order by answer_id",
        [f"^{case} [0-9]$"],
    ).fetchall()
    reasons = CASES[case][1]
    if case == "nobody known, word for word":
        assert sorted(found, key=str) == sorted(((r, r is None) for r in reasons), key=str)
    else:
        assert found == [(reason, reason is None) for reason in reasons]


@pytest.mark.parametrize(
    ("survey", "value", "n", "low", "high"),
    [
        ("nps 40/40/20", 20, 400, 20 - 7.33, 20 + 7.33),
        ("nps 50/0/50", 0, 400, -9.80, 9.80),
        ("nps 50/30/20", 30, 100, 30 - 15.31, 30 + 15.31),
        ("nps 15/9/12", 8.33, 36, -19.0, 34.4),
    ],
)
def test_the_margins_of_the_catalogue(
    voices: Voices, survey: str, value: float, n: int, low: float, high: float
) -> None:
    """Below 100 answers the interval is about +7.7, the adjusted share, while the score itself stays raw: +8.3."""
    found = row(voices, "nps", "relational", f"{MAY} = '{survey}'")
    assert found == pytest.approx((value, n, low, high), abs=0.05)


def test_csat_of_the_catalogue_is_a_share_and_not_a_mean(voices: Voices) -> None:
    share = row(voices, "csat", "top_box", f"{MAY} = 'csat 74/107'")
    mean = row(voices, "csat", "mean", f"{MAY} = 'csat 74/107'")
    assert share[:2] == pytest.approx((69.16, 107), abs=0.005)
    assert mean[:2] == pytest.approx((400 / 107, 107))
    assert mean[0] / 5 * 100 == pytest.approx(74.8, abs=0.05), "which is not the share"


@pytest.mark.parametrize("size", POSITIVE_ANSWERS)
def test_the_positive_cut_by_the_size_of_the_scale(voices: Voices, size: int) -> None:
    found = row(voices, "csat", "top_box", f"{MAY} = 'size {size}'")
    assert found[:2] == pytest.approx((100 * POSITIVE_ANSWERS[size] / size, size))


def test_a_scale_from_1_to_10_keeps_the_classes_and_is_tagged(voices: Voices) -> None:
    """Two promoters, two passives, six detractors of the ten answers from 1 to 10."""
    assert row(voices, "nps", "relational", f"{MAY} = 'one to ten'")[:2] == pytest.approx((-40, 10))
    tags = voices.release.execute(
        "select question_id, nps_scale from conformed.dim_survey_question where question_id in ('one to ten', 'nps-r')"
        " order by 1 desc"
    ).fetchall()
    assert tags == [("one to ten", "1-10"), ("nps-r", "0-10")]
    others = voices.release.execute(
        "select nps_scale, count(*) > 20 from conformed.dim_survey_question"
        " where metric not in ('nps', 'enps') or scale_max <> 10 or scale_min not in (0, 1) group by all"
    ).fetchall()
    assert others == [(None, True)], "no other question has the classes of recommendation"


def test_a_mean_of_monthly_scores_is_not_the_score(voices: Voices) -> None:
    """Nine promoters and a detractor in May, ninety detractors in June: +80 and -100 are -82 together, not -10."""
    pooled = row(voices, "nps", "relational", f"{MAY} = 'monthly'")
    months = [
        row(voices, "nps", "relational", "period_kind = 'month' and dimension = 'survey' and dimension_value = 'monthly'"
            f" and period_start = date '2022-{month:02}-01'")[0]
        for month in (5, 6)
    ]  # fmt: skip
    assert months == [80, -100]
    assert pooled[:2] == (-82, 100)
    assert sum(months) / 2 == -10


def test_scales_are_never_mixed(voices: Voices) -> None:
    """The total of csat's mean has n and no figure, since it holds 1-5 and 1-7; a share may hold both."""
    found = voices.release.execute(
        "select value, n from marts.kpi_values where kpi_id = 'csat' and variant = 'mean' and dimension = 'total'"
        " and period_kind = 'quarter' and period_start = date '2023-04-01'"
    ).fetchall()
    assert found[0][0] is None and found[0][1] > 30
    assert row(voices, "csat", "top_box", "period_kind = 'all' and dimension = 'total'")[0] > 0


def test_mystery_visits_are_weighted_and_what_does_not_apply_is_out(voices: Voices) -> None:
    """5/6, 2/3 and 1/6 are 8/15; the residuals 1.8, 0.4 and -2.2 make the interval. No customer's score has them."""
    found = row(voices, "mystery_score", "mean", f"{MAY} = 'visit'")
    half = 100 * 1.959964 * (3 / 2 * (1.8**2 + 0.4**2 + 2.2**2)) ** 0.5 / 15
    assert found == pytest.approx((800 / 15, 3, 800 / 15 - half, min(100, 800 / 15 + half)))


def test_response_rates_leave_out_what_can_still_be_answered(voices: Voices) -> None:
    for variant, value, n in (("delivered", 50, 4), ("sent", 100 / 3, 6)):
        found = voices.release.execute(
            "select value, n, n_immature from marts.kpi_values where kpi_id = 'survey_response_rate' and variant = ?"
            f" and {MAY} = 'asked'",
            [variant],
        ).fetchall()
        assert found == [(pytest.approx(value), n, 1)]


def test_what_arrived_is_known_by_survey_and_channel_and_the_last_sign_holds(voices: Voices) -> None:
    """Four mails came back and arrived later; four posters say nothing, though one was answered."""
    found = voices.release.execute(
        "select variant, dimension_value, n, numerator from marts.kpi_values where kpi_id = 'survey_response_rate'"
        " and period_kind = 'all' and dimension = 'survey' and dimension_value = 'poster' order by all"
    ).fetchall()
    assert found == [("delivered", "poster", 4, 1), ("sent", "poster", 8, 2)]
    statuses = voices.release.execute(
        "select channel, was_delivered, status, count(*) from conformed.fct_survey_invitations"
        " where survey_id = 'poster' group by all order by all"
    ).fetchall()
    assert statuses == [
        ("email", True, "answered", 1),
        ("email", True, "delivered", 2),
        ("email", True, "opened", 1),
        ("qr", None, "answered", 1),
        ("qr", None, "sent", 3),
    ]


def test_small_samples_are_flagged(voices: Voices) -> None:
    flags = dict(
        voices.release.execute(
            "select dimension_value, is_small_sample from marts.kpi_values where kpi_id = 'nps'"
            " and variant = 'relational' and period_kind = 'all' and dimension = 'survey'"
        ).fetchall()
    )
    assert flags["nps 15/9/12"] and not flags["nps 50/30/20"]


def test_ratings_of_tickets_have_a_history_and_a_last_word(voices: Voices) -> None:
    """The last of `fct_tickets` is the one that counts, and both know the same tickets."""
    found = voices.release.execute(
        """select count(*), count(*) filter (where (tickets.last_satisfaction_score = 'good') = answers.is_positive)
        from conformed.fct_tickets as tickets
        inner join conformed.fct_survey_answers as answers using (ticket_key)
        where answers.origin = 'ticketing' and answers.is_counted and answers.answer_id not like 'v %'"""
    ).fetchone()
    rated = sum(answer.question == "ticket_satisfaction" for answer in voices.company.counted)
    assert found == (rated, rated) and rated > 30


def test_every_answer_reaches_its_customer_and_scores_are_turned(voices: Voices) -> None:
    found = dict(
        voices.release.execute(
            "select answer_id, (customer_id, turned_score::int, is_positive) from conformed.fct_survey_answers"
            " inner join conformed.dim_customer using (customer_key) where is_counted and origin = 'survey'"
        ).fetchall()
    )
    for answer in voices.company.counted:
        if answer.question in QUESTIONS:
            low, high, is_high_good = QUESTIONS[answer.question][2:5]
            customer, score, _ = found[answer.answer_id]
            assert customer == (answer.account or "unknown"), answer
            assert score == (answer.score if is_high_good else low + high - answer.score), answer


def test_a_named_agent_has_the_team_of_that_day(voices: Voices) -> None:
    """Not the one that came later: an agent between two teams has none."""
    found = voices.release.execute(
        "select answer_id, agent, team from conformed.fct_survey_answers where survey = 'between teams' order by answer_id"
    ).fetchall()
    assert found == [
        ("between 4", "G9", "team 0"),
        ("between 5", "G9", "unknown"),
        ("between 6", "G9", "team 1"),
    ]
