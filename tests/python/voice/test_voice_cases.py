"""What an answer is about, on odd scales and in words of any tool, and that what counts is in a score."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from voice_book import Answer
from voice_cases import CHANNEL_WORDS
from voice_scores import question
from voices_told import Voices


def rows(voices: Voices, sql: str) -> list[tuple[Any, ...]]:
    return voices.release.execute(sql).fetchall()


def score(voices: Voices, kpi_id: str, variant: str, dimension: str, member: str) -> list[tuple[Any, ...]]:
    return rows(
        voices,
        "select numerator::double, value, n from marts.kpi_values where period_kind = 'all'"
        f" and kpi_id = '{kpi_id}' and variant = '{variant}' and dimension = '{dimension}' and dimension_value = '{member}'",
    )


def test_stated_resolution_is_of_whom_the_answer_is(voices: Voices) -> None:
    """The answer to a ticket that G0 solved stays his, though G1 solved it again; one names an agent, and no ticket."""
    found = rows(
        voices,
        "select answer_id, agent, team, topic, is_counted from conformed.fct_survey_answers where survey = 'stated' order by 1",
    )
    assert found == [
        ("stated deleted", "G0", "team 0", "kept", True),
        ("stated merged", "G2", "team 2", "kept", True),
        ("stated named", "G3", "team 0", "unknown", True),
        ("stated reopened", "G0", "team 0", "kept", True),
        ("stated solved, merged", "G0", "team 0", "kept", True),
    ]
    of_team = {"team 0": (None, None, 4), "team 2": (None, None, 1)}
    assert {team: score(voices, "fcr", "stated", "team", team)[0] for team in of_team} == of_team
    assert score(voices, "fcr", "stated", "survey", "stated") == [(5, 100, 5)]
    assert score(voices, "fcr", "stated", "wave", "summer") == [(5, 100, 5)]
    assert score(voices, "fcr", "stated", "channel", "email") == [(5, 100, 5)]


def test_a_merged_ticket_is_rated_once(voices: Voices) -> None:
    """Bad on the one, good on the one that it became: the ticket's last word."""
    found = rows(
        voices,
        "select answers.answer_id, tickets.ticket_id, answers.exclusion_reason from conformed.fct_survey_answers as answers"
        " inner join conformed.fct_tickets as tickets using (ticket_key) where answers.origin = 'ticketing'"
        " and answers.answer_id like 'v %' and answers.answer_id not like '% with words%' order by 1",
    )
    assert found == [("v kept:1", "v kept", None), ("v merged:1", "v kept", "superseded")]


def test_half_stars_are_ten_answers_and_a_hundred_have_no_cut(voices: Voices) -> None:
    assert score(voices, "csat", "top_box", "survey", "half stars") == [(2, 20, 10)]
    assert score(voices, "csat", "top_box", "survey", "of a hundred") == []
    assert score(voices, "csat", "mean", "survey", "of a hundred") == [(150, 50, 3)]
    assert rows(
        voices,
        "select distinct measure from marts.survey_scores_weighted where survey = 'of a hundred'",
    ) == [("mean",)]
    assert rows(
        voices,
        "select distinct is_positive, exclusion_reason from conformed.fct_survey_answers"
        " where survey = 'hundred and a share'",
    ) == [(None, "off_scale")]


@pytest.mark.parametrize("word", CHANNEL_WORDS)
def test_channels_have_one_name(voices: Voices, word: str) -> None:
    found = rows(voices, f"select channel from conformed.fct_survey_answers where answer_id = 'words {word}'")
    assert found == [(CHANNEL_WORDS[word],)]


def test_words_alone_are_a_response(voices: Voices) -> None:
    assert score(voices, "survey_response_rate", "sent", "survey", "only words") == [(1, 50, 2)]


def test_a_visit_across_midnight_is_one(voices: Voices) -> None:
    assert score(voices, "mystery_score", "mean", "survey", "night visit") == [(1, 50, 1)]


def test_every_score_of_customers_has_a_least_sample(voices: Voices) -> None:
    found = rows(
        voices,
        "select distinct kpi_id from marts.kpi_values where is_small_sample is null and (kpi_id in ('fcr', 'nes', 'nps',"
        " 'csat', 'ces', 'repurchase_intent', 'complaint_csat', 'review_rating', 'mystery_score', 'enps', 'engagement'))",
    )
    assert found == []


def test_no_team_of_four_has_a_score(voices: Voices) -> None:
    """Nor an agent, of whatever score."""
    found = rows(
        voices,
        "select kpi_id, variant, value from marts.kpi_values where dimension in ('team', 'agent') and n < 5"
        " and value is not null and ((kpi_id = 'fcr' and variant = 'stated') or kpi_id in ('nps', 'csat', 'ces', 'nes',"
        " 'complaint_csat', 'review_rating', 'mystery_score'))",
    )
    assert found == []


def test_a_weighted_mean_of_several_scales_is_told_by_nobody(voices: Voices) -> None:
    """csat, in total: each period in which all answers with a weight have one scale has a mean, and no other."""
    scales: dict[tuple[object, object], set[object]] = defaultdict(set)
    for kind, start, *scale in voices.release.execute(
        "select period_kind, period_start, scale_min, scale_max from conformed.fct_survey_answer_weights"
        " inner join conformed.fct_survey_answers using (survey_answer_key)"
        " where metric = 'csat' and scale_max - scale_min > 1"
    ).fetchall():
        scales[kind, start].add(tuple(scale))
    told = voices.release.execute(
        "select period_kind, period_start, value is not null from marts.kpi_values"
        " where kpi_id = 'csat' and variant = 'mean_weighted' and dimension = 'total'"
    ).fetchall()
    assert {(kind, start): has_value for kind, start, has_value in told} == {
        period: len(found) == 1 for period, found in scales.items()
    }
    assert {len(found) > 1 for found in scales.values()} == {True, False}


def test_what_counts_is_in_a_score(voices: Voices) -> None:
    """Of customers; a recommendation without a scope and a share without a cut are in none."""
    counted = dict(
        rows(
            voices,
            "select metric, count(*) from conformed.fct_survey_answers where is_counted and respondent_kind = 'customer'"
            " and metric in ('nps', 'csat', 'complaint_csat', 'fcr_stated', 'review_rating', 'repurchase_intent')"
            " and (metric != 'nps' or scope != 'unknown') and (metric != 'csat' or is_positive is not null) group by 1",
        )
    )
    scored = dict(
        rows(
            voices,
            "select case kpi_id when 'fcr' then 'fcr_stated' else kpi_id end, sum(n)::bigint from marts.kpi_values"
            " where period_kind = 'all' and dimension = 'total' and (variant in ('relational', 'transactional', 'top_box',"
            " 'stated') or kpi_id in ('complaint_csat', 'review_rating')) and variant not like '%weighted' group by 1",
        )
    )
    assert {metric: scored[metric] for metric in counted} == counted


def test_scopes_have_a_class_each(voices: Voices) -> None:
    """The last relational answer and the last transactional one: never the later of both."""
    for scope, column in (("relational", "last_nps"), ("transactional", "last_transactional_nps")):
        last: dict[str, Answer] = {}
        for answer in voices.company.counted:
            if question(answer)[:2] == ("nps", scope) and answer.account:
                before = last.get(answer.account)
                last[answer.account] = answer if before is None or answer.at > before.at else before
        found = dict(
            rows(
                voices,
                f"select customer_id, ({column}_class, {column}_on) from marts.customer_360"
                f" where {column}_on >= '2023-01-01'",
            )
        )
        assert {account: found[account] for account in last} == {
            account: (
                "promoter" if a.score >= 9 else "detractor" if a.score <= 6 else "passive",
                a.at.date(),
            )
            for account, a in last.items()
        }
