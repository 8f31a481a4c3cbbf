"""Taking networks apart and putting them together, layer by layer, by name; on models with one input and one output."""

from typing import NamedTuple

import keras
import numpy as np


class Counts(NamedTuple):
    """How many weights of a model train, and how many it has."""

    trainable: int
    total: int


def count_weights(model):
    """Return the `Counts` of a model's weights."""
    return Counts(sum(weight.numpy().size for weight in model.trainable_weights), model.count_params())


def train_from(model, name):
    """Let layer `name` and all behind it train, freeze all before it, and return the `Counts`.

    Compile the model afterwards: until then Keras trains what trained before.
    """
    first = model.layers.index(find_layer(model, name))
    for number, layer in enumerate(model.layers):
        layer.trainable = number >= first
    return count_weights(model)


def model_up_to(model, name):
    """Return a model that shares `model`'s layers and ends with layer `name`."""
    whole, outputs = _watched(model, [name])
    return keras.Model(whole.input, outputs[name], name=f"{model.name}_to_{name}")


def split_at(model, name):
    """Return two models that share `model`'s layers: up to layer `name`, and from its output on.

    Raises ValueError where there is no layer `name`, or none behind it.
    """
    if find_layer(model, name) is model.layers[-1]:
        raise ValueError(f"{name} is the last layer: there is nothing behind it to split off.")
    whole, outputs = _watched(model, [name])
    middle = outputs[name]
    entry = keras.Input(middle.shape[1:], dtype=middle.dtype, name=f"{name}_output")
    back = keras.Model(middle, whole.output, name=f"{model.name}_from_{name}")
    return model_up_to(model, name), keras.models.clone_model(back, entry, clone_function=lambda layer: layer)


def with_outputs(model, names):
    """Return a model that shares `model`'s layers and returns {name: output} of the layers `names`."""
    whole, outputs = _watched(model, names)
    return keras.Model(whole.input, outputs)


def insert_layer(model, layer, after):
    """Return a model like `model`, sharing its layers, with the new `layer` behind layer `after`.

    Raises ValueError where there is no layer `after`, it is the last one, or the new one's name is taken.
    """
    if find_layer(model, after) is model.layers[-1]:
        raise ValueError(f"{after} is the last layer, whose output is the answer: insert {layer.name} before it.")
    if layer.name in [other.name for other in model.layers]:
        raise ValueError(f"The model has a layer {layer.name} already: give the new one another name.")
    return _trace(model, lambda old, output: layer(output) if old.name == after else output)


def copy_model(model):
    """Return a model like `model` with weights of its own, equal to its."""
    new = keras.models.clone_model(model)
    new.set_weights(model.get_weights())
    return new


def copy_weights(source, target):
    """Copy weights from `source` to `target`, layer by layer of the same name.

    Raises ValueError, before anything is copied, where a layer of `target` has no namesake with weights of its shapes.
    """
    known = {layer.name: layer for layer in source.layers}
    pairs = [(known.get(layer.name), layer) for layer in target.layers if layer.weights]
    for old, new in pairs:
        if old is None:
            raise ValueError(f"There is no layer {new.name} to copy from: the models must name their layers alike.")
        if [weight.shape for weight in old.weights] != [weight.shape for weight in new.weights]:
            raise ValueError(f"The weights of {new.name} differ in shape: {_shapes(old)} and {_shapes(new)}.")
    for old, new in pairs:
        new.set_weights(old.get_weights())


def weights_by_layer(model):
    """Return a copy of each layer's weights, {layer's name: [arrays]}, of the layers that have any."""
    return {layer.name: layer.get_weights() for layer in model.layers if layer.weights}


def relative_change(model, before):
    """Return how far each layer's weights moved since `before` (see `copy_of_weights`), relative to what they were.

    {layer's name: norm of the change / norm before}; a layer that `before` does not hold is left out.
    """
    now = weights_by_layer(model)
    return {name: _norm(_minus(now[name], old)) / max(_norm(old), 1e-12) for name, old in before.items() if name in now}


def find_layer(model, name):
    """Return the layer of `model` called `name`; raises ValueError with the names there are."""
    names = [layer.name for layer in model.layers]
    if name not in names:
        raise ValueError(f"There is no layer {name!r} in {model.name}; there are {', '.join(names)}.")
    return model.layers[names.index(name)]


def _watched(model, names):
    """Return `model` traced once more, and there {name: output} of the layers `names`."""
    for name in names:
        find_layer(model, name)
    outputs = {}
    whole = _trace(model, lambda layer, output: outputs.setdefault(layer.name, output))
    return whole, {name: outputs[name] for name in names}


def _trace(model, visit):
    """Return a model of `model`'s layers called once more, each output being passed on as `visit(layer, output)`.

    `layer.output` would not do: a layer that several models share has several, and tells the one it had first.
    """

    def call(layer, *inputs, **options):
        return visit(layer, layer(*inputs, **options))

    return keras.models.clone_model(model, clone_function=lambda layer: layer, call_function=call)


def _shapes(layer):
    return ", ".join(str(tuple(weight.shape)) for weight in layer.weights)


def _minus(new, old):
    return [a - b for a, b in zip(new, old, strict=True)]


def _norm(arrays):
    return float(np.sqrt(sum(np.sum(np.square(array, dtype="float64")) for array in arrays)))
