"""Models with one input and one output, taken apart and put together layer by layer, by the names of the layers."""

from typing import NamedTuple

import keras
import numpy as np


class Counts(NamedTuple):
    """How many weights of a model are trainable, and how many it has in total."""

    trainable: int
    total: int


def count_weights(model):
    """Return the `Counts` of a model's weights. Lesson 02."""
    return Counts(sum(weight.numpy().size for weight in model.trainable_weights), model.count_params())


def train_from(model, name):
    """Make layer `name` and all after it trainable, freeze all before it, and return the `Counts`.

    Compile the model afterwards: until then, Keras trains the same layers as before. Lesson 06.
    """
    first = model.layers.index(find_layer(model, name))
    for number, layer in enumerate(model.layers):
        layer.trainable = number >= first
    return count_weights(model)


def model_up_to(model, name):
    """Return a model that shares `model`'s layers and ends with layer `name`. Lesson 04."""
    whole, outputs = _watched(model, [name])
    return keras.Model(whole.input, outputs[name], name=f"{model.name}_to_{name}")


def split_at(model, name):
    """Return two models that share `model`'s layers: up to layer `name`, and from its output on.

    Raises ValueError if there is no layer `name`, or if it is the last one. Lesson 02.
    """
    if find_layer(model, name) is model.layers[-1]:
        raise ValueError(f"{name} is the last layer and nothing comes after it: name an earlier layer.")
    whole, outputs = _watched(model, [name])
    middle = outputs[name]
    entry = keras.Input(middle.shape[1:], dtype=middle.dtype, name=f"{name}_output")
    back = keras.Model(middle, whole.output, name=f"{model.name}_from_{name}")
    return model_up_to(model, name), keras.models.clone_model(back, entry, clone_function=lambda layer: layer)


def with_outputs(model, names):
    """Return a model that shares `model`'s layers and returns {name: output} of the layers `names`. Lesson 06."""
    whole, outputs = _watched(model, names)
    return keras.Model(whole.input, outputs)


def insert_layer(model, layer, after):
    """Return a model that shares `model`'s layers and has the new `layer` after layer `after`.

    Raises ValueError if there is no layer `after`, if it is the last one, or if the new layer's name is taken.
    Lesson 10.
    """
    if find_layer(model, after) is model.layers[-1]:
        raise ValueError(f"{after} is the last layer and its output is the prediction: insert {layer.name} earlier.")
    if layer.name in [other.name for other in model.layers]:
        raise ValueError(f"The model has a layer {layer.name} already: give the new one another name.")
    return _trace(model, lambda old, output: layer(output) if old.name == after else output)


def copy_model(model):
    """Return a copy of `model` with its own copy of the weights. Lesson 04."""
    new = keras.models.clone_model(model)
    new.set_weights(model.get_weights())
    return new


def copy_weights(source, target):
    """Copy weights from `source` to `target`, between layers of the same name.

    Raises ValueError, and copies nothing, if `source` lacks a layer of `target` or has it with weights of other shapes.
    Lesson 02.
    """
    known = {layer.name: layer for layer in source.layers}
    pairs = [(known.get(layer.name), layer) for layer in target.layers if layer.weights]
    for old, new in pairs:
        if old is None:
            raise ValueError(f"There is no layer {new.name} to copy from: give both models the same layer names.")
        if [weight.shape for weight in old.weights] != [weight.shape for weight in new.weights]:
            raise ValueError(
                f"The weights of {new.name} differ in shape, {_shapes(old)} and {_shapes(new)}: give both layers the "
                "same inputs and units."
            )
    for old, new in pairs:
        new.set_weights(old.get_weights())


def weights_by_layer(model):
    """Return copies of the weights, {layer's name: [arrays]}, of each layer that has any. Lesson 06."""
    return {layer.name: layer.get_weights() for layer in model.layers if layer.weights}


def relative_change(model, before):
    """Return how much each layer's weights have changed since `before`, from `weights_by_layer`.

    The result is {layer's name: norm of the change / norm before}. Layers that are not in `before` are left out.
    Lesson 06.
    """
    now = weights_by_layer(model)
    return {name: _norm(_minus(now[name], old)) / max(_norm(old), 1e-12) for name, old in before.items() if name in now}


def find_layer(model, name):
    """Return the layer of `model` called `name`, or raise ValueError with the names of its layers."""
    names = [layer.name for layer in model.layers]
    if name not in names:
        raise ValueError(f"There is no layer {name!r} in {model.name}: use one of {', '.join(names)}.")
    return model.layers[names.index(name)]


def _watched(model, names):
    """Return a new model on `model`'s layers, and {name: its output} for the layers `names`."""
    for name in names:
        find_layer(model, name)
    outputs = {}
    whole = _trace(model, lambda layer, output: outputs.setdefault(layer.name, output))
    return whole, {name: outputs[name] for name in names}


def _trace(model, visit):
    """Return a new model that calls `model`'s layers again and passes on `visit(layer, output)` for each output.

    `layer.output` cannot replace this: a layer that several models share returns its output in the first of them.
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
