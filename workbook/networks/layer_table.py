"""The cost of a network, layer by layer: values to keep, weights, multiply-adds, and the memory that training takes."""

import re
from math import prod
from typing import NamedTuple

import keras
import numpy as np

SLOTS = {"SGD": 0, "SGD+momentum": 1, "RMSprop": 1, "Adam": 2}  # numbers the optimizer keeps for each weight
VALUE_BYTES = {"float32": 4, "mixed_float16": 2, "mixed_bfloat16": 2}  # Keras' names; weights stay float32 in all


class Row(NamedTuple):
    """One row of the table: a layer, its output for one photo, and its cost.

    `size` is the shape of the output; `values` is how many numbers it adds to those that training must keep.
    """

    name: str
    size: tuple
    values: int
    weights: int
    multiply_adds: int


class Memory(NamedTuple):
    """The bytes that training takes: `activations` with their gradients, then all that belongs to the weights."""

    activations: int
    weights: int
    gradients: int
    optimizer: int

    @property
    def total(self):
        """Return the sum of all four, in bytes."""
        return sum(self)


def layer_table(model):
    """Return one `Row` for each layer of `model`.

    Multiply-adds are counted in convolutions and dense layers. A layer without weights whose output is as large as its
    input (preprocessing, flatten, dropout) can work in place, so it adds no values. Lesson 02.
    """
    return [_row(layer) for layer in model.layers]


def table_total(table, name="total"):
    """Return the column sums of `table` as a row. Lesson 02."""
    return Row(name, (), *(sum(column) for column in list(zip(*table, strict=True))[2:]))


def shares_from(table):
    """Return the share of all weights and of all multiply-adds from each layer of `table` to the last.

    The result is {"weights that train": {layer's name: 0..1}, "multiply-adds to compute": ...}, for layers with
    weights. Lesson 06.
    """
    rows = [row for row in table if row.weights]
    columns = {"weights that train": "weights", "multiply-adds to compute": "multiply_adds"}
    amounts = {title: np.array([getattr(row, column) for row in rows]) for title, column in columns.items()}
    shares = {title: (each[::-1].cumsum()[::-1] / each.sum()).tolist() for title, each in amounts.items()}
    return {title: dict(zip([row.name for row in rows], each, strict=True)) for title, each in shares.items()}


def by_block(table):
    """Return one row per block: "input" (all before the first block), "block1" ..., "dense" (all after the last).

    Lesson 02.
    """
    groups = {}
    for row in table:
        block = re.match(r"block\d+", row.name)
        name = block.group() if block else "dense" if "block1" in groups else "input"
        groups.setdefault(name, []).append(row)
    return [table_total(rows, name) for name, rows in groups.items()]


def table_as_text(table):
    """Return `table` as lines of text, with a header and a row of totals. Lesson 02."""
    header = f"{'layer':13}{'output':>13}{'values':>12}{'weights':>13}{'multiply-adds':>16}"
    lines = [
        f"{row.name:13}{'x'.join(map(str, row.size)):>13}{row.values:12,}{row.weights:13,}{row.multiply_adds:16,}"
        for row in [*table, table_total(table)]
    ]
    return "\n".join([header, *lines])


def tables_side_by_side(tables):
    """Return the outputs and weights of two tables, {title: table}, side by side as lines of text.

    A layer of the first that is not in the second is called missing. Lesson 07.
    """
    (first, left), (second, right) = ((title, [*table, table_total(table)]) for title, table in tables.items())
    others = {row.name: row for row in right}
    lines = [f"{'layer':13}{first:>14}{'weights':>14}{second:>14}{'weights':>14}"]
    lines += [f"{row.name:13}{_output(row)}{_output(others.get(row.name))}" for row in left]
    return "\n".join(lines)


def training_memory(table, batch_size, optimizer="SGD+momentum", precision="float32"):
    """Return the `Memory` that training all layers of `table` takes, on batches of `batch_size` photos.

    For each photo, each value is kept twice: as an activation on the forward pass and as a gradient on the backward
    pass. Each weight is kept once, with its gradient and the optimizer's numbers, whatever the batch size; mixed
    precision adds a copy in half precision. The working memory of the convolutions and of the framework itself is not
    counted. Lesson 02.
    """
    if optimizer not in SLOTS:
        raise ValueError(f"optimizer={optimizer!r} is not known: use one of {', '.join(SLOTS)}.")
    if precision not in VALUE_BYTES:
        raise ValueError(f"precision={precision!r} is not known: use one of {', '.join(VALUE_BYTES)}.")
    total, value_bytes = table_total(table), VALUE_BYTES[precision]
    copy_bytes = value_bytes if precision != "float32" else 0
    return Memory(
        activations=total.values * value_bytes * 2 * batch_size,
        weights=total.weights * (4 + copy_bytes),
        gradients=total.weights * 4,
        optimizer=total.weights * 4 * SLOTS[optimizer],
    )


def _row(layer):
    size = tuple(layer.output.shape[1:])
    kernel = getattr(layer, "kernel", None)
    multiply_adds = 0 if kernel is None else prod(kernel.shape) * prod(size[:-1])
    return Row(layer.name, size, 0 if _in_place(layer) else prod(size), layer.count_params(), multiply_adds)


def _output(row):
    """Return the shape and the weights of `row` as text in columns."""
    return f"{'missing':>14}{0:14,}" if row is None else f"{'x'.join(map(str, row.size)):>14}{row.weights:14,}"


def _in_place(layer):
    """Return whether `layer` can write its output over its input."""
    if isinstance(layer, keras.layers.InputLayer) or layer.weights:
        return False
    return prod(layer.output.shape[1:]) == prod(layer.input.shape[1:])
