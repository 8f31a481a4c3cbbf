"""Compute features by the usual recipe of Keras, `load_img` and `predict`, and print the seconds it takes.

python -m tools.bench.programs.recipe PHOTOS FILE
"""

import sys
import time
from pathlib import Path

import keras
import numpy as np

SIZE = (224, 224)


def compute(folder, file):
    """Write the `block5_pool` features of the JPEGs below `folder` to `file`."""
    network = keras.applications.VGG16(weights=None, include_top=False, input_shape=(*SIZE, 3))
    start = time.perf_counter()
    paths = sorted(Path(folder).rglob("*.jpg"))
    loaded = [keras.utils.img_to_array(keras.utils.load_img(path, target_size=SIZE)) for path in paths]
    images = keras.applications.vgg16.preprocess_input(np.stack(loaded))
    np.save(file, network.predict(images, batch_size=32, verbose=0))
    print(time.perf_counter() - start)


if __name__ == "__main__":
    compute(*sys.argv[1:])
