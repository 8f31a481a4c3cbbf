"""Small pictures for networks that train in seconds: scikit-learn's digits, MNIST's, or photos made small."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.datasets import load_digits

from workbook.downloads.catalogue import DATA_SETS
from workbook.photos.batches import Batches, require_same_classes
from workbook.photos.decode import PhotoError

DATA = Path(__file__).parents[2] / "data"
CUTS = (516, 1157)  # rows of scikit-learn's digits where one writer's begin: 0 to 9, three times
MNIST = (DATA / "mnist", Path("~/.keras/datasets").expanduser())  # `make data NAME=mnist`, or Keras' own cache


class SmallPictures(NamedTuple):
    """What `load_small` returns: `class_names`, and three pairs of pictures and class numbers.

    Pictures are float32 from 0 to 1, (n, height, width, channels), and class numbers (n,).
    """

    train: tuple
    valid: tuple
    test: tuple
    class_names: list


def load_small(data, side=32, most=None):
    """Return small pictures to train on, to choose by and to test with, as `SmallPictures`.

    `data` is "digits", scikit-learn's 1,797 digits of 8 x 8 pixels, "mnist", or a folder of photos with train and
    valid, which are shrunk to `side` x `side`. At most `most` pictures are drawn from each part, the same each time.
    The digits are cut between writers, so that each part is by other people. Of MNIST, the last 10,000 training digits
    are valid. Photos of the folder's test are used if they have classes. If not, half of valid becomes the test.
    Raises ValueError for other `data`, and FileNotFoundError if MNIST is not here. Lesson 09.
    """
    known = {"digits": _digits, "mnist": _mnist}
    if data not in known and not Path(data).expanduser().is_dir():
        raise ValueError(f'There is no folder {data}: give "digits", "mnist", or a folder that holds train and valid.')
    parts, names = known[data]() if data in known else _photos(Path(data).expanduser(), side)
    drawn = [_drawn(pictures, classes, most) for pictures, classes in parts]
    return SmallPictures(*drawn, names)


def as_rgb(pictures):
    """Return `pictures` 0..1 (n, height, width, channels), grey or in colour, as RGB 0..255, uint8. Lesson 09."""
    shape = (*np.shape(pictures)[:3], 3)
    return np.broadcast_to(np.rint(255 * np.asarray(pictures)), shape).astype("uint8")


def _digits():
    digits = load_digits()
    images = np.split((digits.images / 16).astype("float32")[..., None], CUTS)
    return list(zip(images, np.split(digits.target, CUTS), strict=True)), list(map(str, digits.target_names))


def _mnist():
    name = DATA_SETS["mnist"].sources[0].file
    found = [folder / name for folder in MNIST if (folder / name).exists()]
    if not found:
        raise FileNotFoundError(f"{MNIST[0] / name} is not here: run `make data NAME=mnist` once (11 MB).")
    with np.load(found[0], allow_pickle=False) as file:
        images, classes, test, test_classes = (file[key] for key in ("x_train", "y_train", "x_test", "y_test"))
    parts = (images[:-10_000], classes[:-10_000]), (images[-10_000:], classes[-10_000:]), (test, test_classes)
    return [(_scaled(each)[..., None], numbers.astype(int)) for each, numbers in parts], list(map(str, range(10)))


def _photos(folder, side):
    train, valid = (Batches(folder / split, size=(side, side)) for split in ("train", "valid"))
    require_same_classes(train, valid)
    parts = [(_scaled(each.images()), each.classes) for each in (train, valid)]
    test = _labelled_test(folder / "test", valid, side)
    if test is None:
        pictures, classes = parts.pop()
        half = np.arange(len(classes)) % 2 == 0  # files are sorted by class, so this halves each class
        parts += [(pictures[half], classes[half]), (pictures[~half], classes[~half])]
    else:
        parts.append((_scaled(test.images()), test.classes))
    return parts, valid.class_names


def _labelled_test(path, valid, side):
    """Return the `Batches` of the folder `path` if it holds the classes of `valid`, else None."""
    try:
        test = Batches(path, size=(side, side))
    except PhotoError:
        return None
    return test if test.class_names == valid.class_names else None


def _scaled(images):
    return images.astype("float32") / 255


def _drawn(pictures, classes, most):
    if most is None or len(classes) <= most:
        return pictures, classes
    rows = np.sort(np.random.default_rng(0).choice(len(classes), most, replace=False))
    return pictures[rows], classes[rows]
