"""Networks for photos of any size, with random weights, and run on a few photos at a time."""

import keras
import numpy as np


def any_size(model):
    """Return a model that shares `model`'s layers and takes photos of any height and width.

    No layer of `model` may need maps of one size, as a dense layer after `flatten` does. Lesson 12.
    """
    photos = keras.Input((None, None, model.input_shape[-1]), name="photos")
    return keras.models.clone_model(model, photos, clone_function=lambda layer: layer)


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
