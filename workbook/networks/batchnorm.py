"""Batch normalisation that can be put into a trained network without changing its predictions."""

from typing import NamedTuple

import keras
import numpy as np
from sklearn.preprocessing import StandardScaler
from tqdm.auto import tqdm

from workbook.networks.surgery import copy_model, find_layer, insert_layer, with_outputs


class Statistics(NamedTuple):
    """The mean and variance of each output of a layer, float64."""

    mean: np.ndarray
    variance: np.ndarray


def activation_statistics(model, names, batches):
    """Return {name: Statistics} of the outputs of `model`'s dense layers `names`, from one pass through `batches`.

    Batches are (inputs, labels). Only one is in memory at a time: scikit-learn updates mean and variance in float64,
    batch by batch (Chan, Golub and LeVeque, 1983). Lesson 10.
    """
    watched, scalers = with_outputs(model, names), {name: StandardScaler() for name in names}
    for index in tqdm(range(len(batches)), desc="statistics", unit="batch", disable=len(batches) < 100):
        inputs, _ = batches[index]
        outputs = watched(keras.ops.convert_to_tensor(inputs, dtype="float32"), training=False)
        for name, scaler in scalers.items():
            scaler.partial_fit(np.asarray(outputs[name], dtype="float64"))
    return {name: Statistics(scaler.mean_, scaler.var_) for name, scaler in scalers.items()}


def identity_batch_norm(statistics, name, epsilon=1e-3):
    """Return a BatchNormalization layer with `statistics` that changes nothing in inference.

    The layer subtracts the mean and divides by sqrt(variance + epsilon); gamma and beta undo both. Gamma must include
    epsilon: without it, a unit of small variance would shrink, and one that was always zero would stay at zero.
    Lesson 10.
    """
    layer = keras.layers.BatchNormalization(epsilon=epsilon, name=name)
    layer.build((None, len(statistics.mean)))
    mean, variance = statistics
    layer.set_weights([np.sqrt(variance + epsilon), mean, mean, variance])
    return layer


def insert_batch_norm(model, places, batches):
    """Return a copy of `model` with batch normalisation that changes no prediction, fitted to the photos of `batches`.

    `places` is {layer: name of the new layer after it}. The copy has its own weights. A new layer is frozen if the
    layer before it is. Lesson 10.
    """
    statistics = activation_statistics(model, places, batches)
    new = copy_model(model)
    for after, name in places.items():
        layer = identity_batch_norm(statistics[after], name)
        layer.trainable = find_layer(model, after).trainable
        new = insert_layer(new, layer, after=after)
    return new


def louder(model, factor):
    """Return a copy of `model` whose units in `fc1` and `fc2` are `factor` times as loud; it predicts the same.

    The weights of a layer are multiplied and those of the next one divided; in `fc2` both cancel. Lesson 10.
    """
    new = copy_model(model)
    (k1, b1), (k2, b2), (k3, b3) = (new.get_layer(name).get_weights() for name in ("fc1", "fc2", "predictions"))
    new.get_layer("fc1").set_weights([k1 * factor, b1 * factor])
    new.get_layer("fc2").set_weights([k2, b2 * factor])
    new.get_layer("predictions").set_weights([k3 / factor, b3])
    return new
