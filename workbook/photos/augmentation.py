"""Augmentation: photos varied at random while a network trains, and left alone when it is used."""

import keras
from keras import layers

BY_EDGE = {"fill_mode": "nearest"}  # pixels from outside the photo repeat its edge
KINDS = {  # what each kind does at strength s
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
    """Return a model that varies photos, RGB 0..255 (n, height, width, 3), in training, and else is the identity.

    `fit`, `evaluate` and `predict` say which it is. A direct call must: without `training=False` Keras varies photos.
    Each photo is mirrored or not, and changed by amounts drawn evenly from -limit to limit. At `strength` 1 the limits
    are 40 degrees of rotation, and a fifth: of the side for shift, shear and zoom, of the range for brightness and
    contrast. They grow with `strength`; at 0 nothing changes. Keras' random seed fixes what is drawn.
    """
    if not 0 <= strength <= 5:
        raise ValueError(f"strength={strength} is out of range: give 0 for no change, 1 for the usual, at most 5.")
    if not kinds or not set(kinds) <= set(KINDS):
        raise ValueError(f"kinds={kinds!r} are not known: choose from {', '.join(KINDS)}.")
    steps = [KINDS[kind](strength) for kind in kinds] if strength else [layers.Identity()]
    return keras.Sequential(steps, name="augmentation")
