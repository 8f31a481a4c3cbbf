"""Feature maps to disk and back, whole and in shuffled batches; megabytes of float16 per second, then size."""

from typing import NamedTuple

import blosc2
import h5py
import numpy as np

from tools.bench.photos import SAMPLE, some_of
from tools.bench.timing import installed, row, seconds
from vgg16 import Vgg16
from workbook.features.arrays import ArrayBatches, open_array, save_array
from workbook.features.formats import disk_use, save_hdf5

UNITS = {"saved": "MB/s", "loaded": "MB/s", "streamed": "MB/s", "compressed": "times smaller"}
LEAST = 4096  # feature maps, repeated where the photos are fewer
CHUNK = 64  # feature maps in a chunk, as in our arrays


class Way(NamedTuple):
    """One way to store an array: functions `save(path, maps)` and `open(path)`, and the name of its file."""

    save: object
    open: object
    file: str


def measure(scratch, count, data=None):
    """Print the rows; `data` is a folder of photos to use instead of the sample."""
    maps = feature_maps(some_of(data, scratch / "photos", count) if data else SAMPLE)
    ours = rates(Way(save_array, open_array, "maps"), maps, scratch)
    for name, way in ways().items():
        for (what, unit), mine, other in zip(UNITS.items(), ours, rates(way, maps, scratch), strict=True):
            row(f"feature maps {what}, against {name}", mine, other, unit)


def feature_maps(folder):
    """Return at least `LEAST` feature maps of the photos in `folder`, as float16."""
    vgg = Vgg16(weights="sample", include_top=False)
    maps = vgg.model.predict(vgg.get_data(folder), verbose=0).astype("float16")
    return np.tile(maps, (-(-LEAST // len(maps)), 1, 1, 1))


def rates(way, maps, scratch):
    """Return what `UNITS` names, for one way to store `maps`."""
    path, megabytes = scratch / way.file, maps.nbytes / 1e6

    def stream():
        batches = ArrayBatches(way.open(path), np.zeros((len(maps), 1)), shuffle=True)
        for number in range(len(batches)):
            batches[number]

    times = seconds(lambda: way.save(path, maps)), seconds(lambda: np.array(way.open(path)[:])), seconds(stream)
    return [*(megabytes / time for time in times), megabytes / disk_use(path)]


def ways():
    """Return the alternatives that are installed, {name: Way}."""
    found = {
        "np.save": Way(np.save, lambda path: np.load(path, mmap_mode="r"), "maps.npy"),
        "h5py, gzip": Way(save_gzip, lambda path: h5py.File(path)["array"], "maps.h5"),
        "blosc2": Way(save_blosc2, lambda path: blosc2.open(str(path)), "maps.b2nd"),
    }
    if installed("zarr"):
        import zarr

        found["zarr"] = Way(save_zarr, zarr.open_array, "maps.zarr")
    return found


def save_gzip(path, maps):
    """Write `maps` with h5py."""
    save_hdf5(path, maps, chunks(maps))


def save_blosc2(path, maps):
    """Write `maps` with Blosc2."""
    blosc2.asarray(maps, urlpath=str(path), mode="w", chunks=chunks(maps))


def save_zarr(path, maps):
    """Write `maps` with Zarr."""
    import zarr

    zarr.create_array(path, data=maps, chunks=chunks(maps), overwrite=True)


def chunks(maps):
    """Return the shape of a chunk: whole feature maps, as in our arrays."""
    return (CHUNK, *maps.shape[1:])
