import keras
import numpy as np
import pytest

from workbook.photos.batches import Batches
from workbook.predictions.views import predict_views


def test_views_lie_beside_the_filenames_or_are_refused(folder):
    images = keras.Input((30, 40, 3))
    small = keras.layers.AveragePooling2D(10)(keras.layers.Rescaling(1 / 64, -2)(images))
    model = keras.Model(images, keras.layers.Dense(2, activation="softmax")(keras.layers.Flatten()(small)))
    batches = Batches(folder, size=(30, 40), batch_size=3)
    views = [lambda images: images, lambda images: images[:, :, ::-1] + 0.4]
    plain, mirrored = predict_views(model, batches, views)
    np.testing.assert_allclose(plain, model.predict(batches, verbose=0), atol=1e-6)
    np.testing.assert_allclose(mirrored, model.predict(batches.images()[:, :, ::-1], verbose=0), atol=1e-6)
    with pytest.raises(ValueError, match="are shuffled, so rows are not in order: make"):
        predict_views(model, Batches(folder, size=(30, 40), shuffle=True), [lambda images: images])
