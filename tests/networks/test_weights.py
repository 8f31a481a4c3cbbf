import keras
import numpy as np
import pytest

from vgg16 import Vgg16
from workbook.networks.surgery import model_up_to
from workbook.networks.weights import (
    SAMPLE_WEIGHTS,
    first_channels,
    lite0_first_filters,
    load_weights,
    weights_file,
)


def test_weights_are_found_by_name_or_path(tmp_path):
    assert weights_file(None) is None
    assert weights_file("sample") == SAMPLE_WEIGHTS
    (tmp_path / "mine.h5").touch()
    assert weights_file(tmp_path / "mine.h5") == tmp_path / "mine.h5"
    with pytest.raises(
        FileNotFoundError, match="There is no file no.h5, given as weights='no.h5': give \"imagenet\", "
    ):
        weights_file("no.h5")


def test_weights_saved_by_keras_load_again(miniature, tmp_path):
    miniature.model.save_weights(tmp_path / "mine.weights.h5")
    assert first_channels(tmp_path / "mine.weights.h5") == 16
    again = Vgg16(weights=tmp_path / "mine.weights.h5")
    for ours, theirs in zip(again.model.get_weights(), miniature.model.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_file_without_the_dense_layers_is_not_loaded_into_a_whole_network(published, miniature, tmp_path):
    file = published(model_up_to(miniature.model, "block5_pool"), tmp_path / "notop.h5")
    base = Vgg16(weights=file, include_top=False)
    np.testing.assert_array_equal(base.model.get_weights()[-1], miniature.model.get_layer("block5_conv3").bias)
    with pytest.raises(ValueError, match="notop.h5 lacks the weights of fc1, fc2, predictions: give a whole file"):
        Vgg16(weights=file)


def test_wrong_weights_are_named(tmp_path):
    (tmp_path / "text.h5").write_text("no weights")
    with pytest.raises(ValueError, match=r"text\.h5 is not an HDF5 file of weights: give"):
        Vgg16(weights=tmp_path / "text.h5")
    other = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    other.save_weights(tmp_path / "other.weights.h5")
    assert first_channels(tmp_path / "other.weights.h5") is None
    with pytest.raises(ValueError, match="has no weights of VGG16 or of the miniature: give"):
        Vgg16(weights=tmp_path / "other.weights.h5")
    with pytest.raises(ValueError, match="other.weights.h5 does not fit this network: give a file"):
        load_weights(keras.Sequential([keras.Input((3,)), keras.layers.Dense(5)]), tmp_path / "other.weights.h5")


def test_the_first_filters_of_the_teacher_come_with_the_course():
    kernel, bias = lite0_first_filters()
    assert (kernel.shape, bias.shape) == ((3, 3, 3, 28), (28,))
    assert np.isfinite(kernel).all() and (np.abs(kernel).max(axis=(0, 1, 2)) > 0).all()
