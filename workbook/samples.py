"""A smaller data set out of a big one, with the same class folders."""

import os
import shutil
from pathlib import Path

import numpy as np

from workbook.images import Batches


def make_sample(source, target, count, seed=0):
    """Copy `count` random photos of `source` to `target`, keeping the class folders, and return `target`'s `Batches`.

    `source` holds one folder a class and is not changed. Copies are hard links where the disk allows it. The same seed
    gives the same photos. Raises ValueError where there are too few photos, or `target` holds others already.
    """
    batches, target = Batches(source), Path(target).expanduser()
    if count > batches.samples:
        raise ValueError(f"{count} photos are asked for and {source} holds {batches.samples}: ask for fewer.")
    rows = np.random.default_rng(seed).permutation(batches.samples)[:count]
    names = sorted(batches.filenames[row] for row in rows)
    if {file.relative_to(target).as_posix() for file in target.rglob("*") if file.is_file()} - set(names):
        raise ValueError(f"{target} holds photos that are not in this sample: give another folder.")
    for name in names:
        original, copy = (batches.path / name).resolve(), target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if copy.exists():
            continue
        try:
            os.link(original, copy)
        except OSError:
            shutil.copy2(original, copy)
    return Batches(target)
