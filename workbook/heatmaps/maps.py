"""Heatmaps made coarser or finer, compared with each other and with boxes."""

import keras
import numpy as np
from scipy.stats import rankdata

from workbook.heatmaps.boxes import box_of, box_overlap

FINE = (56, 56)  # places of a map before a box is drawn around its bright part


def by_squares(pixels, side=16):
    """Return the means of `pixels` (n, height, width) in squares of `side` pixels, (n, height / side, width / side).

    Raises ValueError unless height and width divide by `side`. Lesson 12.
    """
    _, height, width = np.shape(pixels)
    if height % side or width % side:
        raise ValueError(f"{height} x {width} pixels do not divide into squares of {side}: choose another side.")
    return np.reshape(pixels, (-1, height // side, side, width // side, side)).mean(axis=(2, 4))


def enlarge(maps, size):
    """Return `maps` (n, h, w), enlarged to `size` (height, width) by bilinear interpolation. Lesson 12."""
    maps = np.asarray(maps, "float32")[..., None]
    return keras.ops.convert_to_numpy(keras.ops.image.resize(maps, size, interpolation="bilinear"))[..., 0]


def rank_correlations(maps, others):
    """Return Spearman's rank correlation of each of `maps` (n, h, w) with the other one in its row, floats (n,).

    1 says that both order their places alike, and 0 that the orders have nothing to do with each other. A map without
    any differences has no order, and counts as 0. Lesson 12.
    """
    ranks = [rankdata(np.reshape(each, (len(each), -1)), axis=1) for each in (maps, others)]
    first, second = (each - each.mean(axis=1, keepdims=True) for each in ranks)
    norms = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    return np.sum(first * second, axis=1) / np.maximum(norms, 1e-12)


def contrast(images):
    """Return how steep the brightness of `images` (n, height, width, 3) is, by squares of 16 pixels. Lesson 12."""
    steps = np.gradient(np.mean(images, axis=3), axis=(1, 2))
    return by_squares(np.hypot(*steps))


def overlaps(maps, boxes, shares):
    """Return the IoU of each of `boxes` (n, 4) with the box of its map, for each of `shares`, (shares, n).

    `maps` (n, h, w) are made finer first. `shares` say which part of its maximum counts as bright. Lesson 12.
    """
    fine = enlarge(maps, FINE)
    return np.array([box_overlap([box_of(each, share) for each in fine], boxes) for share in shares])


def choose_by_halves(scores):
    """Return the score of each photo (n,), in the row of `scores` (rows, n) that is best for the other half.

    Photos with even and odd numbers are the halves, so no photo has a part in the choice of its own row. Lesson 12.
    """
    half = np.arange(scores.shape[1]) % 2
    best = [scores[:, half != side].mean(axis=1).argmax() for side in (0, 1)]
    return scores[np.take(best, half), np.arange(len(half))]
