"""The predictions worth looking at, as row numbers: random, confident and uncertain ones, and those at a threshold."""

import numpy as np


def random_examples(probabilities, classes, right=True, count=4, seed=0):
    """Return up to `count` random rows among those that are predicted correctly (`right`) or wrongly.

    `probabilities` is (n, classes), and `classes` (n,) are the true class numbers. The predicted class is the most
    probable one. The result is an array of row numbers, which is empty if there are none. Lesson 05.
    """
    rows = np.flatnonzero(_is_right(probabilities, classes) == right)
    return np.random.default_rng(seed).permutation(rows)[:count]


def most_confident(probabilities, classes, predicted, right=True, count=4):
    """Return up to `count` rows predicted as class number `predicted`, correctly or wrongly, most probable first.

    Lesson 05.
    """
    chosen = (np.argmax(probabilities, axis=1) == predicted) & (_is_right(probabilities, classes) == right)
    rows = np.flatnonzero(chosen)
    return rows[np.argsort(-np.asarray(probabilities)[rows, predicted], kind="stable")][:count]


def most_uncertain(probabilities, count=4):
    """Return up to `count` rows whose two most probable classes are closest to each other, closest first. Lesson 05."""
    second, first = np.sort(probabilities, axis=1)[:, -2:].T
    return np.argsort(first - second, kind="stable")[:count]


def five_kinds(probabilities, classes, class_names, count=3, seed=0):
    """Return five kinds of rows to look at, {name of the strip: row numbers}.

    They are random right and random wrong ones, the most uncertain ones, and for each predicted class the most
    confident right and wrong ones. Lesson 06.
    """
    kinds = {
        word: random_examples(probabilities, classes, right, count, seed)
        for right, word in ((True, "right"), (False, "wrong"))
    }
    kinds["most\nuncertain"] = most_uncertain(probabilities, count)
    for number, name in enumerate(class_names):
        for right, word in ((True, "right"), (False, "wrong")):
            rows = most_confident(probabilities, classes, number, right, count)
            kinds[f"predicted\n{name},\n{word}"] = rows
    return kinds


def predict_at(probabilities, favoured, threshold):
    """Return class numbers (n,): `favoured` if its probability reaches `threshold`, otherwise the best of the others.

    With two classes and a threshold of 0.5, this is the most probable class. Lesson 05.
    """
    others = np.array(probabilities)
    reached = others[:, favoured] >= threshold
    others[:, favoured] = -1
    return np.where(reached, favoured, others.argmax(axis=1))


def _is_right(probabilities, classes):
    if len(probabilities) != len(classes):
        raise ValueError(f"{len(probabilities)} rows of probabilities for {len(classes)} classes: give one for each.")
    return np.argmax(probabilities, axis=1) == classes
