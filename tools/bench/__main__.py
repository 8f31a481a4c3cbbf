"""Measure the workbook against its alternatives, side by side in one run, and print ratios.

    python -m tools.bench [--photos 128] [--data FOLDER] [PART ...]
    parts: features decoding arrays memory imports lessons

A ratio above 1 says how many times faster (or smaller) ours is. Alternatives that are not installed are left out: to
include them, run `pip install torch openvino blosc2 zarr`. Nothing is downloaded: the networks have random weights.
"""

import argparse
import importlib
import os
import tempfile
from pathlib import Path

PARTS = ("features", "decoding", "arrays", "memory", "imports", "lessons")  # modules of this folder


def parse(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help="what to measure (default: all parts)")
    parser.add_argument("--photos", type=int, default=128, help="how many photos to measure with (default: 128)")
    parser.add_argument("--data", type=Path, help="your photos for features and arrays, one folder per class")
    options = parser.parse_args(arguments)
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"there is no part {part}: choose from {' '.join(PARTS)}.")
    return options


def main(arguments=None):
    """Run the program."""
    options = parse(arguments)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before a part loads TensorFlow
    print("| what | ours | other | unit | ratio |\n|---|---|---|---|---|", flush=True)
    for part in options.parts or PARTS:
        measure = importlib.import_module(f"tools.bench.{part}").measure
        with tempfile.TemporaryDirectory() as scratch:
            measure(scratch=Path(scratch), count=options.photos, data=options.data)


if __name__ == "__main__":
    main()
