import keras
import numpy as np
import pytest
from keras import layers

from workbook.networks.layer_table import (
    SLOTS,
    VALUE_BYTES,
    Row,
    by_block,
    layer_table,
    shares_from,
    table_as_text,
    table_total,
    tables_side_by_side,
    training_memory,
)

PUBLISHED = [Row("all of VGG16", (), values=15_237_608, weights=138_357_544, multiply_adds=15_470_264_320)]


@pytest.fixture(scope="module")
def table():
    photos = keras.Input((8, 6, 3), name="photos")
    x = layers.Rescaling(1 / 255, name="scale")(photos)
    x = layers.Conv2D(4, 3, padding="same", name="block1_conv1")(x)
    x = layers.MaxPooling2D(2, name="block1_pool")(x)
    x = layers.Dropout(0.5, name="drop")(layers.Flatten(name="flatten")(x))
    return layer_table(keras.Model(photos, layers.Dense(5, name="answer")(x)))


def test_each_layer_is_counted_as_by_hand(table):
    assert table == [
        Row("photos", (8, 6, 3), 8 * 6 * 3, 0, 0),
        Row("scale", (8, 6, 3), 0, 0, 0),
        Row("block1_conv1", (8, 6, 4), 8 * 6 * 4, (9 * 3 + 1) * 4, 8 * 6 * 9 * 3 * 4),
        Row("block1_pool", (4, 3, 4), 4 * 3 * 4, 0, 0),
        Row("flatten", (48,), 0, 0, 0),
        Row("drop", (48,), 0, 0, 0),
        Row("answer", (5,), 5, (48 + 1) * 5, 48 * 5),
    ]


def test_two_tables_stand_side_by_side(table):
    lines = [line.split() for line in tables_side_by_side({"whole": table, "part": table[:4]}).splitlines()]
    assert lines[0] == ["layer", "whole", "weights", "part", "weights"]
    assert lines[3] == ["block1_conv1", "8x6x4", "112", "8x6x4", "112"]
    assert lines[7:] == [["answer", "5", "245", "missing", "0"], ["total", "357", "112"]]


def test_rows_add_up(table):
    assert table_total(table) == ("total", (), 144 + 192 + 48 + 5, 112 + 245, 5184 + 240)
    assert by_block(table) == [
        ("input", (), 144, 0, 0),
        ("block1", (), 192 + 48, 112, 5184),
        ("dense", (), 5, 245, 240),
    ]


def test_shares_fall_from_all_to_that_of_the_last_layer(table):
    rows = [row for row in table if row.weights]
    for shares, column in zip(shares_from(table).values(), ("weights", "multiply_adds"), strict=True):
        amounts = [getattr(row, column) for row in rows]
        assert list(shares) == [row.name for row in rows]
        assert list(shares.values())[0] == 1
        assert list(shares.values())[-1] == pytest.approx(amounts[-1] / sum(amounts))
        assert sorted(shares.values(), reverse=True) == list(shares.values())


def test_the_miniature_has_five_blocks_and_all_its_weights(miniature):
    blocks = by_block(layer_table(miniature.model))
    assert [row.name for row in blocks] == ["input", *(f"block{i}" for i in range(1, 6)), "dense"]
    assert table_total(blocks).weights == miniature.model.count_params()


def test_the_text_has_one_line_per_layer_between_head_and_total(table):
    head, *lines, last = table_as_text(table).split("\n")
    assert head.split() == ["layer", "output", "values", "weights", "multiply-adds"]
    assert len(lines) == len(table)
    assert lines[2].split() == ["block1_conv1", "8x6x4", "192", "112", "5,184"]
    assert last.split() == ["total", "389", "357", "5,424"]
    assert len({len(line) for line in (head, *lines, last)}) == 1


@pytest.mark.parametrize(
    ("batch_size", "optimizer", "gibibytes"),
    [
        (16, "SGD+momentum", 3.36),
        (16, "Adam", 3.88),
        (32, "SGD+momentum", 5.18),
        (32, "Adam", 5.69),
        (64, "SGD+momentum", 8.81),
        (64, "Adam", 9.33),
    ],
)
def test_training_the_published_network(batch_size, optimizer, gibibytes):
    assert training_memory(PUBLISHED, batch_size, optimizer).total / 2**30 == pytest.approx(gibibytes, abs=0.005)


def test_mixed_precision_halves_values_and_copies_weights():
    full, mixed = (training_memory(PUBLISHED, 8, "Adam", precision) for precision in ("float32", "mixed_bfloat16"))
    assert mixed.activations * 2 == full.activations
    assert mixed.weights - full.weights == 2 * PUBLISHED[0].weights
    assert (mixed.gradients, mixed.optimizer) == (full.gradients, full.optimizer)


@pytest.mark.parametrize("name", SLOTS)
def test_keras_optimizers_remember_as_much(name):
    optimizer = {
        "SGD": keras.optimizers.SGD(),
        "SGD+momentum": keras.optimizers.SGD(momentum=0.9),
        "RMSprop": keras.optimizers.RMSprop(),
        "Adam": keras.optimizers.Adam(),
    }[name]
    kernel = keras.Variable(np.zeros((10, 20)))
    optimizer.build([kernel])
    assert sum(variable.shape == kernel.shape for variable in optimizer.variables) == SLOTS[name]


@pytest.mark.parametrize("precision", VALUE_BYTES)
def test_keras_hands_on_values_of_that_size_and_keeps_weights_in_float32(precision):
    layer = layers.Dense(3, dtype=precision)
    output = layer(np.zeros((2, 4), "float32"))
    assert output.dtype.size == VALUE_BYTES[precision]
    assert layer.kernel.dtype == "float32"


def test_unknown_words_are_refused_with_those_there_are():
    with pytest.raises(ValueError, match="optimizer='adam' is not known: use one of SGD, SGD.momentum, RMSprop, Adam"):
        training_memory(PUBLISHED, 16, "adam")
    with pytest.raises(ValueError, match="precision='float16' is not known: use one of float32, mixed_float16"):
        training_memory(PUBLISHED, 16, precision="float16")
