"""Probabilities: check them, make them less extreme, and find the confidence interval of an error rate."""

from math import sqrt

import numpy as np

TOLERANCE = 0.001  # how far the sum of rounded probabilities may be from 1


def do_clip(probabilities, clip):
    """Return `probabilities` (n, classes) with the largest of each row at most `clip`; rows still sum to 1.

    The others are raised to at least (1 - clip) / (classes - 1), then scaled so that the row sums to 1, which makes
    them at most half as large. Rows within these bounds stay as they are. Lesson 13.
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
    """Return `probabilities` (n, classes) with their logits divided by `temperature` (Guo et al., 2017).

    A temperature above 1 makes them less extreme, one below 1 more so. Each row keeps its order and sums to 1.
    Lesson 13.
    """
    if not temperature > 0:
        raise ValueError(f"temperature={temperature} is out of range: give a number above 0.")
    powers = checked(probabilities) ** (1 / temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def error_interval(wrong, count, z=1.96):
    """Return the confidence interval (lowest, highest) of the error rate, given `wrong` of `count` (Wilson, 1927).

    `z` is the number of standard errors, 1.96 for 95 %. Unlike rate +- z * sqrt(rate * (1 - rate) / count), the
    interval does not shrink to a point when no answer is wrong. Lesson 04.
    """
    if not 0 <= wrong <= count or count < 1:
        raise ValueError(f"{wrong} wrong answers among {count} are impossible: give 0 to count, and 1 or more.")
    middle = wrong + z**2 / 2
    spread = z * sqrt(wrong * (count - wrong) / count + z**2 / 4)
    return (middle - spread) / (count + z**2), (middle + spread) / (count + z**2)


def checked(probabilities):
    """Return `probabilities` (n, classes) as float64, or raise ValueError if they are none."""
    probabilities = np.asarray(probabilities, dtype="float64")
    if probabilities.ndim != 2 or probabilities.shape[1] < 2:
        raise ValueError(f"Probabilities of shape {probabilities.shape}: give one row per photo, one column per class.")
    fine = (probabilities >= 0).all(axis=1) & (abs(probabilities.sum(axis=1) - 1) <= TOLERANCE)
    if not fine.all():
        row = fine.argmin()
        raise ValueError(f"Row {row} has no probabilities ({probabilities[row][:5]}): give numbers that sum to 1.")
    return probabilities
