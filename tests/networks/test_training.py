"""Copies trained by a plan, parts that share layers, and gradients."""

import keras
import numpy as np
import pytest

from workbook.features.arrays import ArrayBatches
from workbook.networks.surgery import weights_by_layer
from workbook.networks.training import (
    gradient_norms,
    middle_gradients,
    part_after,
    repeat_training,
    train_copy,
    train_steps,
)

IMAGES = np.random.default_rng(0).normal(size=(12, 6)).astype("float32")
LABELS = np.eye(3, dtype="float32")[np.arange(12) % 3]


@pytest.fixture
def model():
    keras.utils.set_random_seed(0)
    inputs = keras.Input((6,))
    x = keras.layers.Dense(8, activation="relu", name="one")(inputs)
    x = keras.layers.Dense(7, activation="relu", name="two")(x)
    return keras.Model(inputs, keras.layers.Dense(3, activation="softmax", name="answer")(x))


@pytest.fixture
def batches():
    return [ArrayBatches(IMAGES, LABELS, batch_size=4, shuffle=shuffle) for shuffle in (True, False)]


def test_a_part_shares_its_layers_and_is_ready_to_train(model):
    part = part_after(model, "one", rate=0.5)
    part.fit(model.layers[1](IMAGES), LABELS, verbose=0)
    np.testing.assert_allclose(part(model.layers[1](IMAGES)), model(IMAGES), atol=1e-6)
    assert float(part.optimizer.learning_rate) == 0.5


def test_a_copy_is_trained_phase_by_phase(model, batches):
    before = model.get_weights()
    plan = [("answer", 0.1), ("two", 0.01)]
    trained = train_copy(model, plan, *batches, epochs=2, seed=1)
    assert len(trained.losses) == 4
    first, second = trained.changes
    assert first["one"] == first["two"] == second["one"] == 0
    assert first["answer"] > 0 and second["two"] > 0
    assert trained.answers.shape == (12, 3)
    true = trained.answers[np.arange(12), np.arange(12) % 3]
    assert -np.log(true).mean() == pytest.approx(trained.losses[-1], rel=1e-4)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_a_copy_depends_on_its_seed_and_its_head_alone(model, batches):
    def losses(seed, head=None):
        return train_copy(model, [("two", 0.01)], *batches, epochs=1, seed=seed, head=head).losses

    assert losses(1) == losses(1) != losses(2)
    head = weights_by_layer(model)["answer"]
    assert losses(1, head) != losses(1)
    assert train_copy(model, [], *batches, epochs=1, seed=1, head=head).answers == pytest.approx(
        np.asarray(model(IMAGES)), abs=1e-6
    )


def test_repeated_trainings_start_alike_and_differ_by_seed(model, batches):
    before = model.get_weights()

    def answers(rate, seeds, **options):
        optimizer = keras.optimizers.SGD(rate, momentum=0.9)
        runs = repeat_training(model, "two", optimizer, batches[1], IMAGES, epochs=2, seeds=seeds, **options)
        return np.array([run.answers for run in runs])

    once, twice = answers(0.1, 1), answers(0.1, 2)
    np.testing.assert_allclose(once[0], twice[0], atol=1e-6)
    assert np.abs(twice[1] - twice[0]).max() > 1e-4
    np.testing.assert_allclose(answers(0.0, 2), [model(IMAGES)] * 2, atol=1e-6)
    np.testing.assert_allclose(answers(float("nan"), 1), 1 / 3)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_repeated_trainings_drop_what_they_are_told(batches):
    inputs = keras.Input((6,))
    x = keras.layers.Dropout(0.5)(keras.layers.Dense(64, activation="relu", name="one")(inputs))
    model = keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(x))

    def answers(dropout):
        optimizer = keras.optimizers.SGD(0.1)
        (run,) = repeat_training(model, "one", optimizer, batches[0], IMAGES, epochs=1, seeds=1, dropout=dropout)
        return run.answers

    plain = keras.models.clone_model(model)
    plain.set_weights(model.get_weights())
    plain.layers[2].rate = 0
    plain.compile(optimizer=keras.optimizers.SGD(0.1), loss="categorical_crossentropy")
    plain.fit(batches[0].again(seed=0), shuffle=False, verbose=0)
    np.testing.assert_allclose(answers(0), plain(IMAGES), atol=1e-6)
    assert np.abs(answers(0.9) - answers(0)).max() > 1e-3


def test_gradients_of_frozen_layers_are_measured_too(model):
    model.get_layer("one").trainable = False
    norms = gradient_norms(model, [(IMAGES[:6], LABELS[:6]), (IMAGES[6:], LABELS[6:])])
    assert list(norms) == ["one", "two", "answer"]
    assert all(each.shape == (2,) and (each > 0).all() for each in norms.values())


def test_the_gradient_is_that_of_the_loss(model):
    kernel, step = model.get_layer("answer").kernel, 1e-2
    losses = []
    for sign in (1, -1):
        kernel.assign_add(sign * step * np.eye(7, 3))
        losses.append(float(keras.losses.categorical_crossentropy(LABELS, model(IMAGES)).numpy().mean()))
        kernel.assign_sub(sign * step * np.eye(7, 3))
    slope = (losses[0] - losses[1]) / (2 * step)
    assert gradient_norms(model, [(IMAGES, LABELS)])["answer"][0] >= abs(slope) / 3**0.5 - 1e-3


def test_steps_are_counted_whatever_the_number_of_rows():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
    weights = model.get_weights()
    model.compile(keras.optimizers.SGD(0.1), "mse")
    train_steps(model, np.ones((3, 1)), np.zeros((3, 1)), steps=7, batch_size=2, seed=0)
    assert int(model.optimizer.iterations) == 7
    once = model.get_weights()
    model.set_weights(weights)
    train_steps(model, np.ones((3, 1)), np.zeros((3, 1)), steps=7, batch_size=2, seed=0)
    np.testing.assert_allclose(model.get_weights()[0], once[0])
    assert abs(once[0]) < abs(weights[0])


def test_pixels_outside_the_receptive_field_do_not_matter():
    inputs = keras.Input((9, 9, 3))
    ones = {"kernel_initializer": "ones", "padding": "same"}
    x = keras.layers.Conv2D(2, 3, name="wide", **ones)(inputs)
    model = keras.Model(inputs, keras.layers.Conv2D(1, 3, name="wider", **ones)(x))
    strengths = middle_gradients(model, "wide", np.zeros((2, 9, 9, 3), "uint8"))
    assert strengths.shape == (2, 9, 9)
    np.testing.assert_allclose(strengths[0, 3:6, 3:6], 6)  # 2 channels, 3 colours
    assert strengths[0].sum() == 54
    assert np.count_nonzero(middle_gradients(model, "wider", np.zeros((1, 9, 9, 3)))) == 25
