"""What scores go with, counted again in Python, one answer after the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, NamedTuple

import pytest
from driver_effects import Figures, Said, difference, figures_of
from voice_book import Answer
from voice_company import VERBATIM_TOPICS
from voice_scores import POSITIVE_ANSWERS, is_positive, net, question
from voices_told import Voices


class Told(NamedTuple):
    """An answer: what it says, and what it belongs to."""

    answer: Answer
    result: int
    groups: set[tuple[str, str]]
    words: str | None


def told(voices: Voices) -> dict[tuple[str, str], list[Told]]:
    """The counted answers to questions of nps and csat, by metric and scope."""
    rows = {row["answer_id"]: row for row in voices.company.tables["feedback.survey_answers"]}
    found: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for answer in voices.company.counted:
        metric, scope, *_ = question(answer)
        if metric not in ("nps", "csat"):
            continue
        row = rows.get(answer.answer_id, {"ticket_id": answer.answer_id.partition(":")[0]})
        words = row.get("verbatim")
        groups = {("topic", topic) for topic in VERBATIM_TOPICS[words]}
        if answer.cuts["channel"] != "unknown":
            groups.add(("channel", answer.cuts["channel"]))
        if row["ticket_id"]:
            if answer.cuts["topic"] != "unknown":
                groups.add(("topic", answer.cuts["topic"]))
            if voices.company.tickets[row["ticket_id"]]["solves"][0][0] <= answer.at:
                groups.add(("resolution_wait", "4: under 4320 minutes"))
        result = net(answer) if metric == "nps" else int(is_positive(answer))
        found[metric, str(scope)].append(Told(answer, result, groups, words))
    return found


def drivers_of(metric: str, answers: list[Told]) -> dict[tuple[str, str], Figures]:
    """Each group with its figures."""
    return figures_of(metric, [Said(one.answer.question, one.result, one.groups) for one in answers])


@pytest.mark.parametrize("period", ["year", "month"])
def test_every_driver_is_that_of_a_count_in_python(voices: Voices, period: str) -> None:
    start = {"year": "2023-01-01", "month": "2023-05-01"}[period]
    where = f"period_kind = '{period}' and period_start = date '{start}'"
    found: dict[tuple[str, str], dict[tuple[str, str], tuple[Any, ...]]] = defaultdict(dict)
    for metric, scope, driver, value, *figures in voices.release.execute(
        f"select metric, scope, driver, driver_value, {', '.join(Figures._fields)} from marts.score_drivers where {where}"
    ).fetchall():
        found[metric, scope][driver, value] = tuple(figures)
    expected = {
        key: drivers_of(key[0], [one for one in answers if period == "year" or one.answer.at.month == 5])
        for key, answers in told(voices).items()
    }
    assert len(expected) == 3
    assert {key: set(groups) for key, groups in found.items()} == {k: set(g) for k, g in expected.items()}
    for key, groups in expected.items():
        for name, figures in groups.items():
            assert found[key][name] == pytest.approx(tuple(figures), rel=1e-6, abs=1e-6), (key, name)


def test_a_wait_is_over_by_the_answer_and_a_score_without_a_cut_is_in_no_share(voices: Voices) -> None:
    """August 2022: ten half stars, eight words of channels, a rating of a ticket solved at once, two of `waits`."""
    found = voices.release.execute(
        "select driver, driver_value, n, share_percent from marts.score_drivers where metric = 'csat'"
        " and period_kind = 'month' and period_start = date '2022-08-01'"
    ).fetchall()
    waits = {value: n for driver, value, n, _ in found if driver == "resolution_wait"}
    assert waits == {"1: under 60 minutes": 1, "2: under 240 minutes": 1}
    assert sum(n for driver, _, n, _ in found if driver == "channel") == 8
    assert {round(100 * n / share, 6) for _, _, n, share in found} == {10 + 8 + 1 + 2}


def test_an_instrument_is_no_channel(voices: Voices) -> None:
    """As docs/drivers.md has it: a thumb is up more often than four or five of five stars; e-mail asks for both."""
    found = voices.release.execute(
        "select driver_value, n, compared_n, rest_n, rest_effective_n, score, rest_score, effect, interval_low,"
        " interval_high, impact from marts.score_drivers where metric = 'csat' and period_kind = 'month'"
        " and period_start = date '2022-10-01' order by 1"
    ).fetchall()
    expected = {
        "email": (6, 6, 18, 8.4, 66.67, 80.95, -14.29, -55.14, 30.14, -3.57),
        "im": (2, 2, 14, 14, 50, 100, -50, -94.16, 6.66, -4.17),
        "web": (4, 4, 4, 4, 75, 50, 25, -38.32, 71.65, 4.17),
    }
    assert {value: figures for value, *figures in found} == {
        value: pytest.approx(list(figures), abs=0.006) for value, figures in expected.items()
    }


def class_of(answer: Answer) -> tuple[str, str]:
    """The metric, the older instrument of effort apart, and the class: as many are negative as the list has positive."""
    metric, _, low, high, is_high_good, _ = question(answer)
    if metric == "nps":
        return metric, {1: "promoter", 0: "passive", -1: "detractor"}[net(answer)]
    metric = "ces_1" if answer.question == "ces-1" else metric
    worst = sorted(range(low, high + 1), reverse=not is_high_good)[: POSITIVE_ANSWERS[high - low + 1]]
    is_bad = answer.score in worst
    return metric, "positive" if is_positive(answer) else "negative" if is_bad else "neutral"


def test_every_class_has_its_topics_and_words_without_one_are_seen(voices: Voices) -> None:
    expected: Counter[tuple[str, str, str, str]] = Counter()
    spoken: Counter[tuple[str, str, str]] = Counter()
    words = {
        row["answer_id"]: row["verbatim"]
        for row in voices.company.tables["feedback.survey_answers"]
        if row.get("verbatim")
    }
    for answer in voices.company.counted:
        metric, name = class_of(answer)
        if said := words.get(answer.answer_id):
            group = (metric, question(answer)[1] or "unknown", name)
            spoken[group] += 1
            for topic in VERBATIM_TOPICS[said] or {"none"}:
                expected[*group, topic] += 1
    rows = voices.release.execute(
        "select metric, scope, answer_class, topic, answers, verbatims, share_percent from marts.verbatim_topics"
        " where period_kind = 'year' and period_start = date '2023-01-01'"
    ).fetchall()
    assert {tuple(group): n for *group, n, _, _ in rows} == expected
    # Of seven metrics, nps in two scopes; four answers (repurchase) have no middle.
    assert len({group[0] for group in expected}) == 7 and len(spoken) == 3 * 8 - 1
    for *group, _, n, verbatims, share in rows:
        assert verbatims == spoken[tuple(group)]
        assert share == pytest.approx(100 * n / verbatims)


def test_a_difference_by_hand() -> None:
    """As docs/drivers.md has it: 2, 1 and 5 of eight against 6, 2 and 2 of ten."""
    group, rest = [1] * 2 + [0] + [-1] * 5, [1] * 6 + [0] * 2 + [-1] * 2
    assert difference("nps", group, rest) == pytest.approx((-123.8, 7.7), abs=0.05)
