"""Folders of photos: one folder a class, in batches or whole."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

from workbook.decode import EXTENSIONS, RESIZES, PhotoError, read_photo

THREADS = os.cpu_count() or 1


class Batches(keras.utils.PyDataset):
    """The photos below `path`, one folder a class, as batches of (images, one-hot labels).

    Images are uint8 RGB (n, height, width, 3), labels float32 (n, classes). Files come in sorted order, or with
    `shuffle` in a new order each epoch (`seed` fixes which). The last batch holds what is left. Works with Keras'
    `fit`, `predict` and `evaluate`, with `len()` (batches an epoch), in a `for` loop (one epoch), and with `next()`,
    which never ends.

    `samples` counts the photos, `filenames` are their paths below `path`, `classes` their class numbers;
    `class_names` and `class_indices` are the classes in order, `num_classes` counts them.
    """

    def __init__(self, path, *, size=(224, 224), resize="squash", batch_size=32, shuffle=False, seed=0):
        super().__init__()
        if resize not in RESIZES:
            raise ValueError(f"resize={resize!r} is not known: use one of {', '.join(RESIZES)}.")
        if batch_size < 1:
            raise ValueError(f"batch_size={batch_size} is too small: use 1 or more.")
        self.path, self.size, self.resize = Path(path).expanduser(), tuple(size), resize
        self.batch_size, self.shuffle, self.seed = batch_size, shuffle, seed
        self.filenames, self.class_names, self.classes = _list_photos(self.path)
        self.samples, self.num_classes = len(self.filenames), len(self.class_names)
        self.class_indices = {name: i for i, name in enumerate(self.class_names)}
        self._epoch = self._position = 0
        self._rows = self._order()
        self._error = None
        self._pool = ThreadPoolExecutor(THREADS)

    def __len__(self):
        return -(-self.samples // self.batch_size)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(f"batch {index} of {len(self)}")
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
        """Begin the next epoch, in an order of its own if shuffled."""
        self._epoch += 1
        self._rows = self._order()

    def images(self, start=0, stop=None):
        """Return photos `start` to `stop`, or all, in the order of `filenames`, uint8 (n, height, width, 3)."""
        return self._read(np.arange(self.samples)[start:stop])

    @contextmanager
    def plain_errors(self):
        """Let a photo that Keras stumbled over be named in one sentence, without Keras' own report around it."""
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

        def fill(first):  # a thread takes its share at once: handing out single photos costs a fifth of the time
            for i in range(first, len(rows), THREADS):
                images[i] = read_photo(self.path / self.filenames[rows[i]], self.size, self.resize)

        try:
            list(self._pool.map(fill, range(THREADS)))
        except PhotoError as error:
            self._error = error
            raise
        return images


class Classes(NamedTuple):
    """What `get_classes` returns; unpacks in the order of the 2017 course."""

    val_classes: np.ndarray
    trn_classes: np.ndarray
    val_labels: np.ndarray
    trn_labels: np.ndarray
    val_filenames: list
    filenames: list
    test_filenames: list


def get_batches(path, shuffle=True, batch_size=32, **options):
    """Return the `Batches` of the photos below `path`, shuffled unless told otherwise, as for training."""
    return Batches(path, shuffle=shuffle, batch_size=batch_size, **options)


def get_data(path, size=(224, 224), resize="squash"):
    """Return all photos below `path` in sorted order, uint8 (n, height, width, 3)."""
    return Batches(path, size=size, resize=resize).images()


def get_classes(path):
    """Return class numbers, one-hot labels and filenames of `path`'s train, valid and, if there, test folder."""
    path = Path(path).expanduser()
    train, valid = Batches(path / "train"), Batches(path / "valid")
    same_classes(train, valid)
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
    """Return the labels of class numbers (n,) as float32 (n, num_classes): a 1 in the class's column, 0 elsewhere."""
    return keras.utils.to_categorical(classes, num_classes)


def same_classes(train, valid):
    """Raise PhotoError unless both batches have the same class folders, so that a column means one class."""
    if train.class_names != valid.class_names:
        odd = sorted(set(train.class_names) ^ set(valid.class_names))
        raise PhotoError(
            f"{train.path} and {valid.path} have different class folders ({', '.join(odd)} is in one of them only): "
            "give both the same."
        )


def _list_photos(path):
    """Return the sorted filenames below `path`, the class names, and each file's class number."""
    if not path.is_dir():
        raise PhotoError(f"{path} is not a folder: give the folder that holds one folder of photos a class.")
    names = sorted(entry.name for entry in path.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    if not names:
        raise PhotoError(f"{path} has no class folders: put the photos of each class into a folder of its own there.")
    filenames, classes = [], []
    for number, name in enumerate(names):
        files = sorted(file.relative_to(path).as_posix() for file in _photos_below(path / name))
        filenames += files
        classes += [number] * len(files)
    if not filenames:
        kinds = ", ".join(sorted(EXTENSIONS))
        raise PhotoError(f"{path} holds no photos: put some into {path / names[0]} ({kinds}).")
    return filenames, names, np.array(classes)


def _photos_below(folder):
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if Path(name).suffix.lower() in EXTENSIONS and not name.startswith("."):
                yield Path(parent) / name
