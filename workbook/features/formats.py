"""One array in several file formats, side by side: size and time."""

import time
from pathlib import Path
from typing import NamedTuple

import blosc2
import h5py
import numpy as np

from workbook.features.arrays import COMPRESSION, load_array, open_array, save_array


class Stored(NamedTuple):
    """What an array takes in one file format: megabytes, and the seconds to save and to load it."""

    megabytes: float
    saving: float
    loading: float

    def __str__(self):
        return f"{self.megabytes:6.1f} MB  saved in {self.saving:.3f} s, loaded in {self.loading:.3f} s"


def compare_formats(array, folder):
    """Return {name of a file format: `Stored`} of `array`, which is written below `folder` in each of them.

    HDF5 and Blosc2 get the chunks of `save_array`, and Blosc2 also its codec and level. Lesson 05.
    """
    folder = Path(folder).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    save_array(folder / "bcolz", array)
    chunk = (min(open_array(folder / "bcolz").chunklen, len(array)), *array.shape[1:])
    ways = {
        "np.save": (lambda path: np.save(path, array), np.load, "array.npy"),
        "HDF5, gzip": (lambda path: save_hdf5(path, array, chunk), _load_hdf5, "array.h5"),
        "Blosc2": (lambda path: _save_blosc2(path, array, chunk), lambda path: blosc2.open(str(path))[:], "array.b2nd"),
        "bcolz": (lambda path: save_array(path, array), load_array, "bcolz"),
    }
    return {name: _measured(save, load, folder / file) for name, (save, load, file) in ways.items()}


def _measured(save, load, path):
    """Return what it takes to save an array at `path` and to load it."""
    saving, loading = (_seconds(lambda step=step: step(path)) for step in (save, load))
    return Stored(disk_use(path), saving, loading)


def disk_use(path):
    """Return how many megabytes the file or folder `path` takes."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def _seconds(step):
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def save_hdf5(path, array, chunk):
    """Write `array` to an HDF5 file, compressed by gzip in chunks of the shape `chunk`."""
    with h5py.File(path, "w") as file:
        file.create_dataset("array", data=array, chunks=chunk, compression="gzip", shuffle=True)


def _load_hdf5(path):
    with h5py.File(path) as file:
        return file["array"][:]


def _save_blosc2(path, array, chunk):
    """Write `array` with blocks of one row: by default their size depends on the processor's caches."""
    compression = {"codec": blosc2.Codec[COMPRESSION.cname.upper()], "clevel": COMPRESSION.clevel}
    blosc2.asarray(array, urlpath=str(path), mode="w", chunks=chunk, blocks=(1, *chunk[1:]), cparams=compression)
