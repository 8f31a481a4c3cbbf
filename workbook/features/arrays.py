"""Arrays on disk, compressed by bcolz."""

import json
from pathlib import Path

import bcolz
import keras
import numpy as np

from workbook.atomic import replaced

COMPRESSION = bcolz.cparams(cname="zstd", clevel=1)  # feature maps in 70 % of their size, where lz4 gains nothing
WINDOW = 16  # batches whose rows are read together and shuffled among each other


class StaleArrayError(ValueError):
    """A stored array was made from something else than what is asked for."""


def save_array(path, array, made_from=None):
    """Store `array` at `path`, a folder; what stood there is replaced in one step, or stays if anything fails.

    `made_from`, a dict of plain values (data, weights, layer, resize ...), is stored with it: see `load_array`.
    """
    array = np.ascontiguousarray(array)
    write_array(path, [array], len(array), made_from)


def write_array(path, chunks, rows, made_from=None):
    """Store the `rows` rows of `chunks`, arrays that are alike but for their length, like `save_array`."""
    threads = bcolz.set_nthreads(1)  # several store a chunk's blocks in the order in which they are ready
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
    """Return the array stored at `path` without reading it: rows are read as they are asked for.

    Raises StaleArrayError if it was not made from `made_from`, where that is given.
    """
    path = Path(path).expanduser()
    if not (path / "meta").is_dir():
        raise FileNotFoundError(f"{path} holds no stored array: run the cell that saves it first.")
    stored = bcolz.open(str(path), mode="r")
    known = stored.attrs.getall().get("made_from")
    if made_from is not None and known != json.loads(json.dumps(made_from)):
        raise StaleArrayError(f"{path} was made from {known}, not from {made_from}: compute and save it again.")
    return stored


def load_array(path, made_from=None):
    """Return the array stored at `path`, whole; see `open_array`."""
    return open_array(path, made_from)[:]


class ArrayBatches(keras.utils.PyDataset):
    """Batches of (rows, labels) from a stored array too large for memory: each row exactly once an epoch.

    `array` comes from `open_array` (or h5py, zarr, blosc2), `labels` (n, classes) lie beside its rows. With `shuffle`,
    each epoch puts the array's chunks in a new order, takes as many as make 16 batches, and shuffles their rows: about
    as good as a full shuffle, at the cost of reading each chunk once. Give `fit` the argument `shuffle=False`, or it
    asks for batches in a random order and the same chunks are read again and again.
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
            raise IndexError(f"batch {index} of {len(self)}")
        window, place = divmod(index, WINDOW)
        rows, labels = self._read(window)
        batch = slice(place * self.batch_size, (place + 1) * self.batch_size)
        return rows[batch], labels[batch]

    def on_epoch_end(self):
        """Begin the next epoch, in an order of its own if shuffled."""
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
        """Return the rows and labels of one window, shuffled among each other."""
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
