"""Networks for any size and with random weights, and what they give."""

import keras
import numpy as np
import pytest

from workbook.heatmaps.networks import any_size, as_convolutions, forward, of_class, pixel_gradients, random_copy
from workbook.networks.surgery import model_up_to

IMAGES = np.random.default_rng(0).integers(0, 256, (3, 224, 224, 3), dtype="uint8")


@pytest.fixture
def small():
    keras.utils.set_random_seed(0)
    photos = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(4, 3, padding="same", activation="relu", name="conv")(photos)
    x = keras.layers.GlobalAveragePooling2D(name="mean")(x)
    return keras.Model(photos, keras.layers.Dense(2, kernel_initializer="zeros", name="logits")(x))


def test_a_network_for_any_size_shares_its_layers_and_gives_the_same(small):
    network, photos = any_size(small), IMAGES[:2, :8, :8]
    np.testing.assert_allclose(forward(network, photos), forward(small, photos), atol=1e-6)
    assert forward(network, IMAGES[:1, :20, :31]).shape == (1, 2)
    assert network.get_layer("conv") is small.get_layer("conv")


def test_dense_layers_as_convolutions_give_the_same_and_take_larger_photos(miniature):
    network = as_convolutions(miniature.model)
    alone = forward(miniature.model, IMAGES)
    windows = forward(network, IMAGES)
    assert windows.shape == (3, 1, 1, 1000)
    np.testing.assert_allclose(windows[:, 0, 0], alone, atol=1e-5)
    larger = np.pad(IMAGES[:1], ((0, 0), (0, 32), (0, 64), (0, 0)))
    assert forward(network, larger).shape == (1, 2, 3, 1000)


def test_a_network_without_dense_layers_is_refused(miniature):
    with pytest.raises(ValueError, match="There is no layer 'fc1'"):
        as_convolutions(model_up_to(miniature.model, "block5_pool"))


def test_a_random_copy_has_other_weights_also_where_they_began_at_zero(small):
    before = [np.array(weight) for weight in small.get_weights()]
    first, again, other = random_copy(small), random_copy(small), random_copy(small, seed=1)
    for weight, old in zip(small.get_weights(), before, strict=True):
        np.testing.assert_array_equal(weight, old)
    for one, same, new, old in zip(*(each.get_weights()[::2] for each in (first, again, other, small)), strict=True):
        np.testing.assert_array_equal(one, same)
        assert np.abs(one - new).min() > 0
        assert np.abs(one - old).min() > 0


def test_outputs_come_in_order_whatever_the_batch(small):
    photos = IMAGES.reshape(-1, 8, 8, 3)[:21]
    whole = forward(small, photos, batch_size=21)
    np.testing.assert_allclose(forward(small, photos, batch_size=4), whole, atol=1e-6)
    np.testing.assert_array_equal(of_class(whole, [0] * 20 + [1]), [*whole[:20, 0], whole[20, 1]])


def test_gradients_say_what_a_small_change_of_a_pixel_does(small):
    small.get_layer("logits").kernel.assign(np.ones((4, 2)))
    photos = IMAGES[:2, :8, :8].astype("float32")
    gradient = pixel_gradients(small, photos, 1)
    assert gradient.shape == photos.shape
    changed = photos.copy()
    changed[0, 4, 4, 1] += 0.1
    slope = (forward(small, changed) - forward(small, photos))[:, 1] / 0.1
    np.testing.assert_allclose(slope, [gradient[0, 4, 4, 1], 0], atol=1e-3)
