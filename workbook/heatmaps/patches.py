"""Which pixels a unit sees, and the parts of photos that excite the units of a filter most."""

from typing import NamedTuple

import numpy as np

from workbook.networks.surgery import find_layer

GREY = 128  # beyond the border of a photo


class Field(NamedTuple):
    """What the units of a layer see: the side of a unit's square, the step to the next, and the first pixel of all.

    In pixels. The first pixel of the first unit lies outside the photo, so `start` is negative.
    """

    side: int
    step: int
    start: int


def receptive_field(model, name):
    """Return the `Field` of the units of layer `name`, whose convolutions are padded to keep the size, as VGG16's.

    Raises ValueError if there is no layer `name`. Lesson 12.
    """
    last = model.layers.index(find_layer(model, name))
    side, step, start = 1, 1, 0
    for layer in model.layers[: last + 1]:
        if hasattr(layer, "kernel_size"):
            reach = layer.kernel_size[0] - 1
            side, start = side + reach * step, start - reach // 2 * step
        elif hasattr(layer, "pool_size"):
            side, step = side + (layer.pool_size[0] - 1) * step, step * layer.strides[0]
    return Field(side, step, start)


def strongest_patches(images, maps, field, count=6):
    """Return what the strongest unit of `maps` (n, h, w) sees in each of the `count` photos where it is strongest.

    The result is (count, side, side, 3), strongest first, with one patch per photo. `images` are RGB 0..255 (n, height,
    width, 3), and `field` is a `Field`. Places beyond a photo are grey. Lesson 12.
    """
    peaks = maps.reshape(len(maps), -1)
    best = np.argsort(-peaks.max(axis=1), kind="stable")[:count]
    rows, columns = np.divmod(peaks[best].argmax(axis=1), maps.shape[2])
    return np.stack([cut(images[i], row, column, field) for i, row, column in zip(best, rows, columns, strict=True)])


def cut(image, row, column, field):
    """Return what the unit at `row` and `column` sees of `image` (height, width, 3), grey beyond its border."""
    margin = field.side
    padded = np.pad(image, ((margin, margin), (margin, margin), (0, 0)), constant_values=GREY)
    top, left = (field.start + field.step * place + margin for place in (row, column))
    return padded[top : top + field.side, left : left + field.side]
