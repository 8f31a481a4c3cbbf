"""Which predictions to look at: the kinds of examples that tell most about a classifier, as row numbers."""

import numpy as np


def random_examples(probabilities, classes, right=True, count=4, seed=0):
    """Return up to `count` rows at random among those that are predicted rightly, or wrongly.

    `probabilities` is (n, classes), and `classes` (n,) holds the true class numbers; the most probable class counts as
    predicted. Like all functions here it returns row numbers, an empty array where there are none.
    """
    rows = np.flatnonzero(_is_right(probabilities, classes) == right)
    return np.random.default_rng(seed).permutation(rows)[:count]


def most_confident(probabilities, classes, predicted, right=True, count=4):
    """Return up to `count` rows predicted as class number `predicted`, rightly or wrongly, the most probable first."""
    chosen = (np.argmax(probabilities, axis=1) == predicted) & (_is_right(probabilities, classes) == right)
    rows = np.flatnonzero(chosen)
    return rows[np.argsort(-np.asarray(probabilities)[rows, predicted], kind="stable")][:count]


def most_uncertain(probabilities, count=4):
    """Return up to `count` rows whose two most probable classes are nearest to each other, the nearest first."""
    second, first = np.sort(probabilities, axis=1)[:, -2:].T
    return np.argsort(first - second, kind="stable")[:count]


def predict_at(probabilities, favoured, threshold):
    """Return class numbers (n,): `favoured` where its probability reaches `threshold`, or else the best of the others.

    With two classes and a threshold of 0.5 this is the most probable class.
    """
    others = np.array(probabilities)
    reached = others[:, favoured] >= threshold
    others[:, favoured] = -1
    return np.where(reached, favoured, others.argmax(axis=1))


def _is_right(probabilities, classes):
    if len(probabilities) != len(classes):
        raise ValueError(f"{len(probabilities)} rows of probabilities for {len(classes)} classes: give one for each.")
    return np.argmax(probabilities, axis=1) == classes
