"""Parts and copies of a network, ready to train or trained by a plan, and how large its gradients are."""

from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from workbook.networks.surgery import (
    copy_model,
    model_up_to,
    relative_change,
    split_at,
    train_from,
    weights_by_layer,
)


class TrainedCopy(NamedTuple):
    """What `train_copy` returns.

    `losses` are those in validation after each epoch, `changes` what `relative_change` returns after each phase,
    `answers` the probabilities in validation (photos, classes) at the end, and `head` the last layer's weights.
    """

    losses: list
    changes: list
    answers: np.ndarray
    head: list


class Run(NamedTuple):
    """The `answers` of a network after one training, probabilities (photos, classes)."""

    answers: np.ndarray


def part_after(model, name, rate):
    """Return the part of `model` after layer `name`, compiled with a fresh Adam optimizer; it shares the layers.

    Lesson 06.
    """
    part = split_at(model, name)[1]
    part.compile(optimizer=keras.optimizers.Adam(rate), loss="categorical_crossentropy", metrics=["accuracy"])
    return part


def train_copy(model, plan, batches, val_batches, *, epochs, seed, head=None):
    """Train a copy of `model` phase by phase, and return it as `TrainedCopy`; the model stays as it is.

    `plan` is a list of phases, each of `epochs` epochs: (first layer that trains, Adam's rate). The copy's last layer
    starts with the weights `head`, or at random. `seed` fixes this start, dropout, and the order of `batches`, which
    are `ArrayBatches`. Lesson 06.
    """
    keras.utils.set_random_seed(seed)
    copy = keras.models.clone_model(model)  # with new random weights
    for old, new in zip(model.layers[:-1], copy.layers[:-1], strict=True):
        new.set_weights(old.get_weights())
    if head is not None:
        copy.layers[-1].set_weights(head)
    start, order, losses, changes = weights_by_layer(copy), batches.again(seed=seed), [], []
    for first, rate in plan:
        train_from(copy, first)
        copy.compile(optimizer=keras.optimizers.Adam(rate), loss="categorical_crossentropy")
        history = copy.fit(order, validation_data=val_batches, epochs=epochs, shuffle=False, verbose=0)
        losses += history.history["val_loss"]
        changes.append(relative_change(copy, start))
    answers = np.concatenate([copy(rows, training=False) for rows, _ in val_batches])
    return TrainedCopy(losses, changes, answers, copy.layers[-1].get_weights())


def repeat_training(model, first, optimizer, batches, inputs, *, epochs, seeds, dropout=0.5):
    """Train a copy of `model` from layer `first` on, `seeds` times from the same weights; return a `Run` for each.

    The runs differ in what `dropout` drops and in the order of `batches`, `ArrayBatches`; their answers are for
    `inputs`. An answer that is not a number, because training diverged, becomes a guess. There is one copy only, since
    TensorFlow translates each model anew, which takes longer than a short training. Lesson 10.
    """
    keras.utils.set_random_seed(0)
    copy = copy_model(model)
    for layer in copy.layers:
        if isinstance(layer, keras.layers.Dropout):
            layer.rate = dropout
    train_from(copy, first)
    copy.compile(optimizer=optimizer, loss="categorical_crossentropy")
    optimizer.build(copy.trainable_variables)
    weights, state, runs = copy.get_weights(), [each.numpy() for each in optimizer.variables], []
    for seed in range(seeds):
        copy.set_weights(weights)
        for variable, value in zip(optimizer.variables, state, strict=True):
            variable.assign(value)
        copy.fit(batches.again(shuffle=True, seed=seed), epochs=epochs, shuffle=False, verbose=0)
        answers = np.asarray(copy(inputs, training=False))
        runs.append(Run(np.nan_to_num(answers, nan=1 / answers.shape[1])))
    return runs


def shuffled_rows(count, epochs, batch_size, seed):
    """Return the row numbers of all whole batches of `epochs` epochs, (n,), each epoch in another order.

    What is left over in an epoch, less than a batch, is left out of it. Lesson 09.
    """
    random, whole = np.random.default_rng(seed), count // batch_size * batch_size
    return np.concatenate([random.permutation(count)[:whole] for _ in range(epochs)])


def train_steps(model, rows, labels, steps, batch_size, seed):
    """Train compiled `model` for so many steps, each on a batch of `rows` drawn at random, whatever their number.

    `seed` fixes the draws, and dropout unless the model has drawn before. Lesson 08.
    """
    keras.utils.set_random_seed(seed)
    drawn = np.random.default_rng(seed).integers(len(rows), size=steps * batch_size)
    model.fit(rows[drawn], labels[drawn], batch_size=batch_size, shuffle=False, verbose=0)


def gradient_norms(model, batches):
    """Return the norm of the loss's gradient for each kernel, {layer's name: one number per batch (n,)}.

    `batches` is a list of (images, one-hot labels). Frozen layers are included. A kernel is a layer's weights without
    its biases. Lesson 06.
    """
    kernels = {layer.name: layer.kernel.value for layer in model.layers if hasattr(layer, "kernel")}
    norms = {name: [] for name in kernels}
    for images, labels in batches:
        with tf.GradientTape() as tape:
            tape.watch(list(kernels.values()))
            loss = keras.ops.mean(keras.losses.categorical_crossentropy(labels, model(images)))
        for name, gradient in tape.gradient(loss, kernels).items():
            norms[name].append(float(tf.norm(gradient)))
    return {name: np.array(each) for name, each in norms.items()}


def middle_gradients(model, name, photos):
    """Return how much each pixel of `photos`, RGB 0..255 (n, height, width, 3), matters to the middle of a layer.

    It is the size of the gradient of the sum of all channels in the middle of layer `name`, added up over the colours,
    (n, height, width). Lesson 04.
    """
    pixels = tf.constant(photos, "float32")
    with tf.GradientTape() as tape:
        tape.watch(pixels)
        maps = model_up_to(model, name)(pixels)
        middle = tf.reduce_sum(maps[:, maps.shape[1] // 2, maps.shape[2] // 2])
    return np.abs(tape.gradient(middle, pixels)).sum(axis=-1)
