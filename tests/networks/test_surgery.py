import keras
import numpy as np
import pytest

from workbook.networks.surgery import (
    copy_weights,
    count_weights,
    insert_layer,
    model_up_to,
    relative_change,
    split_at,
    train_from,
    weights_by_layer,
    with_outputs,
)

IMAGES = np.random.default_rng(0).normal(size=(5, 6)).astype("float32")


@pytest.fixture
def model():
    keras.utils.set_random_seed(0)
    inputs = x = keras.Input((6,))
    for name, units in (("one", 8), ("two", 7), ("three", 3)):
        x = keras.layers.Dense(units, activation="relu", name=name)(x)
    return keras.Model(inputs, keras.layers.Softmax(name="answer")(x))


def test_the_two_parts_of_a_split_make_the_whole(model):
    front, back = split_at(model, "two")
    np.testing.assert_allclose(back(front(IMAGES)), model(IMAGES), atol=1e-6)
    assert back.get_layer("three") is model.get_layer("three")
    assert [layer.name for layer in front.layers][-1] == "two"
    assert [layer.name for layer in back.layers] == ["two_output", "three", "answer"]


def test_an_inserted_layer_is_where_it_was_put(model):
    answers = model(IMAGES).numpy()
    doubled = insert_layer(model, keras.layers.Rescaling(2.0, name="double"), after="two")
    assert [layer.name for layer in doubled.layers][1:] == ["one", "two", "double", "three", "answer"]
    front, back = split_at(model, "two")
    np.testing.assert_allclose(doubled(IMAGES), back(2 * front(IMAGES)), atol=1e-6)
    np.testing.assert_array_equal(model(IMAGES), answers)
    assert doubled.get_layer("three") is model.get_layer("three")


def test_a_model_can_end_anywhere_but_not_be_split_after_its_end(model):
    np.testing.assert_allclose(model_up_to(model, "answer")(IMAGES), model(IMAGES), atol=1e-6)
    assert [layer.name for layer in model_up_to(model, "one").layers][1:] == ["one"]
    with pytest.raises(ValueError, match="answer is the last layer"):
        split_at(model, "answer")


def test_watching_returns_outputs_by_name(model):
    front, _ = split_at(model, "two")
    outputs = with_outputs(model, ["answer", "two"])(IMAGES)
    np.testing.assert_allclose(outputs["answer"], model(IMAGES), atol=1e-6)
    np.testing.assert_allclose(outputs["two"], front(IMAGES), atol=1e-6)
    assert list(with_outputs(model, ["one"])(IMAGES)) == ["one"]
    with pytest.raises(ValueError, match="no layer 'six'"):
        with_outputs(model, ["one", "six"])


def test_parts_can_be_cut_again(model):
    doubled = insert_layer(model, keras.layers.Rescaling(2.0, name="double"), after="one")
    _, rest = split_at(doubled, "double")
    middle, end = split_at(rest, "three")
    start, _ = split_at(doubled, "double")
    np.testing.assert_allclose(end(middle(start(IMAGES))), doubled(IMAGES), atol=1e-6)


@pytest.mark.parametrize(
    ("name", "after", "message"),
    [("new", "four", "no layer 'four'"), ("new", "answer", "is the last layer"), ("one", "two", "layer one already")],
)
def test_inserting_in_no_place_is_refused(model, name, after, message):
    with pytest.raises(ValueError, match=message):
        insert_layer(model, keras.layers.Rescaling(1.0, name=name), after=after)


def test_training_from_a_layer_on_counts_what_trains(model):
    assert train_from(model, "two") == (8 * 7 + 7 + 7 * 3 + 3, 6 * 8 + 8 + 8 * 7 + 7 + 7 * 3 + 3)
    assert train_from(model, "one").trainable == count_weights(model).total
    with pytest.raises(ValueError, match="use one of .*one, two, three, answer"):
        train_from(model, "conv9")


def test_only_what_trains_moves(model):
    train_from(model, "three")
    model.compile("sgd", "categorical_crossentropy")
    before = weights_by_layer(model)
    model.fit(IMAGES, np.eye(3)[[0, 1, 2, 0, 1]], verbose=0)
    changes = relative_change(model, before)
    assert changes["one"] == changes["two"] == 0
    assert changes["three"] > 0


def test_the_change_is_relative(model):
    before = weights_by_layer(model)
    model.get_layer("one").set_weights([1.5 * array for array in model.get_layer("one").get_weights()])
    assert relative_change(model, before) == pytest.approx({"one": 0.5, "two": 0, "three": 0})


def test_weights_are_copied_by_name(model):
    other = keras.models.clone_model(model)
    assert np.abs(other(IMAGES) - model(IMAGES)).max() > 1e-3
    copy_weights(model, other)
    np.testing.assert_array_equal(other(IMAGES), model(IMAGES))


def test_nothing_is_copied_unless_all_fits(model):
    inputs = keras.Input((6,))
    x = keras.layers.Dense(8, name="one")(inputs)
    other = keras.Model(inputs, keras.layers.Dense(9, name="two")(x))
    before = weights_by_layer(other)
    with pytest.raises(ValueError, match=r"two differ in shape, \(8, 7\), \(7,\) and \(8, 9\), \(9,\): give both"):
        copy_weights(model, other)
    assert relative_change(other, before) == {"one": 0, "two": 0}
    with pytest.raises(ValueError, match="no layer four"):
        copy_weights(model, keras.Sequential([inputs, keras.layers.Dense(2, name="four")]))
