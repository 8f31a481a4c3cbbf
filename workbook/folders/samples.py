"""A smaller data set out of a big one, with the same class folders."""

from pathlib import Path

import numpy as np

from workbook.folders.files import link_or_copy, refuse_inside
from workbook.photos.listing import list_photos


def make_sample(source, target, count, seed=0):
    """Copy `count` random photos of `source` to `target`, keeping the class folders, and return `target`'s `Listing`.

    `source` holds one folder per class and is not changed. Copies are hard links where the disk allows it. The same
    seed gives the same photos. Raises ValueError if there are too few photos, or if `target` lies in `source` or holds
    others already.
    """
    photos, target = list_photos(source), Path(target).expanduser()
    refuse_inside(target, photos.path)
    if count > photos.samples:
        raise ValueError(f"{count} photos are asked for and {source} holds {photos.samples}: ask for fewer.")
    rows = np.random.default_rng(seed).permutation(photos.samples)[:count]
    names = sorted(photos.filenames[row] for row in rows)
    there = (file for file in target.rglob("*") if file.is_file() and not file.name.startswith("."))
    if {file.relative_to(target).as_posix() for file in there} - set(names):
        raise ValueError(f"{target} holds photos that are not in this sample: give another folder.")
    for name in names:
        link_or_copy(photos.path / name, target / name)
    return list_photos(target)
