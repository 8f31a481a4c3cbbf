import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from locations import ROOT
from workbook.features.arrays import ArrayBatches
from workbook.networks.batchnorm import (
    Statistics,
    activation_statistics,
    identity_batch_norm,
    insert_batch_norm,
    louder,
)
from workbook.networks.surgery import with_outputs

EPSILON = 1e-3
RNG = np.random.default_rng(0)
ROWS = np.concatenate([RNG.normal(0.5, [3, 1e-2, 1e-3], (400, 3)), np.zeros((400, 1))], axis=1).astype("float32")
UNSEEN = RNG.normal(0.5, 2, (50, 4)).astype("float32")
EXACT = Statistics(ROWS.mean(axis=0, dtype="float64"), ROWS.var(axis=0, dtype="float64"))


def passing(units):
    """Return a model whose layer `through` hands on its `units` inputs."""
    inputs = keras.Input((units,))
    return keras.Model(inputs, keras.layers.Rescaling(1.0, name="end")(keras.layers.Identity(name="through")(inputs)))


def batches(rows):
    return ArrayBatches(rows, np.zeros((len(rows), 1)), batch_size=64)


def stretch(layer):
    """Return by how much `layer` stretches each unit about its mean."""
    return (layer(UNSEEN) - layer(EXACT.mean[None])).numpy() / (UNSEEN - EXACT.mean)


def test_it_is_the_identity_on_unseen_rows_dead_and_quiet_units_among_them():
    layer = identity_batch_norm(EXACT, "bn", EPSILON)
    np.testing.assert_allclose(layer(UNSEEN), UNSEEN, atol=1e-5)
    np.testing.assert_allclose(stretch(layer), 1, rtol=1e-4)


@pytest.mark.parametrize(
    ("gamma", "moving", "factor"),
    [
        (EXACT.variance + EPSILON, EXACT.variance, np.sqrt(EXACT.variance + EPSILON)),  # the square root forgotten
        (np.sqrt(EXACT.variance), EXACT.variance, np.sqrt(EXACT.variance / (EXACT.variance + EPSILON))),
        (np.sqrt(EXACT.variance), np.sqrt(EXACT.variance), None),  # seed 000: deviation where variance belongs
    ],
)
def test_other_recipes_stretch_as_predicted(gamma, moving, factor):
    layer = identity_batch_norm(EXACT, "bn", EPSILON)
    layer.set_weights([gamma, EXACT.mean, EXACT.mean, moving])
    factor = gamma / np.sqrt(moving + EPSILON) if factor is None else factor
    np.testing.assert_allclose(stretch(layer), np.broadcast_to(factor, UNSEEN.shape), rtol=1e-3, atol=1e-6)
    assert np.abs(layer(UNSEEN) - UNSEEN).max() > 0.1


def test_statistics_are_those_of_two_passes_in_float64():
    rows = RNG.normal(100, 5, (10_000, 4096)).astype("float32")
    model = passing(4096)
    found = activation_statistics(model, ["through"], batches(rows))["through"]
    mean = rows.mean(axis=0, dtype="float64")
    variance = np.concatenate([np.var(rows[:, i : i + 256].astype("float64"), axis=0) for i in range(0, 4096, 256)])
    np.testing.assert_allclose(found.mean, mean, rtol=1e-5)
    np.testing.assert_allclose(found.variance, variance, rtol=1e-5)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process its peak memory")
def test_memory_does_not_grow_with_the_rows():
    rows = 2048
    program = [sys.executable, ROOT / "tests" / "programs" / "stream_statistics.py", str(rows), str(8 * rows)]
    few, many = map(int, subprocess.check_output(program, stderr=subprocess.DEVNULL, text=True).split())
    added = 7 * rows * 4096 * 4 / 2**20  # MiB of float32 that holding all rows would take
    assert many - few < 0.2 * added


def test_inserting_leaves_the_model_and_its_predictions_alone():
    model = passing(4)
    model.get_layer("through").trainable = False
    new = insert_batch_norm(model, {"through": "bn"}, batches(ROWS))
    assert [layer.name for layer in new.layers][1:] == ["through", "bn", "end"]
    assert not new.get_layer("bn").trainable
    assert len(model.layers) == 3
    np.testing.assert_allclose(new(UNSEEN), model(UNSEEN), atol=1e-5)


def test_a_louder_network_predicts_the_same():
    inputs = keras.Input((4,))
    one = keras.layers.Dense(8, activation="relu", name="fc1", bias_initializer="normal")(inputs)
    two = keras.layers.Dense(8, activation="relu", name="fc2", bias_initializer="normal")(one)
    model = keras.Model(inputs, keras.layers.Dense(3, activation="softmax", name="predictions")(two))
    loud = louder(model, 10)
    np.testing.assert_allclose(loud(UNSEEN), model(UNSEEN), atol=1e-5)
    quiet, high = (with_outputs(each, ["fc1", "fc2"])(UNSEEN) for each in (model, loud))
    for name in ("fc1", "fc2"):
        np.testing.assert_allclose(high[name], 10 * quiet[name], rtol=1e-5, atol=1e-4)  # sums of up to 20
