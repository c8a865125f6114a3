"""Shares corrected with the confusion matrix: by hand, against Rogan and Gladen, and against simulation."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from orchestration.enrichment.emotion.judging import confusion, corrected_shares, macro_f1, pooled

TWO = np.array([[80.0, 0, 20], [0, 0, 0], [10, 0, 90]])
"""Of 100 negative texts 80 are taken for negative, of 100 positive ones 90 for positive."""

THREE = np.array([[70.0, 20, 10], [15, 60, 25], [5, 15, 80]])


def test_a_confusion_matrix_has_the_truth_in_its_rows() -> None:
    counted = confusion(["negative", "negative", "positive"], ["negative", "positive", "neutral"])
    assert counted.tolist() == [[1, 0, 1], [0, 0, 0], [0, 1, 0]]


def test_macro_f1_by_hand() -> None:
    """Negative: 2 x 80 / (90 + 100); positive: 2 x 90 / (110 + 100)."""
    assert macro_f1(TWO) == pytest.approx((160 / 190 + 180 / 210) / 2)


def test_two_labels_are_rogan_and_gladen() -> None:
    """300 of 1,000 texts are taken for negative: (0.3 + 0.9 - 1) / (0.8 + 0.9 - 1) = 0.2857 are."""
    corrected = corrected_shares(TWO, [300, 0, 700])
    share, low, high = corrected.estimate({"negative": 1})
    assert share == pytest.approx(0.2 / 0.7)
    guesses, negative, positive = 300.5 * 700.5 / 1001**2, 80.5 * 20.5 / 101**2, 10.5 * 90.5 / 101**2
    variance = (guesses / 1000 + share**2 * negative / 100 + (1 - share) ** 2 * positive / 100) / 0.7**2
    assert (low, high) == pytest.approx(
        (share - 1.959964 * math.sqrt(variance), share + 1.959964 * math.sqrt(variance))
    )
    net, net_low, net_high = corrected.estimate({"positive": 1, "negative": -1})
    assert net == pytest.approx(1 - 2 * share)
    assert net_high - net_low == pytest.approx(2 * (high - low))


def test_three_labels_are_found_again() -> None:
    """A company of 30, 20 and 50 of 100 is guessed as 30 x row 1 + 20 x row 2 + 50 x row 3 of the matrix."""
    guessed = [round(1000 * (0.3 * a + 0.2 * b + 0.5 * c) / 100) for a, b, c in zip(*THREE, strict=True)]
    assert guessed == [265, 255, 480]
    assert corrected_shares(THREE, guessed).shares == pytest.approx([0.3, 0.2, 0.5])


def test_a_perfect_model_changes_nothing() -> None:
    corrected = corrected_shares(np.diag([50.0, 50, 50]), [1, 2, 7])
    assert corrected.shares == pytest.approx([0.1, 0.2, 0.7])
    low, high = corrected.estimate({"neutral": 1})[1:]
    right, wrong = 50.5 * 1 / 51.5**2 / 50, 0.5 * 51 / 51.5**2 / 50
    variance = 2.5 * 9 / 11.5**2 / 10 + 0.2**2 * right + (0.1**2 + 0.7**2) * wrong
    assert (low, high) == pytest.approx((0, 0.2 + 1.959964 * math.sqrt(variance))), "no share is below 0"


def test_texts_of_one_mood_and_a_model_without_a_mistake_leave_a_doubt() -> None:
    """40 of 40 are content by a model that was never wrong: 1.5 of 41.5 and 1 of 101.5 might be otherwise."""
    value, low, high = corrected_shares(np.diag([84.0, 50, 100]), [0, 0, 40]).estimate(
        {"positive": 1, "negative": -1}
    )
    drawn = (41 / 41.5 - (40 / 41.5) ** 2) / 40 + (101 / 101.5 - (100 / 101.5) ** 2) / 100
    assert (value, low, high) == pytest.approx((1, 1 - 1.959964 * math.sqrt(drawn), 1))
    assert low < 0.93


def test_what_would_be_below_nothing_is_nothing() -> None:
    corrected = corrected_shares(TWO, [50, 0, 950])
    assert corrected.shares == (0.0, 1.0)
    assert corrected.uncut == pytest.approx((-0.05 / 0.7, 0.75 / 0.7)), "0.05 + 0.9 - 1 is less than nothing"
    assert corrected.estimate({"positive": 1, "negative": -1})[0] == 1


@pytest.mark.parametrize(
    ("counted", "guessed", "reason"),
    [
        (np.zeros((3, 3)), [1, 0, 1], "fewer than 5 held-out texts"),
        (np.array([[80.0, 0, 20], [0, 0, 4], [10, 0, 90]]), [1, 1, 1], "fewer than 5 held-out texts"),
        (np.array([[50.0, 0, 50], [0, 0, 0], [50, 0, 50]]), [1, 0, 1], "hardly tells the labels apart"),
        (TWO, [0, 0, 0], "no text was judged"),
        (TWO, [1, 1, 1], "fewer than 5 held-out texts"),
    ],
)
def test_no_correction_without_a_reason(counted: np.ndarray, guessed: list[int], reason: str) -> None:
    corrected = corrected_shares(counted, guessed)
    assert reason in str(corrected.reason)
    assert corrected.shares == ()


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """600 companies of 400 texts with a matrix of 3 x 80 texts each: the true net is in 95 % of the intervals, and the
    corrected net is right on average, where the guessed one is 0.06 too high."""
    rng, rows, truth = random.Random(8), [row / 100 for row in THREE], (0.5, 0.2, 0.3)

    def guesses(row: np.ndarray, count: int) -> list[int]:
        drawn = rng.choices(range(3), weights=list(row), k=count)
        return [drawn.count(place) for place in range(3)]

    held, found, guessed_nets = 0, [], []
    for _ in range(600):
        counted = np.array([guesses(row, 80) for row in rows], dtype=float)
        true = guesses(np.array(truth), 400)
        guessed = np.sum([guesses(row, count) for row, count in zip(rows, true, strict=True)], axis=0)
        net, low, high = corrected_shares(counted, list(map(int, guessed))).estimate(
            {"positive": 1, "negative": -1}
        )
        held += low <= -0.2 <= high
        found.append(net)
        guessed_nets.append((guessed[2] - guessed[0]) / 400)
    assert 0.93 <= held / 600 <= 0.975
    assert np.mean(found) == pytest.approx(-0.2, abs=0.01)
    assert np.mean(guessed_nets) > -0.16


def test_small_parts_of_one_mood_are_right_on_average() -> None:
    """400 companies where 80 of 100 are content, in four parts of 10 texts with a matrix each: cut part by part, the
    net would be some ten points too near to the middle."""
    rng, truth = np.random.default_rng(6), (0.1, 0.1, 0.8)
    net = {"positive": 1.0, "negative": -1.0}
    found, part_by_part = [], []
    for _ in range(400):
        parts = []
        for _ in range(4):
            counted = np.array([rng.multinomial(60, row / 100) for row in THREE], dtype=float)
            true = rng.multinomial(10, truth)
            guessed = sum(rng.multinomial(n, row / 100) for n, row in zip(true, THREE, strict=True))
            parts.append((counted, list(map(int, guessed))))
        found.append(pooled(parts).estimate(net)[0])
        each = [corrected_shares(*part).shares for part in parts]
        part_by_part.append(np.mean([positive - negative for negative, _, positive in each]))
    assert np.mean(part_by_part) < 0.66
    assert np.mean(found) == pytest.approx(0.7, abs=0.025)
