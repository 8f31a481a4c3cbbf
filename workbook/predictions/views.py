"""Predictions for several views of each photo, to be averaged (test-time augmentation)."""

import numpy as np

from workbook.features.compute import compiled


def predict_views(model, batches, views):
    """Return `model`'s outputs for each view of the photos of `batches`, (views, photos, ...).

    A view is a function that takes images, uint8 (n, height, width, 3), and returns as many of the same size; what
    it returns is rounded to whole numbers. Raises ValueError if the batches are shuffled: their rows would not be in
    the order of `filenames`. Lesson 13.
    """
    if batches.shuffle:
        raise ValueError(
            f"The batches of {batches.path} are shuffled, so rows are not in order: make them with shuffle=False."
        )
    forward = compiled(model, batches.size)
    parts = [np.stack([forward(_whole(view(images))) for view in views]) for images, _ in batches]
    return np.concatenate(parts, axis=1)


def _whole(images):
    return np.clip(np.rint(images), 0, 255).astype("uint8")
