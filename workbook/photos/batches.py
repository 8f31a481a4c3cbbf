"""The photos of a folder as arrays: in batches for Keras, or all at once."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

from workbook.photos.decode import RESIZES, PhotoError, read_photo
from workbook.photos.listing import list_photos

THREADS = os.cpu_count() or 1


class Batches(keras.utils.PyDataset):
    """The photos below `path`, one folder per class, as batches of (images, one-hot labels).

    Images are uint8 RGB (n, height, width, 3), labels float32 (n, classes). Files come in sorted order. With `shuffle`,
    each epoch has a new order, which `seed` makes reproducible. The last batch can be smaller. Use it with Keras'
    `fit`, `predict` and `evaluate`, with `len()` (batches per epoch), in a `for` loop (one epoch), or with `next()`
    (which never ends).

    `samples` is the number of photos, `filenames` are their paths below `path`, and `classes` their class numbers.
    `class_names` and `class_indices` hold the classes in order, and `num_classes` is their number. Lesson 11.
    """

    def __init__(self, path, *, size=(224, 224), resize="squash", batch_size=32, shuffle=False, seed=0):
        super().__init__()
        if resize not in RESIZES:
            raise ValueError(f"resize={resize!r} is not known: use one of {', '.join(RESIZES)}.")
        if batch_size < 1:
            raise ValueError(f"batch_size={batch_size} is too small: use 1 or more.")
        listing = list_photos(path)
        self.path, self.filenames, self.samples = listing.path, listing.filenames, listing.samples
        self.classes, self.class_names, self.num_classes = listing.classes, listing.class_names, listing.num_classes
        self.size, self.resize = tuple(size), resize
        self.batch_size, self.shuffle, self.seed = batch_size, shuffle, seed
        self.class_indices = {name: i for i, name in enumerate(self.class_names)}
        self._epoch = self._position = 0
        self._rows = self._order()
        self._error = None
        self._pool = ThreadPoolExecutor(THREADS)

    def __len__(self):
        return -(-self.samples // self.batch_size)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(f"batch {index} does not exist: give a number from 0 to {len(self) - 1}.")
        rows = self._rows[index * self.batch_size : (index + 1) * self.batch_size]
        return self._read(rows), keras.utils.to_categorical(self.classes[rows], self.num_classes)

    def __next__(self):
        batch = self[self._position]
        self._position += 1
        if self._position == len(self):
            self._position = 0
            self.on_epoch_end()
        return batch

    def __iter__(self):
        for index in range(len(self)):
            yield self[index]
        self.on_epoch_end()

    def on_epoch_end(self):
        """Start the next epoch, in a new order with `shuffle`."""
        self._epoch += 1
        self._rows = self._order()

    def images(self, start=0, stop=None):
        """Return photos `start` to `stop` (default: all) in the order of `filenames`, uint8 (n, height, width, 3)."""
        return self._read(np.arange(self.samples)[start:stop])

    @contextmanager
    def plain_errors(self):
        """Raise the PhotoError alone, without Keras' report around it, if a photo cannot be read."""
        try:
            yield self
        except Exception:
            if self._error is None:
                raise
            error, self._error = self._error, None
            raise error from None

    def _order(self):
        rows = np.arange(self.samples)
        return np.random.default_rng([self.seed, self._epoch]).permutation(rows) if self.shuffle else rows

    def _read(self, rows):
        images = np.empty((len(rows), *self.size, 3), "uint8")

        def fill(first):  # one share per thread: one task per photo takes a fifth longer
            for i in range(first, len(rows), THREADS):
                images[i] = read_photo(self.path / self.filenames[rows[i]], self.size, self.resize)

        try:
            list(self._pool.map(fill, range(THREADS)))
        except PhotoError as error:
            self._error = error
            raise
        return images


class Classes(NamedTuple):
    """The result of `get_classes`, in the order of the 2017 course."""

    val_classes: np.ndarray
    trn_classes: np.ndarray
    val_labels: np.ndarray
    trn_labels: np.ndarray
    val_filenames: list
    filenames: list
    test_filenames: list


def get_batches(path, shuffle=True, batch_size=32, **options):
    """Return the `Batches` of the photos below `path`, shuffled by default, as for training. Lesson 00."""
    return Batches(path, shuffle=shuffle, batch_size=batch_size, **options)


def get_data(path, size=(224, 224), resize="squash"):
    """Return all photos below `path` in sorted order, uint8 (n, height, width, 3). Lesson 05."""
    return Batches(path, size=size, resize=resize).images()


def get_classes(path):
    """Return class numbers, one-hot labels and filenames of the train, valid and (if it exists) test folder.

    Lesson 05.
    """
    path = Path(path).expanduser()
    train, valid = Batches(path / "train"), Batches(path / "valid")
    require_same_classes(train, valid)
    test_filenames = Batches(path / "test").filenames if (path / "test").is_dir() else []
    return Classes(
        val_classes=valid.classes,
        trn_classes=train.classes,
        val_labels=onehot(valid.classes, valid.num_classes),
        trn_labels=onehot(train.classes, train.num_classes),
        val_filenames=valid.filenames,
        filenames=train.filenames,
        test_filenames=test_filenames,
    )


def onehot(classes, num_classes=None):
    """Return one-hot labels, float32 (n, num_classes), of class numbers (n,): 1 in the column of the class, else 0.

    Lesson 01.
    """
    return keras.utils.to_categorical(classes, num_classes)


def require_same_classes(train, valid):
    """Raise PhotoError unless both batches have the same classes, so that each column means the same class.

    Lesson 07.
    """
    if train.class_names != valid.class_names:
        odd = sorted(set(train.class_names) ^ set(valid.class_names))
        raise PhotoError(
            f"{train.path} and {valid.path} have different class folders ({', '.join(odd)} is in one of them only): "
            "give both the same ones."
        )
