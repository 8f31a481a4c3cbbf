"""Photos prepared for questions to a network: spread over a folder, with a part covered, or side by side."""

import numpy as np

from workbook.photos.decode import MEAN_COLOUR


def spread(batches, most):
    """Return the row numbers and the images of up to `most` photos of `batches`, evenly spread over its folders.

    The images are uint8 (n, height, width, 3), in the order of `filenames`. Lesson 12.
    """
    rows = np.linspace(0, batches.samples - 1, min(most, batches.samples)).astype(int)
    return rows, np.concatenate([batches.images(row, row + 1) for row in rows])


def middles(length, step):
    """Return the middles of equal parts of `length` pixels, each about `step` long, integers. Lesson 12."""
    parts = max(1, round(length / step))
    return ((np.arange(parts) + 0.5) * length / parts).astype(int)


def cover(images, y, x, side=64):
    """Return copies of `images` (n, height, width, 3), each with a square of mean colour around row `y`, column `x`.

    `y` and `x` are the same for all images, or one for each, (n,). Beyond the border, the square is cut off. Lesson 12.
    """
    covered, half = np.array(images), side // 2
    tops, lefts = (np.broadcast_to(np.asarray(middle) - half, len(covered)) for middle in (y, x))
    for image, top, left in zip(covered, tops, lefts, strict=True):
        image[max(0, top) : max(0, top + side), max(0, left) : max(0, left + side)] = MEAN_COLOUR
    return covered


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
