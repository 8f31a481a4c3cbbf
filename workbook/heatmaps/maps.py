"""Heatmaps made coarser or finer, compared with each other, and tried on photos in pairs."""

import keras
import numpy as np
from scipy.stats import rankdata


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


def pair_up(images, classes, seed=0):
    """Return each of `images` beside one of another class, (n, height, 2 width, 3), and the box of its half, (n, 4).

    Which one, and on which side, is drawn at random. Boxes are left, top, right and bottom in pixels. Raises
    ValueError if all images are of one class. Lesson 12.
    """
    if len(set(classes)) < 2:
        raise ValueError("All images are of one class: give images of two classes or more.")
    rng = np.random.default_rng(seed)
    others = images[[rng.choice(np.flatnonzero(classes != number)) for number in classes]]
    right = rng.integers(0, 2, len(images)).astype(bool)
    _, height, width, _ = images.shape
    halves = [np.where(right[:, None, None, None], *pair) for pair in ((others, images), (images, others))]
    left = right * width
    return np.concatenate(halves, axis=2), np.stack([left, 0 * left, left + width, 0 * left + height], axis=1)
