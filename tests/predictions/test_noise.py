"""Means and differences over runs and photos, with their standard errors."""

import numpy as np
import pytest

from workbook.predictions.noise import gain, standard_errors


def test_the_noise_of_runs_and_of_photos_is_told_apart():
    runs, photos = np.array([[0.0], [2.0]]), np.array([[0.0, 3.0, 6.0, 9.0]])
    over_runs, over_photos = 2**0.5 / 2**0.5, 15**0.5 / 4**0.5
    expected = (over_runs, over_photos, (over_runs**2 + over_photos**2) ** 0.5)
    assert standard_errors(runs + photos) == pytest.approx(expected)
    assert standard_errors(runs + 0 * photos) == pytest.approx((over_runs, 0, over_runs))


def test_the_noise_covers_the_truth_about_as_often_as_it_should():
    rng = np.random.default_rng(0)
    means = [rng.normal(size=(12, 1)) + rng.normal(size=(1, 40)) + rng.normal(size=(12, 40)) for _ in range(400)]
    within = [abs(values.mean()) < 2 * standard_errors(values)[-1] for values in means]
    assert 0.9 < np.mean(within) < 0.99


def test_a_gain_is_paired():
    rng = np.random.default_rng(1)
    hard = rng.exponential(5, size=(4, 50))
    assert gain(hard, hard - 0.25) == pytest.approx((0.25, 0), abs=1e-9)
    mean, noise = gain(hard, hard - rng.normal(0.25, 0.1, size=hard.shape))
    assert mean == pytest.approx(0.25, abs=4 * noise)
    assert 0 < noise < 0.1 < standard_errors(hard)[-1]
