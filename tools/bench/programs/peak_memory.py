"""Compute features with the miniature's layers, and print the peak memory of this process in MiB (on Linux).

python -m tools.bench.programs.peak_memory PHOTOS ARRAY
"""

import sys
from pathlib import Path

from vgg16 import MINIATURE, Vgg16


def main(folder, to):
    """Run the program."""
    Vgg16(weights=None, widths=MINIATURE, include_top=False).features(folder, to=to, precision="float32")
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(int(status["VmHWM"].split()[0]) / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
