"""Print the peak memory of this process in MiB (Linux) after `activation_statistics` of ROWS rows, for each ROWS.

stream_statistics.py ROWS...: the rows, 4,096 numbers each, are made batch by batch and never held together.
"""

import re
import sys
from pathlib import Path

import keras
import numpy as np

from workbook.networks.batchnorm import activation_statistics

UNITS, BATCH = 4096, 64


class MadeOnTheFly:
    """Batches of random rows."""

    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return self.rows // BATCH

    def __getitem__(self, index):
        rows = np.random.default_rng(index).random((BATCH, UNITS), dtype="float32")
        return rows, np.zeros((BATCH, 1))


def peak():
    """Return the largest memory that this process has had so far, in MiB."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text()).group(1)) // 1024


inputs = keras.Input((UNITS,))
model = keras.Model(inputs, keras.layers.Identity(name="through")(inputs))
for count in sys.argv[1:]:
    activation_statistics(model, ["through"], MadeOnTheFly(int(count)))
    print(peak(), flush=True)
