"""Boxes around what a picture shows: the true ones, those of a heatmap, and how well the two agree.

A box is (left, top, right, bottom): how many pixels its edges are from the left and the upper edge of the picture. So
its first column is `left`, and its last one is `right` - 1.
"""

import csv
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

from workbook.photos.decode import PhotoError, upright_size

FILE = "boxes.csv"
HEADER = ["file", "left", "top", "right", "bottom"]
SIZE = (224, 224)  # height and width of the pictures that the networks see


def read_boxes(path, filenames, size=SIZE):
    """Return the box of each photo after it is squashed to `size` (height, width), or None if no boxes are known.

    `path` is a folder such as `data/valid`, and `filenames` are paths below it, as in `Batches`. The boxes are in the
    file `boxes.csv` beside that folder, in pixels of the photos before they are squashed. The result is float (n, 4)
    with columns left, top, right and bottom. Raises ValueError if the file has faults or lacks a photo. Lesson 12.
    """
    path = Path(path).expanduser()
    file = path.parent / FILE
    if not file.is_file():
        return None
    stored, boxes = _read(file), np.empty((len(filenames), 4))
    for row, name in enumerate(filenames):
        key = f"{path.name}/{name}"
        if key not in stored:
            raise ValueError(f"{file} has no row for {key}: add one, or remove the file to go on without boxes.")
        boxes[row] = _squashed(stored[key], key, _photo_size(path / name), size)
    return boxes


def _read(file):
    """Return the rows of a file of boxes, {file: four numbers}."""
    with file.open(encoding="utf-8-sig", errors="backslashreplace", newline="") as stream:
        try:
            header, *rows = list(csv.reader(stream)) or [[]]
        except csv.Error as error:
            raise ValueError(f"{file} is not CSV ({error}): write it again, or remove it.") from None
    if header != HEADER:
        raise ValueError(f"{file} begins with {','.join(header)!r}: let its first line be {','.join(HEADER)!r}.")
    stored = {}
    for line, (name, *fields) in ((line, row) for line, row in enumerate(rows, start=2) if row):
        box = _numbers(fields)
        if len(box) != 4 or name in stored:
            row = ",".join([name, *fields])
            raise ValueError(f"Line {line} of {file} is {row!r}: give each photo one line, with four numbers.")
        stored[name] = box
    return stored


def _numbers(fields):
    """Return the fields as floats, or an empty list if one is no number."""
    try:
        return [float(field) for field in fields]
    except ValueError:
        return []


def _photo_size(path):
    """Return the width and height of the photo at `path`, turned upright."""
    try:
        with Image.open(path) as image:
            return upright_size(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise PhotoError(f"{path} cannot be read as a photo: replace or remove it.") from None


def _squashed(box, name, photo_size, size):
    """Return `box`, in a photo of `photo_size` (width, height), after the photo is squashed to `size`."""
    (left, top, right, bottom), (width, height) = box, photo_size
    if not (0 <= left < right <= width and 0 <= top < bottom <= height):
        edges = ", ".join(f"{edge:g}" for edge in box)
        raise ValueError(
            f"The box of {name} is {edges} in a photo of {width} by {height} pixels: give left, top, right and bottom "
            "within the photo, left before right and top before bottom."
        )
    return np.multiply(box, np.divide([size[1], size[0]] * 2, [width, height] * 2))


def box_overlap(boxes, others):
    """Return the *intersection over union* of each box and the other one in its row, floats (n,) from 0 to 1.

    Both are (n, 4) with columns left, top, right and bottom, or one of them is a single box (4,). It is the area that
    both cover, divided by the area that at least one covers. A box without area overlaps nothing. Lesson 12.
    """
    boxes, others = np.asarray(boxes, float), np.asarray(others, float)
    low, high = np.maximum(boxes[..., :2], others[..., :2]), np.minimum(boxes[..., 2:], others[..., 2:])
    both = _area(np.concatenate([low, high], axis=-1))
    either = _area(boxes) + _area(others) - both
    return np.divide(both, either, out=np.zeros_like(both), where=either > 0)


def _area(boxes):
    return np.maximum(boxes[..., 2:] - boxes[..., :2], 0).prod(axis=-1)


def tight_box(mask):
    """Return the smallest box (left, top, right, bottom) around the true pixels of `mask` (height, width), integers.

    Raises ValueError if there are none.
    """
    rows, columns = np.nonzero(mask)
    if not len(rows):
        raise ValueError("The mask is empty: give one with at least one true pixel.")
    return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])


def box_of(heatmap, share=0.5, size=SIZE):
    """Return the box (left, top, right, bottom) around the largest hot region of a heatmap, floats (4,).

    `heatmap` (h, w) covers a picture of `size` (height, width); the box is in pixels of the picture. The hot pixels
    have at least `share` of the maximum. Those that touch by a side or a corner form one region. The box of a map
    without positive values is the whole picture. Raises ValueError if no pixel is hot. Lesson 12.
    """
    heatmap = np.asarray(heatmap)
    hot = (heatmap >= share * heatmap.max()) | (heatmap.max() <= 0)
    if not hot.any():
        raise ValueError(
            f"No pixel has {share} of the maximum {heatmap.max():.4g}: give a share from 0 to 1, and no NaN."
        )
    regions, _ = ndimage.label(hot, np.ones((3, 3)))
    largest = np.bincount(regions[regions > 0]).argmax()
    scale = np.divide(size, heatmap.shape)[::-1]
    return tight_box(regions == largest) * np.tile(scale, 2)


def mirror_boxes(boxes, width=SIZE[1]):
    """Return the boxes (n, 4) of pictures that are mirrored left to right, `width` pixels wide. Lesson 12."""
    left, top, right, bottom = np.transpose(boxes)
    return np.stack([width - right, top, width - left, bottom], axis=1)


def points_inside(heatmaps, boxes, size=SIZE):
    """Return whether the maximum of each heatmap lies in its box, bool (n,): the *pointing game*.

    `heatmaps` (n, h, w) cover pictures of `size` (height, width), and `boxes` (n, 4) are in pixels of the pictures. Of
    several equal maxima the first one counts. Source: Zhang et al., 2016. Lesson 12.
    """
    heatmaps, boxes = np.asarray(heatmaps), np.asarray(boxes)
    _, height, width = heatmaps.shape
    rows, columns = np.divmod(heatmaps.reshape(len(heatmaps), -1).argmax(axis=1), width)
    x, y = (columns + 0.5) * size[1] / width, (rows + 0.5) * size[0] / height
    left, top, right, bottom = boxes.T
    return (left <= x) & (x < right) & (top <= y) & (y < bottom)
