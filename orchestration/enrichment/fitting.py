"""What all fitted models share."""

from __future__ import annotations

import math

DIGITS = 6
"""Decimals to which likelihoods, and significant digits to which parameters are rounded before anything is computed
from them: what an optimiser leaves beyond differs between processors."""


class NoFitError(Exception):
    """The data do not determine a model; its text says why, in words that a reader of a mart understands."""


def rounded(parameter: float) -> float:
    """A parameter to the digits that are kept."""
    if parameter == 0 or not math.isfinite(parameter):
        return parameter
    return round(parameter, DIGITS - 1 - math.floor(math.log10(abs(parameter))))
