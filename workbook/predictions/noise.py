"""What a network gets right photo by photo, and how far means over runs and photos can be trusted."""

import keras
import numpy as np
from scipy.stats import binomtest


def by_photo(model, rows, labels, training=False):
    """Return the loss of each photo and whether its class is right (1 or 0), as Keras measures them, (2, n).

    `rows` are what `model` takes, and `labels` are one-hot (n, classes). Dropout is on only in `training`. Lesson 08.
    """
    answers = model(rows, training=training)
    metrics = keras.metrics.categorical_crossentropy, keras.metrics.categorical_accuracy
    return np.stack([keras.ops.convert_to_numpy(metric(labels, answers)) for metric in metrics])


def standard_errors(values):
    """Return the standard error of the mean of `values` (runs, photos): over runs, over photos, and over both.

    Each is the standard deviation of the means of the runs (or of the photos) divided by the square root of their
    number; the last is the root of the sum of their squares. It needs two runs and two photos. Lesson 08.
    """
    means = [np.mean(values, axis=1), np.mean(values, axis=0)]
    errors = [np.std(each, ddof=1) / np.sqrt(len(each)) for each in means]
    return [*errors, np.hypot(*errors)]


def gain(before, after):
    """Return how much lower the losses (runs, photos) are `after` than `before`, and the standard error of this.

    Both are of the same runs and photos, so what all runs and photos have in common does not count. Lesson 08.
    """
    saved = np.subtract(before, after)
    return [saved.mean(), standard_errors(saved)[-1]]


def with_error(values, groups=None):
    """Return the mean of `values` (n,) or (n, columns), and its standard error.

    `groups` (n,) says which values belong together, such as those of several photos of one animal: each group counts
    as one value, its mean. It needs two values, or two groups. Lesson 04.
    """
    values = np.asarray(values, dtype="float64")
    if groups is not None:
        _, group = np.unique(groups, return_inverse=True)
        values = np.array([values[group == number].mean(axis=0) for number in range(group.max() + 1)])
    return values.mean(axis=0), values.std(axis=0, ddof=1) / np.sqrt(len(values))


def mcnemar(first, second):
    """Return how many pictures only the first got wrong, how many only the second, and how a fair coin compares.

    `first` and `second` are True (n,) where an answer was wrong. The third number is the p-value: the probability that
    a fair coin falls at least as unevenly. Source: McNemar (1947), in its exact form. Lesson 09.
    """
    only = int((first & ~second).sum()), int((second & ~first).sum())
    return *only, binomtest(min(only), max(1, sum(only))).pvalue
