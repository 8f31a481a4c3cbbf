"""Predictions on several views of each photo, to be averaged (test-time augmentation)."""

import numpy as np

from workbook.features.compute import compiled


def predict_views(model, batches, views):
    """Return `model`'s outputs for each view of the photos of `batches`, (views, photos, ...).

    A view is a function of images, uint8 (n, height, width, 3), that returns as many of the same size; they are
    rounded to whole numbers. Raises ValueError for shuffled batches, whose rows no longer lie beside `filenames`.
    """
    if batches.shuffle:
        raise ValueError(
            f"The batches of {batches.path} are shuffled, so that no row tells its photo: make them with shuffle=False."
        )
    forward = compiled(model, batches.size)
    parts = [np.stack([forward(_whole(view(images))) for view in views]) for images, _ in batches]
    return np.concatenate(parts, axis=1)


def _whole(images):
    return np.clip(np.rint(images), 0, 255).astype("uint8")
