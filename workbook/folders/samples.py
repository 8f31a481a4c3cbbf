"""A random sample of a large data set, with the same class folders."""

from pathlib import Path

import numpy as np

from workbook.folders.files import link_or_copy, refuse_inside
from workbook.photos.listing import list_photos


def make_sample(source, target, count, seed=0):
    """Copy `count` random photos of `source` to `target`, in the same class folders, and return the `Listing` there.

    `source` holds one folder per class and is not changed. Copies are hard links if the disk allows them. The same
    `seed` gives the same photos. Raises ValueError if there are too few photos, or if `target` is inside `source` or
    holds other photos. Lesson 11.
    """
    photos, target = list_photos(source), Path(target).expanduser()
    refuse_inside(target, photos.path)
    if count > photos.samples:
        raise ValueError(f"count={count} is more than the {photos.samples} photos in {source}: give a smaller one.")
    rows = np.random.default_rng(seed).permutation(photos.samples)[:count]
    names = sorted(photos.filenames[row] for row in rows)
    there = (file for file in target.rglob("*") if file.is_file() and not file.name.startswith("."))
    if {file.relative_to(target).as_posix() for file in there} - set(names):
        raise ValueError(f"{target} holds photos that are not in this sample: give another folder.")
    for name in names:
        link_or_copy(photos.path / name, target / name)
    return list_photos(target)
