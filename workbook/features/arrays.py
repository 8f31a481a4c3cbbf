"""Arrays stored on disk, compressed with bcolz."""

import json
from pathlib import Path

import bcolz
import keras
import numpy as np

from workbook.atomic import replaced

COMPRESSION = bcolz.cparams(cname="zstd", clevel=1)  # feature maps take 70 % of their size; lz4 saves nothing
WINDOW = 16  # batches whose rows are read and shuffled together


class StaleArrayError(ValueError):
    """The error of a stored array that was made from other data, weights or settings than those asked for."""


def save_array(path, array, made_from=None):
    """Store `array` in the folder `path`; an array that is already there is replaced only once this one is complete.

    `made_from`, a dict of plain values (data, weights, layer, resize ...), is stored with it: see `open_array`.
    Lesson 05.
    """
    array = np.ascontiguousarray(array)
    write_array(path, [array], len(array), made_from)


def write_array(path, chunks, rows, made_from=None):
    """Store `chunks`, arrays that differ only in length and have `rows` rows in all, as `save_array` does."""
    threads = bcolz.set_nthreads(1)  # several threads would store blocks in the order in which they finish
    try:
        with replaced(Path(path).expanduser()) as new:
            stored = None
            for chunk in chunks:
                if stored is None:
                    stored = bcolz.carray(chunk, rootdir=str(new), mode="w", expectedlen=rows, cparams=COMPRESSION)
                else:
                    stored.append(chunk)
            stored.attrs["made_from"] = made_from
            stored.flush()
    finally:
        bcolz.set_nthreads(threads)


def open_array(path, made_from=None):
    """Return the array stored at `path`, whose rows are read from disk only when you index it.

    Raises StaleArrayError if `made_from` is given and the array was made from something else. Lesson 05.
    """
    path = Path(path).expanduser()
    if not (path / "meta").is_dir():
        raise FileNotFoundError(f"There is no stored array at {path}: run the cell that saves it first.")
    stored = bcolz.open(str(path), mode="r")
    known = stored.attrs.getall().get("made_from")
    if made_from is not None and known != json.loads(json.dumps(made_from)):
        raise StaleArrayError(f"{path} was made from {known}, not from {made_from}: compute and save it again.")
    return stored


def load_array(path, made_from=None):
    """Return the array stored at `path`, read into memory; see `open_array`. Lesson 05."""
    return open_array(path, made_from)[:]


class ArrayBatches(keras.utils.PyDataset):
    """Batches of (rows, labels) from a stored array that is too large for memory; each row comes once per epoch.

    `array` comes from `open_array` (or h5py, zarr, blosc2), and `labels` (n, classes) are in the order of its rows.
    With `shuffle`, each epoch puts the array's chunks in a new order and shuffles the rows of 16 batches at a time.
    This mixes about as well as a full shuffle, and reads each chunk only once. Call `fit` with `shuffle=False`:
    otherwise it asks for batches in random order, and the same chunks are read again and again. Lesson 06.
    """

    def __init__(self, array, labels, *, batch_size=64, shuffle=False, seed=0):
        super().__init__()
        self.samples = array.shape[0]  # not len(): zarr has none
        if self.samples != len(labels):
            raise ValueError(f"{self.samples} rows and {len(labels)} labels: give one label for each row.")
        self.array, self.labels = array, np.asarray(labels)
        self.batch_size, self.shuffle, self.seed = batch_size, shuffle, seed
        self._epoch = 0
        self._begin()

    def __len__(self):
        return -(-self.samples // self.batch_size)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(f"There is no batch {index}: give 0 to {len(self) - 1}.")
        window, place = divmod(index, WINDOW)
        rows, labels = self._read(window)
        batch = slice(place * self.batch_size, (place + 1) * self.batch_size)
        return rows[batch], labels[batch]

    def again(self, **changes):
        """Return such batches from their first epoch on, with `changes`: another `array`, `shuffle` or `seed`."""
        names = ("array", "labels", "batch_size", "shuffle", "seed")
        return ArrayBatches(**({name: getattr(self, name) for name in names} | changes))

    def on_epoch_end(self):
        """Begin the next epoch, in a new order if the rows are shuffled."""
        self._epoch += 1
        self._begin()

    def _begin(self):
        self._cached = (None, None)
        self._rows = np.arange(self.samples)
        if self.shuffle:
            length = getattr(self.array, "chunklen", self.batch_size)
            chunks = np.split(self._rows, range(length, len(self._rows), length))
            order = np.random.default_rng([self.seed, self._epoch]).permutation(len(chunks))
            self._rows = np.concatenate([chunks[i] for i in order])

    def _read(self, window):
        """Return the rows and labels of one window of batches, shuffled together if asked for."""
        known, content = self._cached
        if known == window:
            return content
        size = WINDOW * self.batch_size
        numbers = self._rows[window * size : (window + 1) * size]
        runs = np.split(numbers, np.flatnonzero(np.diff(numbers) != 1) + 1)
        rows = np.concatenate([self.array[run[0] : run[-1] + 1] for run in runs])
        if self.shuffle:
            mixed = np.random.default_rng([self.seed, self._epoch, window]).permutation(len(numbers))
            rows, numbers = rows[mixed], numbers[mixed]
        self._cached = (window, (rows, self.labels[numbers]))
        return self._cached[1]
