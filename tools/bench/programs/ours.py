"""Compute features with `Vgg16.features`, and print the seconds it takes.

python -m tools.bench.programs.ours PHOTOS ARRAY PRECISION
"""

import sys
import time

from vgg16 import Vgg16


def compute(folder, to, precision):
    """Write the `block5_pool` features of the photos in `folder` to the array `to`."""
    vgg = Vgg16(weights=None, include_top=False)
    start = time.perf_counter()
    vgg.features(folder, to=to, precision=precision)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    compute(*sys.argv[1:])
