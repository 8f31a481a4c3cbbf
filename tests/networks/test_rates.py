"""Learning rates: tried in a short training, and scheduled."""

import keras
import numpy as np
import pytest

from workbook.networks.rates import best_walk, try_rates, walk, warm_cosine

RANDOM = np.random.default_rng(0)
PICTURES = RANDOM.random((60, 4)).astype("float32")
LABELS = keras.utils.to_categorical(PICTURES.argmax(axis=1), 4)


def model(optimizer):
    keras.utils.set_random_seed(0)
    made = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, activation="softmax")])
    made.compile(optimizer, loss="categorical_crossentropy")
    return made


def test_a_rate_of_0_changes_nothing_and_a_good_one_lowers_the_loss():
    still = model("sgd")
    before = still.get_weights()
    flat = try_rates(still, np.zeros(12), PICTURES, LABELS, batch_size=60)
    for old, new in zip(before, still.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    assert np.ptp(flat) < 0.5
    falling = try_rates(model("sgd"), np.full(100, 1.0), PICTURES, LABELS, batch_size=60)
    assert falling.shape == (100,)
    assert falling[-1] < 0.7 * falling[0]


def test_every_step_has_its_own_rate():
    tried = model("sgd")
    try_rates(tried, [0.1, 0.2, 0.4], PICTURES, LABELS, batch_size=10)
    assert float(tried.optimizer.learning_rate) == pytest.approx(0.4)


def test_the_schedule_rises_to_the_rate_and_falls_to_0():
    rates = [float(warm_cosine(0.02, 100)(step)) for step in range(101)]
    assert rates[0] == pytest.approx(0.002)
    assert max(rates) == rates[10] == pytest.approx(0.02)
    assert rates[100] == pytest.approx(0, abs=1e-6)
    assert rates[55] == pytest.approx(0.01, rel=1e-3)  # half-way down
    assert all(np.diff(rates[:11]) > 0)
    assert all(np.diff(rates[10:]) < 0)


def test_a_single_step_has_a_schedule_too():
    assert np.isfinite(float(warm_cosine(0.02, 1)(0)))


def against(g, memory, rate):
    memory["steps"] = memory.get("steps", 0) + 1
    return -rate * g / memory["steps"]


def test_a_walk_begins_at_the_start_and_keeps_its_memory():
    path = walk(against, lambda weights: 2 * weights, start=(1, -1), rate=0.25, steps=2)
    np.testing.assert_allclose(path, [[1, -1], [0.5, -0.5], [0.375, -0.375]])
    np.testing.assert_array_equal(path, walk(against, lambda weights: 2 * weights, (1, -1), 0.25, 2))


def test_the_best_of_the_rates_is_found_though_others_lead_to_infinity():
    rule = lambda g, memory, rate: -rate * g  # noqa: E731
    rate, path, end = best_walk(rule, lambda w: 2 * w, lambda w: np.sum(w**2), [3.0], [1e-3, 0.5, 1e200], steps=9)
    assert (rate, end, len(path)) == (0.5, 0, 10)
