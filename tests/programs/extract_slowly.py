"""Store features of PHOTOS at TO, and wait PAUSE seconds after each chunk: extract_slowly.py PHOTOS TO PAUSE.

Each chunk prints which of the optional modules are loaded by then.
"""

import sys
import time
from unittest import mock

import keras

from vgg16 import MINIATURE, Vgg16
from workbook.features import compute

OPTIONAL = {"ray", "workbook.features.cluster"}

photos, to, pause = sys.argv[1:]
write = compute._write


def write_slowly(*chunk):
    write(*chunk)
    print("loaded:", *sorted(OPTIONAL & set(sys.modules)), flush=True)
    time.sleep(float(pause))


keras.utils.set_random_seed(0)
vgg = Vgg16(weights=None, widths=MINIATURE, include_top=False, size=(64, 64))
with mock.patch.object(compute, "_write", write_slowly):
    vgg.features(photos, to=to, chunk=4)
