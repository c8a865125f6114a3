"""How right a model is on texts that it has not seen, and what that says about the texts that it scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from orchestration.enrichment.emotion.model import LABELS, Numbers

Z = 1.959964
OF_A_LABEL_AT_LEAST = 5
"""A label that fewer rated texts have than this cannot be corrected for."""

HALF = 0.5
"""Added to each label for a variance, as of a few texts of one label nobody knows that there is no other."""

DETERMINANT_AT_LEAST = 0.05
"""Below, a model hardly tells one label from another, and what it says of their shares is noise."""


@dataclass(frozen=True)
class Corrected:
    """Shares of the labels as the confusion matrix corrects them, and their covariances; or the reason for none.

    `labels` are those that the held-out texts have, in the order of `LABELS`. `uncut` is right on average, and may have
    less than nothing of a label: whatever is cut goes one way only, so sums are of these, and are cut once.
    """

    labels: tuple[str, ...] = ()
    uncut: tuple[float, ...] = ()
    covariances: Numbers | None = None
    reason: str | None = None

    @property
    def shares(self) -> tuple[float, ...]:
        """None below 0; what the others then have too much is taken from each in proportion."""
        kept = [max(share, 0.0) for share in self.uncut]
        return tuple(share / sum(kept) for share in kept)

    def estimate(self, weights: dict[str, float]) -> tuple[float, float, float]:
        """A share, or a weighted sum of several, with its 95 % interval: none of them beyond what shares can be."""
        assert self.covariances is not None
        signs = np.array([weights.get(name, 0.0) for name in self.labels])
        value = float(signs @ np.array(self.shares if len(weights) == 1 else self.uncut))
        spread = Z * float(np.sqrt(max(signs @ self.covariances @ signs, 0.0)))
        low, high = float(min(0.0, *signs)), float(max(0.0, *signs))
        value = min(max(value, low), high)
        return value, max(value - spread, low), min(value + spread, high)


def confusion(true: Sequence[str], guessed: Sequence[str]) -> Numbers:
    """How many texts of each true label (row) the model gave each label (column)."""
    counted = np.zeros((len(LABELS), len(LABELS)))
    for row, column in zip(true, guessed, strict=True):
        counted[LABELS.index(row), LABELS.index(column)] += 1
    return counted


def macro_f1(counted: Numbers) -> float:
    """The mean over the labels that occur of 2 x right / (given + true)."""
    sizes = counted.sum(axis=0) + counted.sum(axis=1)
    return float(np.mean([2 * counted[i, i] / sizes[i] for i in range(len(LABELS)) if sizes[i]]))


def corrected_shares(counted: Numbers, guessed: Sequence[int]) -> Corrected:
    """What shares of labels are behind the guesses, where a label is guessed as it was in the confusion matrix.

    With M the shares of each row of the matrix, the guesses have the shares q = M' p: p = inverse(M') q. For two labels
    that is (q + specificity - 1) / (sensitivity + specificity - 1), after Rogan and Gladen (1978). Its variance has two
    parts, of the guesses and of each row of the matrix: A (cov(q) / n + sum of p_i^2 cov(row i) / n_i) A', where each
    covariance is of the counts with half a text more of each label.
    """
    places = [i for i in range(len(LABELS)) if counted[i].sum() or guessed[i] or counted[:, i].sum()]
    labels, total = tuple(LABELS[i] for i in places), sum(guessed)
    sizes, shares, reason = shares_of_rows(counted, places)
    if not total:
        reason = reason or "no text was judged"
    if reason:
        return Corrected(labels, reason=reason)
    inverse = np.linalg.inv(shares.T)
    seen = np.array([guessed[i] for i in places]) / total
    found = inverse @ seen
    noise = _covariances(_widened(seen * total)) / total
    for share, row, size in zip(found, _widened(shares * sizes[:, None]), sizes, strict=True):
        noise = noise + share**2 * _covariances(row) / size
    return Corrected(labels, tuple(map(float, found)), inverse @ noise @ inverse.T)


def shares_of_rows(counted: Numbers, places: Sequence[int]) -> tuple[Numbers, Numbers, str | None]:
    """Texts of each true label, what part of them got which label, and why nothing can be corrected with that."""
    rows = counted[np.ix_(places, places)]
    sizes = rows.sum(axis=1)
    if len(places) < 2 or sizes.min() < OF_A_LABEL_AT_LEAST:
        return sizes, rows, f"a label has fewer than {OF_A_LABEL_AT_LEAST} held-out texts"
    shares = rows / sizes[:, None]
    if abs(np.linalg.det(shares)) < DETERMINANT_AT_LEAST:
        return sizes, shares, "the model hardly tells the labels apart"
    return sizes, shares, None


def net_corrections(counted: Numbers) -> list[dict[str, float | str]]:
    """For each label what SQL needs to correct the net share of any group of texts; nothing where it cannot be.

    `of_...`: the label's true share is the sum of these times the guessed shares. `guess_weight` w, `row_variance` v:
    with the guessed shares q of n texts and the true ones p the net is the sum of w q, and its variance
    (sum of w^2 r - (sum of w r)^2) / n + sum of p^2 v, r being q with half a text more of each label: that of
    `corrected_shares`, multiplied out.
    """
    places = [i for i in range(len(LABELS)) if counted[i].sum() or counted[:, i].sum()]
    sizes, shares, reason = shares_of_rows(counted, places)
    if reason:
        return []
    inverse = np.linalg.inv(shares.T)
    signs = np.array([i - 1.0 for i in places])
    weights = signs @ inverse
    rows = _widened(shares * sizes[:, None])
    variances = (rows @ weights**2 - (rows @ weights) ** 2) / sizes
    return [
        {
            "label": LABELS[place],
            **{f"of_{LABELS[other]}": float(inverse[row, column]) for column, other in enumerate(places)},
            "guess_weight": float(weights[row]),
            "row_variance": float(variances[row]),
        }
        for row, place in enumerate(places)
    ]


def pooled(parts: Sequence[tuple[Numbers, Sequence[int]]]) -> Corrected:
    """Shares of all texts together, where each part of them was guessed with mistakes of its own: each part as its own
    matrix corrects it, weighted by its texts; what is known of the parts is independent."""
    total = sum(sum(guessed) for _, guessed in parts)
    shares, covariances = np.zeros(len(LABELS)), np.zeros((len(LABELS), len(LABELS)))
    for counted, guessed in parts:
        part = corrected_shares(counted, guessed)
        if part.covariances is None:
            return part
        places, weight = [LABELS.index(name) for name in part.labels], sum(guessed) / total
        shares[places] += weight * np.array(part.uncut)
        covariances[np.ix_(places, places)] += weight**2 * part.covariances
    return Corrected(LABELS, tuple(map(float, shares)), covariances)


def _widened(counted: Numbers) -> Numbers:
    """Shares of the counts with half a text more of each label."""
    more = counted + HALF
    return np.asarray(more / more.sum(axis=-1, keepdims=True))


def _covariances(shares: Numbers) -> Numbers:
    """Of one draw from some shares."""
    return np.diag(shares) - np.outer(shares, shares)
