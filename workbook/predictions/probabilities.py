"""Probabilities, made more careful; and how far a measured error rate can be trusted."""

from math import sqrt

import numpy as np

TOLERANCE = 0.001  # of a row's sum, for probabilities that were rounded


def do_clip(probabilities, clip):
    """Return `probabilities` (n, classes) with the best of each row at most `clip`, and rows that still sum to 1.

    The others are raised to at least (1 - clip) / (classes - 1), then scaled to share what the best one leaves; the
    scaling takes half of that at most. Rows within these bounds stay as they are.
    """
    probabilities = checked(probabilities)
    classes = probabilities.shape[1]
    if not 1 / classes <= clip <= 1:
        raise ValueError(f"clip={clip} is out of range for {classes} classes: give one from {1 / classes:.3g} to 1.")
    clipped = np.clip(probabilities, (1 - clip) / (classes - 1), clip)
    kept = (clipped == probabilities).all(axis=1, keepdims=True)
    best = np.arange(classes) == probabilities.argmax(axis=1)[:, None]
    left = 1 - clipped.max(axis=1, keepdims=True)
    others = clipped.sum(axis=1, keepdims=True, where=~best)
    return np.where(best | kept, clipped, clipped * left / np.maximum(others, np.finfo(float).tiny))


def soften(probabilities, temperature):
    """Return `probabilities` (n, classes) with their logits divided by `temperature`: above 1 less sure, below surer.

    Each row keeps its order and sums to 1 (temperature scaling: Guo et al., 2017).
    """
    if not temperature > 0:
        raise ValueError(f"temperature={temperature} makes no sense: give a number above 0.")
    powers = checked(probabilities) ** (1 / temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def error_interval(wrong, count, z=1.96):
    """Return the lowest and highest error rate that go well with `wrong` answers among `count` (Wilson, 1927).

    `z` is the number of standard errors, 1.96 for 95 %. Unlike rate +- z * sqrt(rate * (1 - rate) / count), it does
    not claim certainty where no answer is wrong.
    """
    if not 0 <= wrong <= count or count < 1:
        raise ValueError(f"{wrong} wrong answers among {count} cannot be: give from 0 to all of one or more.")
    middle = wrong + z**2 / 2
    spread = z * sqrt(wrong * (count - wrong) / count + z**2 / 4)
    return (middle - spread) / (count + z**2), (middle + spread) / (count + z**2)


def checked(probabilities):
    """Return `probabilities` as float64, if they are."""
    probabilities = np.asarray(probabilities, dtype="float64")
    if probabilities.ndim != 2 or probabilities.shape[1] < 2:
        raise ValueError(f"Probabilities of shape {probabilities.shape}: give a row a photo and a column a class.")
    fine = (probabilities >= 0).all(axis=1) & (abs(probabilities.sum(axis=1) - 1) <= TOLERANCE)
    if not fine.all():
        row = fine.argmin()
        raise ValueError(f"Row {row} holds no probabilities ({probabilities[row][:5]}): give numbers that sum to 1.")
    return probabilities
