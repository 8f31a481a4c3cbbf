"""How far a mean over runs and photos can be trusted, and a difference of two such means."""

import numpy as np


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
