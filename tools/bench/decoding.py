"""JPEGs to uint8 arrays of 224 by 224 pixels."""

import keras
import numpy as np

from tools.bench.photos import make_photos
from tools.bench.timing import row, seconds
from workbook.photos.batches import Batches

SIZE = (224, 224)


def measure(scratch, count, data=None):
    """Print the rows, for small photos and for large ones; `data` is not used."""
    for side, number in ((500, 4 * count), (4000, max(8, count // 16))):
        compare(make_photos(scratch / f"photos{side}", number, side), number, side)


def compare(folder, number, side):
    """Compare our decoder with two that Keras offers, on the `number` photos of `folder`."""
    paths = sorted(folder.rglob("*.jpg"))
    stock = keras.utils.image_dataset_from_directory(folder, image_size=SIZE, shuffle=False, verbose=0)

    def loop():
        return [np.asarray(keras.utils.load_img(path, target_size=SIZE)) for path in paths]

    ours = number / seconds(Batches(folder).images)
    row(f"decoding, {side} pixels, against a `load_img` loop", ours, number / seconds(loop), "photos/s")
    row("... against `image_dataset_from_directory`", ours, number / seconds(lambda: list(stock)), "photos/s")
