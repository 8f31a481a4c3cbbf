"""Losses photo by photo, and means and differences over runs and photos, with their standard errors."""

import keras
import numpy as np
import pytest

from workbook.predictions.noise import by_photo, gain, standard_errors, with_error


def test_each_photo_has_its_loss_and_its_verdict():
    answers = np.array([[0.9, 0.1], [0.4, 0.6], [1.0, 0.0]], "float32")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dropout(0.9)])
    losses, right = by_photo(model, answers, np.eye(2, dtype="float32")[[0, 0, 1]])
    np.testing.assert_allclose(losses, -np.log([0.9, 0.4, 1e-7]), rtol=1e-5)
    assert right.tolist() == [1, 0, 0]
    dropped = by_photo(model, answers, np.eye(2, dtype="float32")[[0, 0, 1]], training=True)[0]
    assert not np.allclose(dropped, losses)


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


def test_values_of_one_group_count_as_one():
    values, groups = np.array([0.0, 1.0, 1.0, 1.0, 0.0, 0.0]), ["b", "a", "a", "b", "c", "c"]
    assert with_error([0.5, 1, 0]) == pytest.approx((0.5, 0.5 / 3**0.5))
    assert with_error(values, groups) == pytest.approx(with_error([1, 0.5, 0]))


def test_every_column_has_its_mean_and_error():
    means, errors = with_error([[0, 1], [2, 1]])
    assert (means == [1, 1]).all() and (errors == [1, 0]).all()
