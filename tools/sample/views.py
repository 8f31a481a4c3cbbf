"""Photos in memory, and random views of them, for pretraining."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

LONGEST_SIDE = 320


def read_photos(paths):
    """Return the photos at `paths` as RGB Pillow images, reduced to at most 320 pixels per side."""

    def read(path):
        image = Image.open(path).convert("RGB")
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return image

    with ThreadPoolExecutor() as pool:
        return list(pool.map(read, paths))


def pretraining_paths(folder):
    """Return all photos below `folder` in sorted order, except `dogscats/valid`, which measures the accuracy."""
    folder = Path(folder)
    held_out = folder / "dogscats" / "valid"
    return [path for path in sorted(folder.rglob("*.jpg")) if held_out not in path.parents]


def random_box(size, rng, smallest=0.4):
    """Return a random box (left, top, right, bottom): `smallest` to all of the area, aspect ratio from 3:4 to 4:3."""
    width, height = size
    area = width * height * rng.uniform(smallest, 1)
    ratio = np.exp(rng.uniform(np.log(3 / 4), np.log(4 / 3)))
    w = min(width, np.sqrt(area * ratio))
    h = min(height, np.sqrt(area / ratio))
    left, top = rng.uniform(0, width - w), rng.uniform(0, height - h)
    return left, top, left + w, top + h


def view(image, box, size):
    """Return the part of `image` in `box`, squashed to `size` by `size` pixels, as a uint8 array."""
    return np.asarray(image.resize((size, size), Image.Resampling.BILINEAR, box=tuple(box), reducing_gap=2.0))
