"""What units see: the computed square is the one that the gradient shows, and patches are cut there."""

import numpy as np
import pytest

from workbook.heatmaps.patches import GREY, Field, cut, receptive_field, strongest_patches
from workbook.networks.training import middle_gradients

IMAGES = np.random.default_rng(0).integers(0, 256, (3, 224, 224, 3), dtype="uint8")
FIELD = Field(side=40, step=8, start=-18)


@pytest.mark.parametrize("name", ["block1_conv1", "block2_pool", "block3_conv3", "block4_conv1"])
def test_a_field_is_where_the_gradient_is(miniature, name):
    field = receptive_field(miniature.model, name)
    strength = middle_gradients(miniature.model, name, IMAGES).sum(axis=(0, 1))
    seen = np.flatnonzero(strength)
    middle = miniature.model.get_layer(name).output.shape[1] // 2
    first = field.start + field.step * middle
    assert first <= seen[0] <= seen[-1] < first + field.side
    assert seen[-1] - seen[0] >= field.side - 4  # the outermost pixels may have no active path


def test_fields_of_known_layers(miniature):
    assert receptive_field(miniature.model, "block5_conv3") == (196, 16, -90)
    assert receptive_field(miniature.model, "block5_pool") == (212, 32, -90)
    with pytest.raises(ValueError, match="There is no layer 'block6'"):
        receptive_field(miniature.model, "block6")


def test_a_patch_is_cut_where_the_unit_looks_and_grey_beyond_the_photo():
    np.testing.assert_array_equal(cut(IMAGES[0], 3, 5, FIELD), IMAGES[0][6:46, 22:62])
    corner = cut(IMAGES[0], 0, 27, FIELD)
    np.testing.assert_array_equal(corner[18:, :26], IMAGES[0][:22, 198:])
    assert (corner[:18] == GREY).all()
    assert (corner[:, 26:] == GREY).all()


def test_the_strongest_photos_come_first_once_each():
    maps = np.zeros((3, 28, 28))
    maps[1, 10, 12], maps[1, 11, 12], maps[2, 20, 4] = 5, 4, 7
    found = strongest_patches(IMAGES, maps, FIELD, count=2)
    assert found.shape == (2, 40, 40, 3)
    np.testing.assert_array_equal(found[0], IMAGES[2][142:182, 14:54])
    np.testing.assert_array_equal(found[1], IMAGES[1][62:102, 78:118])
