"""Networks for photos of any size, or with random weights; what they give for a few photos, and their gradients."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from workbook.networks.surgery import find_layer, model_up_to

DENSE = ("fc1", "fc2", "predictions")  # of VGG16


def any_size(model):
    """Return a model that shares `model`'s layers and takes photos of any height and width.

    No layer of `model` may need maps of one size, as a dense layer after `flatten` does. Lesson 12.
    """
    photos = keras.Input((None, None, model.input_shape[-1]), name="photos")
    return keras.models.clone_model(model, photos, clone_function=lambda layer: layer)


def as_convolutions(model):
    """Return VGG16's `model`, with copies of its dense layers as convolutions, for photos of any size from 224 on.

    For a larger photo it returns the class probabilities of each window of 224 pixels in steps of 32, (n, rows,
    columns, classes). Source: Long et al., 2014. Lesson 12.
    """
    before, side = any_size(model_up_to(model, "block5_pool")), find_layer(model, "block5_pool").output.shape[1]
    x = before.output
    for dense in (find_layer(model, name) for name in DENSE):
        kernel, bias = dense.get_weights()
        layer = layers.Conv2D(len(bias), side, activation=dense.activation, name=dense.name)
        x = layer(x)
        layer.set_weights([kernel.reshape(side, side, -1, len(bias)), bias])
        side = 1
    return keras.Model(before.input, x, name=f"{model.name}_as_convolutions")


def random_copy(model, seed=0):
    """Return a copy of `model` with random weights, drawn as before training (He et al., 2015). Lesson 12."""
    new = keras.models.clone_model(model)
    for number, layer in enumerate(layer for layer in new.layers if layer.weights):
        draw = keras.initializers.HeNormal(seed=seed + number)
        layer.kernel.assign(draw(layer.kernel.shape))
    return new


def forward(model, images, batch_size=16):
    """Return the outputs of `model` for `images`, an array (n, ...).

    Unlike `predict`, it does not prepare `model` first, which takes a second for each new one. Lesson 12.
    """
    parts = [model(images[i : i + batch_size]) for i in range(0, len(images), batch_size)]
    return np.concatenate([keras.ops.convert_to_numpy(part) for part in parts])


def of_class(outputs, classes):
    """Return the output for its class of each photo, (n,), from `outputs` (n, classes). Lesson 12."""
    return keras.ops.take_along_axis(outputs, np.asarray(classes)[:, None], axis=1)[:, 0]


def pixel_gradients(model, images, number):
    """Return the gradient of output `number` of `model` with respect to each of `images` (n, height, width, 3).

    It has the shape of the images. Lesson 12.
    """
    pixels = tf.constant(images, "float32")
    with tf.GradientTape() as tape:
        tape.watch(pixels)
        total = tf.reduce_sum(model(pixels)[:, number])
    return tape.gradient(total, pixels).numpy()
