"""Augmentation: photos are varied at random during training, and left unchanged otherwise."""

import keras
import numpy as np
from keras import layers

BY_EDGE = {"fill_mode": "nearest"}  # pixels outside the photo repeat its edge
KINDS = {  # the layer for each kind at strength s
    "flip": lambda s: layers.RandomFlip("horizontal"),
    "rotation": lambda s: layers.RandomRotation(s * 40 / 360, **BY_EDGE),
    "shift": lambda s: layers.RandomTranslation(0.2 * s, 0.2 * s, **BY_EDGE),
    "shear": lambda s: layers.RandomShear(0.2 * s, 0.2 * s, **BY_EDGE),
    "zoom": lambda s: layers.RandomZoom(0.2 * s, **BY_EDGE),
    "brightness": lambda s: layers.RandomBrightness(0.2 * s),
    "contrast": lambda s: layers.RandomContrast((0.2 * s, 0.2 * s)),
}
USUAL = ("flip", "rotation", "shift", "zoom")


def augmentation(strength=1.0, kinds=USUAL):
    """Return a model that varies photos in training and leaves them unchanged otherwise.

    Photos are RGB 0..255, (n, height, width, 3). `fit` varies them; `evaluate` and `predict` do not. A call of the
    model itself varies them unless you pass `training=False`.

    Each photo is mirrored or not, and changed by amounts drawn uniformly from -limit to limit. At `strength` 1, the
    limit is 40 degrees for rotation, a fifth of the side for shift, shear and zoom, and a fifth of the range for
    brightness and contrast. The limits grow with `strength`; at 0 nothing changes. Keras' random seed makes the draws
    reproducible. Raises ValueError if an argument is out of range or unknown. Lesson 07.
    """
    if not 0 <= strength <= 5:
        raise ValueError(f"strength={strength} is out of range: give 0 for no change, 1 for the usual, at most 5.")
    if not kinds or not set(kinds) <= set(KINDS):
        raise ValueError(f"kinds={kinds!r} are not known: choose from {', '.join(KINDS)}.")
    steps = [KINDS[kind](strength) for kind in kinds] if strength else [layers.Identity()]
    return keras.Sequential(steps, name="augmentation")


def vary(photo, strength=1.0, kinds=USUAL, seed=0):
    """Return a random variation of `photo`, RGB 0..255 (height, width, 3), as float32.

    `strength` and `kinds` are those of `augmentation`. The same `seed` gives the same random numbers, whatever the
    strength. It becomes Keras' seed for what follows, too. Lesson 08.
    """
    keras.utils.set_random_seed(seed)
    return augmentation(strength, kinds)(np.asarray(photo, dtype="float32")[None], training=True)[0].numpy()
