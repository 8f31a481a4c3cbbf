"""A smaller data set out of a big one, with the same class folders."""

import os
import shutil
from pathlib import Path

import numpy as np

from workbook.images import Batches


def make_sample(source, target, count, seed=0):
    """Copy `count` random photos of `source` to `target`, keeping the class folders, and return `target`'s `Batches`.

    `source` holds one folder a class and is not changed. Copies are hard links where the disk allows it. The same seed
    gives the same photos; what else is in `target` is not touched. Raises ValueError where there are too few photos.
    """
    batches, target = Batches(source), Path(target).expanduser()
    if count > batches.samples:
        raise ValueError(f"{count} photos are asked for and {source} holds {batches.samples}: ask for fewer.")
    for row in sorted(np.random.default_rng(seed).permutation(batches.samples)[:count]):
        original, copy = (batches.path / batches.filenames[row]).resolve(), target / batches.filenames[row]
        copy.parent.mkdir(parents=True, exist_ok=True)
        if copy.exists():
            continue
        try:
            os.link(original, copy)
        except OSError:
            shutil.copy2(original, copy)
    return Batches(target)
