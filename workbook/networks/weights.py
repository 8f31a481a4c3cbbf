"""Files with the weights of VGG16: find them by name or path, read their size, and load them."""

from pathlib import Path

import h5py
import numpy as np

from workbook.downloads.catalogue import MODELS
from workbook.downloads.transfer import fetch

SAMPLE_WEIGHTS = MODELS / "vgg16_sample.h5"
LITE0_FILTERS = MODELS / "lite0_first_filters.npz"


def weights_file(weights, include_top=True):
    """Return the file that `weights` names, or None for random weights.

    `weights` is "imagenet" (downloaded once), "sample", None or a path. Raises FileNotFoundError if no file is there.
    """
    if weights is None:
        return None
    if weights == "imagenet":
        return fetch("vgg16" if include_top else "vgg16_notop")
    path = SAMPLE_WEIGHTS if weights == "sample" else Path(weights).expanduser()
    if not path.is_file():
        known = '"imagenet", "sample", None or the path of a file of weights'
        raise FileNotFoundError(f"There is no file {path}, given as weights={str(weights)!r}: give {known}.")
    return path


def first_channels(file):
    """Return the number of channels of the first convolution over three colours in `file`, or None if it has none."""
    try:
        with h5py.File(file) as content:
            return content.visititems(_channels_over_colours)
    except OSError:
        raise ValueError(
            f"{file} is not an HDF5 file of weights: give the file that was saved or downloaded."
        ) from None


def load_weights(model, file):
    """Load `file` into `model`, or raise ValueError if it lacks the weights of any layer."""
    with h5py.File(file) as content:
        published = "layer_names" in content.attrs  # the layout of Keras' published files
        names = set(np.asarray(content.attrs.get("layer_names", []), str))
    missing = [layer.name for layer in model.layers if layer.weights and layer.name not in names]
    if published and missing:
        raise ValueError(f"{file} lacks the weights of {', '.join(missing)}: give a whole file, or include_top=False.")
    try:
        model.load_weights(file, **({"by_name": True} if published else {}))
    except ValueError:
        raise ValueError(f"{file} does not fit this network: give a file saved from the same one.") from None


def lite0_first_filters():
    """Return the kernel (3, 3, 3, 28) and the biases (28,) of EfficientNet-Lite0's first layer, for VGG16's pixels.

    That network learned from all of ImageNet. Its batch norm is folded in, and filters that never answer are left out
    (tools/sample/first_filters.py). Lesson 04.
    """
    with np.load(LITE0_FILTERS) as stored:
        return stored["kernel"], stored["bias"]


def _channels_over_colours(name, item):
    shape = getattr(item, "shape", ())
    return shape[3] if len(shape) == 4 and shape[2] == 3 else None
