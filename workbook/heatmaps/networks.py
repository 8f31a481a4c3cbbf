"""Networks for photos of any size, and with random weights."""

import keras


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
